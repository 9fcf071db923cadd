use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

use async_trait::async_trait;
use quizcraft_core::Day;
use quizcraft_core::gateway::{GatewayError, ModelMeter};

/// A map behind a lock.
#[derive(Default)]
pub(crate) struct PlainMeter(Mutex<HashMap<Day, u64>>);

impl PlainMeter {
    pub(crate) fn days(&self) -> MutexGuard<'_, HashMap<Day, u64>> {
        self.0.lock().unwrap()
    }
}

#[async_trait]
impl ModelMeter for PlainMeter {
    async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
        Ok(self.days().get(&day).copied().unwrap_or_default())
    }

    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        let mut days = self.days();
        let spent = days.entry(day).or_default();
        *spent = spent.saturating_add(tokens.into());
        Ok(())
    }
}
