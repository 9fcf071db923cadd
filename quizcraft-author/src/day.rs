//! The tokens of a day.

use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use quizcraft_core::gateway::{Brief, Causes, Clock, GatewayError, ModelMeter, WriteError};

use crate::Timer;
use crate::budget::Ledger;
use crate::calls::within;
use crate::failure::Reason;

/// How long a game waits for the meter. The last time is a part of the time that an author leaves to its caller.
const ADD_TIME: Duration = Duration::from_millis(500);

/// The maximum number of tokens of all games per day in UTC.
///
/// Several games may start just below the maximum, so a day can exceed it by their budgets.
///
/// A game adds its tokens to the meter when a call of the model ends: once for each call, and once at its end if there are
/// tokens left to add. If the future of a game is dropped, or its process ends, only the tokens of the calls in progress
/// are not counted: of at most three. After a failure of the meter, or no response within half a second, a game adds the
/// rest at its end.
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
}

impl std::fmt::Debug for TokensPerDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TokensPerDay({})", self.limit)
    }
}

/// Adds the tokens of one game to those of the day, if these are limited.
pub(crate) struct Tally<'a> {
    day: Option<&'a TokensPerDay>,
    ledger: &'a Ledger,
    timer: &'a dyn Timer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The tokens that the meter has, or that a call of the meter adds.
    counted: u32,
    has_failed: bool,
}

/// Why tokens are not counted.
#[derive(Debug, thiserror::Error)]
enum Uncounted {
    #[error(transparent)]
    Failed(GatewayError),
    #[error("the meter does not respond")]
    TooSlow,
}

impl<'a> Tally<'a> {
    pub(crate) fn new(
        day: Option<&'a TokensPerDay>,
        ledger: &'a Ledger,
        timer: &'a dyn Timer,
    ) -> Self {
        Self {
            day,
            ledger,
            timer,
            state: Mutex::default(),
        }
    }

    /// Adds the tokens of the calls that have ended since the last time. After a failure, only [`finish`](Self::finish)
    /// adds them, so that a meter that hangs does not delay every call.
    pub(crate) async fn count(&self, deadline: Instant) {
        let rest = deadline.saturating_duration_since(self.timer.now());
        if !self.lock().has_failed {
            // The end of the game adds what fails here, and logs it.
            let _ = self.add(ADD_TIME.min(rest)).await;
        }
    }

    /// Adds the remaining tokens at the end of the game. An error is only logged, because the questions are paid for.
    pub(crate) async fn finish(&self) {
        if let Err((tokens, error)) = self.add(ADD_TIME).await {
            tracing::warn!(tokens, error = %Causes(&error), "the tokens of a game could not be counted");
        }
    }

    /// Adds what is not counted yet. Returns its number if that fails.
    async fn add(&self, time: Duration) -> Result<(), (u32, Uncounted)> {
        let Some(day) = self.day else {
            return Ok(());
        };
        let tokens = self.claim();
        if tokens == 0 {
            return Ok(());
        }
        let add = day.meter.add(day.clock.now().day(), tokens);
        let error = match within(self.timer, time, add).await {
            Some(Ok(())) => return Ok(()),
            Some(Err(error)) => Uncounted::Failed(error),
            None => Uncounted::TooSlow,
        };
        self.give_back(tokens);
        Err((tokens, error))
    }

    /// Returns the tokens that are not counted yet, of which each is returned to one caller only.
    fn claim(&self) -> u32 {
        let mut state = self.lock();
        let ended = self.ledger.ended();
        let tokens = ended.saturating_sub(state.counted);
        state.counted = ended;
        tokens
    }

    fn give_back(&self, tokens: u32) {
        let mut state = self.lock();
        state.counted = state.counted.saturating_sub(tokens);
        state.has_failed = true;
    }

    /// A panic in another call leaves the numbers consistent.
    fn lock(&self) -> MutexGuard<'_, State> {
        let locked = self.state.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}
