//! A circuit breaker, which stops calls to a failing server.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The number of consecutive failures that open the circuit.
const MAX_FAILURES: u32 = 5;
/// How long the circuit stays open.
const REST: Duration = Duration::from_mins(1);
/// How long to wait for the end of a trial call of another game.
const TRIAL_REST: Duration = Duration::from_secs(5);

/// The server failed several times in a row, so it is not called for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server failed {MAX_FAILURES} times in a row, and is not called for {} s", .rest.as_secs())]
pub struct CircuitOpen {
    rest: Duration,
}

impl CircuitOpen {
    /// Returns how long the circuit stays open.
    #[must_use]
    pub const fn rest(self) -> Duration {
        self.rest
    }
}

/// Counts the failures of one server. All games of a process share it.
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<Circuit>);

#[derive(Clone, Copy, Debug, Default)]
struct Circuit {
    /// The number of consecutive failures.
    failures: u32,
    /// When an open circuit admits a trial call.
    open_until: Option<Instant>,
    /// Whether a trial call runs.
    is_on_trial: bool,
    /// When the server last replied.
    last_reply: Option<Instant>,
}

/// The permission for one call. If it is dropped without a result, the call counts neither as a failure nor as a
/// success, and another trial call is admitted.
#[derive(Debug)]
#[must_use]
pub(crate) struct Permit<'a> {
    breaker: &'a Breaker,
    is_trial: bool,
}

impl Breaker {
    /// Returns whether the next call is a trial, or an error if no call is admitted.
    pub(crate) fn check(&self, now: Instant) -> Result<bool, CircuitOpen> {
        self.lock().check(now)
    }

    /// Admits a call.
    pub(crate) fn admit(&self, now: Instant) -> Result<Permit<'_>, CircuitOpen> {
        let mut circuit = self.lock();
        let is_trial = circuit.check(now)?;
        circuit.is_on_trial |= is_trial;
        Ok(Permit {
            breaker: self,
            is_trial,
        })
    }

    /// A panic in another call leaves the circuit consistent.
    fn lock(&self) -> MutexGuard<'_, Circuit> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Circuit {
    fn check(&self, now: Instant) -> Result<bool, CircuitOpen> {
        let Some(until) = self.open_until else {
            return Ok(false);
        };
        let rest = until.saturating_duration_since(now);
        if !rest.is_zero() {
            Err(CircuitOpen { rest })
        } else if self.is_on_trial {
            Err(CircuitOpen { rest: TRIAL_REST })
        } else {
            Ok(true)
        }
    }
}

impl Permit<'_> {
    /// Reports that the server replied, and closes the circuit.
    pub(crate) fn succeed(self, now: Instant) {
        *self.breaker.lock() = Circuit {
            last_reply: Some(now),
            ..Circuit::default()
        };
    }

    /// Reports that the call, which began at `start`, was ended without a reply. It is a failure, unless the server has
    /// replied to another call since then: a slow server replies to concurrent calls one after the other.
    pub(crate) fn hang(self, start: Instant, now: Instant) {
        let last_reply = self.breaker.lock().last_reply;
        if last_reply.is_none_or(|reply| reply <= start) {
            self.fail(now);
        }
    }

    /// Reports that the server failed. The failed trial, or too many failures, open the circuit.
    pub(crate) fn fail(self, now: Instant) {
        let mut circuit = self.breaker.lock();
        circuit.failures = circuit.failures.saturating_add(1);
        if circuit.failures >= MAX_FAILURES {
            circuit.open_until = now.checked_add(REST);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.is_trial {
            self.breaker.lock().is_on_trial = false;
        }
    }
}
