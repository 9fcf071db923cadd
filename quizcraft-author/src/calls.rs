//! Calls of servers: with a deadline, retries, a circuit breaker, and within the budget.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::future::{Either, select};
use futures_util::{StreamExt as _, stream};

use crate::breaker::{Breaker, CircuitOpen, Permit};
use crate::budget::{Ledger, Purpose};
use crate::day::Tally;
use crate::retry::{Backoff, Retryable};
use crate::{
    Budget, ChatModel, ChatReply, ChatRequest, ModelError, Research, ResearchError, Timer,
};

/// The part of a game's time, one in so many, after which a call without a response may count as a failure of the server.
/// Research and writing have more than this for their first calls.
const FAILURE_SHARE: u32 = 5;

/// Why a call has no result.
pub(crate) enum CallError<E> {
    /// The budget does not allow the call.
    OverBudget,
    /// The call did not return by the deadline.
    OutOfTime,
    /// The server failed too often, and is not called.
    Circuit(CircuitOpen),
    /// The last try failed.
    Failed(E),
    /// The last try failed, and the server is not called any more.
    Opened(E, CircuitOpen),
}

/// Returns the results of some futures in their order, of which at most `at_once` run at a time. One that hangs does not
/// hold up the others, unlike those of a stream that is buffered in order.
pub(crate) async fn join<F: Future>(futures: Vec<F>, at_once: usize) -> Vec<F::Output> {
    let numbered = (0_usize..).zip(futures);
    let numbered = numbered.map(|(number, future)| async move { (number, future.await) });
    let numbered: Vec<_> = numbered.collect();
    let results = stream::iter(numbered).buffer_unordered(at_once);
    let mut results: Vec<_> = results.collect().await;
    results.sort_unstable_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Returns what the future returns, or `None` after a time.
pub(crate) async fn within<F: Future>(
    timer: &dyn Timer,
    time: Duration,
    future: F,
) -> Option<F::Output> {
    let future = pin!(future);
    match select(future, timer.sleep(time)).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

/// What the calls of one server share.
#[derive(Clone, Copy)]
pub(crate) struct Server<'a> {
    pub(crate) timer: &'a dyn Timer,
    pub(crate) breaker: &'a Breaker,
    pub(crate) backoff: &'a Backoff,
    pub(crate) deadline: Instant,
    /// How long a call runs until it counts as failed when the deadline ends it.
    pub(crate) patience: Duration,
}

/// The model, within the budget of a game.
#[derive(Clone, Copy)]
pub(crate) struct BudgetedModel<'a> {
    pub(crate) model: &'a dyn ChatModel,
    pub(crate) server: Server<'a>,
    pub(crate) ledger: &'a Ledger,
    pub(crate) tally: &'a Tally<'a>,
}

/// The collection of articles, with retries.
#[derive(Clone, Copy)]
pub(crate) struct RetryingResearch<'a> {
    pub(crate) research: &'a dyn Research,
    pub(crate) server: Server<'a>,
}

impl BudgetedModel<'_> {
    /// Returns the model with an earlier deadline.
    pub(crate) fn by(self, deadline: Instant) -> Self {
        let server = self.server.by(deadline);
        Self { server, ..self }
    }

    /// Calls the model, with retries.
    pub(crate) async fn call(
        &self,
        request: &ChatRequest,
        purpose: Purpose,
    ) -> Result<ChatReply, CallError<ModelError>> {
        let mut retries = 0;
        let mut failed = None;
        loop {
            let error = match (self.try_call(request, purpose).await, failed.take()) {
                (Err(CallError::Failed(error)), _) => error,
                // The budget does not allow a retry.
                (Err(CallError::OverBudget), Some(error)) => return Err(CallError::Failed(error)),
                (Err(CallError::Circuit(open)), Some(error)) => {
                    return Err(CallError::Opened(error, open));
                }
                (result, _) => return result,
            };
            if !self.server.waits(&error, retries).await {
                return Err(CallError::Failed(error));
            }
            retries = retries.saturating_add(1);
            failed = Some(error);
        }
    }

    async fn try_call(
        &self,
        request: &ChatRequest,
        purpose: Purpose,
    ) -> Result<ChatReply, CallError<ModelError>> {
        let reserve = || {
            self.ledger
                .reserve(request, purpose)
                .ok_or(CallError::OverBudget)
        };
        let (reservation, result) = self
            .server
            .try_call(reserve, || self.model.complete(request))
            .await?;
        match &result {
            Ok(reply) => reservation.settle(reply.usage),
            Err(ModelError::Unusable { usage, .. }) => {
                reservation.charge(usage.unwrap_or_default());
            }
            Err(error) if is_rejection(error) => reservation.release(),
            Err(_) => drop(reservation),
        }
        self.tally.count().await;
        result.map_err(CallError::Failed)
    }
}

