use std::collections::BTreeMap;
use std::sync::Mutex;

use async_trait::async_trait;
use quizcraft_core::Day;
use quizcraft_core::gateway::{GatewayError, ModelMeter};

use crate::locked::locked;

/// An in-memory [`ModelMeter`], which keeps the last [`MemoryMeter::DAYS`] days that have tokens.
///
/// ```
/// use quizcraft_core::Timestamp;
/// use quizcraft_core::gateway::ModelMeter;
/// use quizcraft_memory::MemoryMeter;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let (meter, today) = (MemoryMeter::new(), Timestamp::from_secs(1_700_000_000).day());
/// meter.add(today, 1_200).await?;
/// meter.add(today, 300).await?;
/// assert_eq!(meter.spent(today).await?, 1_500);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct MemoryMeter {
    days: Mutex<BTreeMap<Day, u64>>,
}

impl MemoryMeter {
    /// The maximum number of days that are kept.
    pub const DAYS: usize = 8;

    /// Creates a meter that has counted nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

#[async_trait]
impl ModelMeter for MemoryMeter {
    async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
        let days = locked(&self.days);
        Ok(days.get(&day).copied().unwrap_or_default())
    }

    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        let mut days = locked(&self.days);
        let spent = days.entry(day).or_default();
        *spent = spent.saturating_add(tokens.into());
        while days.len() > Self::DAYS {
            days.pop_first();
        }
        Ok(())
    }
}
