//! The tokens of a day.

use std::num::NonZeroU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use quizcraft_core::gateway::{Brief, Causes, Clock, GatewayError, ModelMeter, WriteError};

use crate::Timer;
use crate::budget::Ledger;
use crate::calls::within;
use crate::failure::Reason;

/// How long a game waits until the meter tells the tokens of the day.
const CHECK_TIME: Duration = Duration::from_secs(2);
/// How long a game waits until its tokens are added. The last time is a part of the time that an author leaves to its
/// caller.
const ADD_TIME: Duration = Duration::from_millis(500);

/// The maximum number of tokens of all games per day in UTC.
///
/// Several games may start just below the maximum, so a day can exceed it by their budgets.
///
/// A game adds its tokens to the meter when a call of the model ends: once for each call, and once at its end if there are
/// tokens left to add. For a call without a reply, it adds an estimate. If the future of a game is dropped, or its process
/// ends, the tokens of the calls in progress are not counted: of at most three. After an error of the meter, or no
/// response within half a second, a game adds all further tokens at its end only. If this fails, they are not counted, and
/// their number is logged.
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

    /// Returns an error if the limit is reached, or if the number of tokens is not known by the deadline.
    pub(crate) async fn check(
        &self,
        brief: &Brief,
        timer: &dyn Timer,
        deadline: Instant,
    ) -> Result<(), WriteError> {
        let rest = deadline.saturating_duration_since(timer.now());
        let spent = self.meter.spent(self.clock.now().day());
        let spent = within(timer, CHECK_TIME.min(rest), spent).await;
        let spent = spent.ok_or_else(|| WriteError::temporary(MeterError::TooSlow))?;
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
    /// When the game ends.
    deadline: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The tokens that the meter has, or that a call of the meter adds.
    counted: u32,
    has_failed: bool,
}

/// Why tokens are not read or not counted.
#[derive(Debug, thiserror::Error)]
enum MeterError {
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
        deadline: Instant,
    ) -> Self {
        Self {
            day,
            ledger,
            timer,
            deadline,
            state: Mutex::default(),
        }
    }

    /// Adds the tokens of the calls that have ended since the last time. After a failure, only [`finish`](Self::finish)
    /// adds them, so that a meter that hangs does not delay every call.
    pub(crate) async fn count(&self) {
        if self.lock().has_failed {
            return;
        }
        let rest = self.deadline.saturating_duration_since(self.timer.now());
        let time = ADD_TIME.min(rest);
        // The end of the game adds what fails here, and logs it.
        let has_failed = match self.add(time).await {
            Ok(()) => false,
            Err((_, MeterError::Failed(_))) => true,
            // The meter had less time than it may take.
            Err((_, MeterError::TooSlow)) => time == ADD_TIME,
        };
        self.lock().has_failed |= has_failed;
    }

    /// Adds the remaining tokens at the end of the game. An error is only logged, because the questions are paid for.
    pub(crate) async fn finish(&self) {
        if let Err((tokens, error)) = self.add(ADD_TIME).await {
            tracing::warn!(tokens, error = %Causes(&error), "the tokens of a game could not be counted");
        }
    }

    /// Adds what is not counted yet. Returns its number if that fails.
    async fn add(&self, time: Duration) -> Result<(), (u32, MeterError)> {
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
            Some(Err(error)) => MeterError::Failed(error),
            None => MeterError::TooSlow,
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
    }

    /// A panic in another call leaves the numbers consistent.
    fn lock(&self) -> MutexGuard<'_, State> {
        let locked = self.state.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}
