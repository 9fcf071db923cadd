//! The tokens of a day.

use std::num::NonZeroU64;
use std::sync::Arc;

use quizcraft_core::gateway::{Brief, Causes, Clock, ModelMeter, WriteError};

use crate::failure::Reason;

/// The maximum number of tokens of all games per day in UTC.
///
/// Several games may start just below the maximum, so a day can exceed it by their budgets.
#[derive(Clone)]
pub struct TokensPerDay {
    limit: NonZeroU64,
    meter: Arc<dyn ModelMeter>,
    clock: Arc<dyn Clock>,
}

impl TokensPerDay {
    /// Creates a limit of the tokens that a meter counts.
    #[must_use]
    pub fn new(limit: NonZeroU64, meter: Arc<dyn ModelMeter>, clock: Arc<dyn Clock>) -> Self {
        Self {
            limit,
            meter,
            clock,
        }
    }

    /// Returns an error if the limit is reached, or if the number of tokens is unknown.
    pub(crate) async fn check(&self, brief: &Brief) -> Result<(), WriteError> {
        let spent = self.meter.spent(self.clock.now().day()).await;
        if spent.map_err(WriteError::temporary)? >= self.limit.get() {
            return Err(Reason::DaySpent.error(brief));
        }
        Ok(())
    }

    /// Counts the tokens of a game. An error is only logged, because the questions are paid for.
    pub(crate) async fn add(&self, tokens: u32) {
        if tokens == 0 {
            return;
        }
        if let Err(error) = self.meter.add(self.clock.now().day(), tokens).await {
            tracing::warn!(tokens, error = %Causes(&error), "the tokens of a game could not be counted");
        }
    }
}

impl std::fmt::Debug for TokensPerDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokensPerDay({})", self.limit)
    }
}