/// Returns whether the server rejected the request before it wrote a token. After a time-out, it may have written
/// all.
fn is_rejection(error: &ModelError) -> bool {
    matches!(error, ModelError::Permanent { .. }) || error.retry_after().is_some()
}

impl<'a> RetryingResearch<'a> {
    /// Returns the collection with an earlier deadline.
    pub(crate) fn by(self, deadline: Instant) -> Self {
        let server = self.server.by(deadline);
        Self { server, ..self }
    }

    /// Makes one request, with retries.
    pub(crate) async fn call<T, F>(
        &self,
        request: impl Fn(&'a dyn Research) -> F,
    ) -> Result<T, CallError<ResearchError>>
    where
        F: Future<Output = Result<T, ResearchError>>,
    {
        let mut retries = 0;
        loop {
            let call = || request(self.research);
            let ((), result) = self.server.try_call(|| Ok(()), call).await?;
            let error = match result {
                Ok(found) => return Ok(found),
                Err(error) => error,
            };
            if !self.server.waits(&error, retries).await {
                return Err(CallError::Failed(error));
            }
            retries = retries.saturating_add(1);
        }
    }
}

/// Returns how long a call of a game runs until it counts as failed when the deadline ends it.
pub(crate) fn patience(budget: &Budget) -> Duration {
    let part = budget.time().checked_div(FAILURE_SHARE);
    part.unwrap_or_default()
}

impl Server<'_> {
    fn by(self, deadline: Instant) -> Self {
        let deadline = self.deadline.min(deadline);
        Self { deadline, ..self }
    }

    /// Makes one call if the circuit is closed and `reserve` allows it.
    async fn try_call<T, E: Retryable, R, F>(
        &self,
        reserve: impl FnOnce() -> Result<R, CallError<E>>,
        call: impl FnOnce() -> F,
    ) -> Result<(R, Result<T, E>), CallError<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let now = self.timer.now();
        if now >= self.deadline {
            return Err(CallError::OutOfTime);
        }
        let permit = self.breaker.admit(now).map_err(CallError::Circuit)?;
        let reserved = reserve()?;
        let Some(result) = self.in_time(call()).await else {
            self.judge_hanging(permit, now);
            return Err(CallError::OutOfTime);
        };
        match &result {
            Err(error) if error.is_temporary() => permit.fail(self.timer.now()),
            // A server that rejects one request serves others. Otherwise, the keywords of one player could stop the
            // games of all.
            Ok(_) | Err(_) => permit.succeed(self.timer.now()),
        }
        Ok((reserved, result))
    }

    /// Counts a call that the deadline ended as a failure if it ran long enough, and if the server replied to no other
    /// call meanwhile.
    ///
    /// A time-out of the HTTP client does not do this: to end before its stage, it would have to be so short that it also
    /// ends replies of a slow model, and there are clients without one. A call that began just before the deadline, or in
    /// a game without much time, says nothing about the server.
    fn judge_hanging(&self, permit: Permit<'_>, start: Instant) {
        let now = self.timer.now();
        if now.saturating_duration_since(start) >= self.patience {
            permit.hang(start, now);
        }
    }

    /// Returns what the future returns, or `None` at the deadline.
    async fn in_time<F: Future>(&self, future: F) -> Option<F::Output> {
        let rest = self.deadline.saturating_duration_since(self.timer.now());
        within(self.timer, rest, future).await
    }

    /// Waits before a retry. Returns whether there is one: not after a permanent error, after too many retries, or if
    /// the deadline is nearer.
    async fn waits(&self, error: &(impl Retryable + Sync), retries: u32) -> bool {
        let Some(delay) = self.backoff.delay(error, retries) else {
            return false;
        };
        let rest = self.deadline.saturating_duration_since(self.timer.now());
        if delay >= rest {
            return false;
        }
        self.timer.sleep(delay).await;
        true
    }
}
