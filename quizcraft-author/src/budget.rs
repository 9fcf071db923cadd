//! What the questions of one game may cost.

use std::num::NonZeroU64;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::{ChatRequest, Usage};

/// The budget of one game: calls of the model, tokens, and time.
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_author::{Budget, InvalidBudget};
///
/// let budget = Budget::new(12, 25_000, Duration::from_secs(45))?;
/// assert_eq!(budget, Budget::default());
/// let none = Budget::new(2, 25_000, Duration::from_secs(45));
/// assert_eq!(none, Err(InvalidBudget::Calls(2)), "a question needs three calls");
/// # Ok::<(), InvalidBudget>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    calls: u32,
    tokens: u32,
    time: Duration,
}

/// The budget suffices for no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidBudget {
    /// There are too few calls: a question is written in one and solved in two.
    #[error("a game needs at least {min} calls of the model, not {0}", min = Budget::MIN_CALLS)]
    Calls(u32),
    /// There are too few tokens.
    #[error("a game needs at least {min} tokens, not {0}", min = Budget::MIN_TOKENS)]
    Tokens(u32),
    /// There are too few tokens per day for a game of so many tokens.
    #[error("expected 0 for no limit, or at least {0} tokens per day, which a game may use")]
    Day(u32),
    /// There is too little time.
    #[error("a game needs at least {} seconds", Budget::MIN_TIME.as_secs())]
    Time,
}

impl Budget {
    /// The minimum number of calls.
    pub const MIN_CALLS: u32 = 3;
    /// The minimum number of tokens.
    pub const MIN_TOKENS: u32 = 6_000;
    /// The minimum time.
    pub const MIN_TIME: Duration = Duration::from_secs(5);

    /// Creates a budget. The calls include retries; the tokens include those of requests, and of calls that failed.
    ///
    /// # Errors
    ///
    /// An [`InvalidBudget`] if it suffices for no question.
    pub fn new(calls: u32, tokens: u32, time: Duration) -> Result<Self, InvalidBudget> {
        if calls < Self::MIN_CALLS {
            return Err(InvalidBudget::Calls(calls));
        }
        if tokens < Self::MIN_TOKENS {
            return Err(InvalidBudget::Tokens(tokens));
        }
        if time < Self::MIN_TIME {
            return Err(InvalidBudget::Time);
        }
        Ok(Self {
            calls,
            tokens,
            time,
        })
    }

    /// Returns the maximum number of calls.
    #[must_use]
    pub const fn calls(&self) -> u32 {
        self.calls
    }

    /// Returns the maximum number of tokens.
    #[must_use]
    pub const fn tokens(&self) -> u32 {
        self.tokens
    }

    /// Returns a limit of the tokens of all games per day, or `None` for 0, which is no limit.
    ///
    /// ```
    /// use quizcraft_author::{Budget, InvalidBudget};
    ///
    /// let budget = Budget::default();
    /// assert_eq!(budget.per_day(0)?, None);
    /// assert_eq!(budget.per_day(24_999), Err(InvalidBudget::Day(25_000)));
    /// assert!(budget.per_day(25_000)?.is_some());
    /// # Ok::<(), InvalidBudget>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`InvalidBudget::Day`] if a day has fewer tokens than a game.
    pub fn per_day(&self, tokens: u64) -> Result<Option<NonZeroU64>, InvalidBudget> {
        if tokens == 0 || tokens >= self.tokens.into() {
            Ok(NonZeroU64::new(tokens))
        } else {
            Err(InvalidBudget::Day(self.tokens))
        }
    }

    /// Returns the maximum time.
    #[must_use]
    pub const fn time(&self) -> Duration {
        self.time
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            calls: 12,
            tokens: 25_000,
            time: Duration::from_secs(45),
        }
    }
}

/// What the calls of one game cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spending {
    calls: u32,
    failed: u32,
    usage: Usage,
    /// The tokens of calls that run, or that failed without telling their usage.
    reserved: u32,
}

impl Spending {
    /// Returns the number of calls of the model, with retries.
    #[must_use]
    pub const fn calls(&self) -> u32 {
        self.calls
    }

    /// Returns the number of calls that failed or did not return in time.
    #[must_use]
    pub const fn failed(&self) -> u32 {
        self.failed
    }

    /// Returns the tokens of the calls that returned, as the server counts them.
    #[must_use]
    pub const fn usage(&self) -> Usage {
        self.usage
    }

    /// Returns all tokens: those of the calls that returned, and an estimate of the others.
    #[must_use]
    pub const fn tokens(&self) -> u32 {
        let used = self.usage.input.saturating_add(self.usage.output);
        used.saturating_add(self.reserved)
    }
}

/// The purpose of a call. A share of the budget is left for later purposes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Write,
    Rewrite,
    Solve,
}

impl Purpose {
    /// Returns the calls and the percentage of the tokens that may be spent, with what is already spent.
    fn share(self, budget: &Budget) -> (u32, u32) {
        let (calls, percentage) = match self {
            Self::Write => (budget.calls.saturating_sub(2), 65),
            Self::Rewrite => (budget.calls.saturating_sub(2), 75),
            Self::Solve => (budget.calls, 100),
        };
        let tokens = u64::from(budget.tokens).saturating_mul(percentage) / 100;
        (calls, u32::try_from(tokens).unwrap_or(u32::MAX))
    }
}

/// Counts the calls of one game, and allows those that fit into its budget.
#[derive(Debug)]
pub(crate) struct Ledger {
    budget: Budget,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    spending: Spending,
    /// The part of the reserved tokens that belongs to calls that run.
    running: u32,
}

/// The estimate of the tokens of a call that runs. If it is dropped, the estimate stays reserved, because the server may
/// go on.
#[derive(Debug)]
#[must_use]
pub(crate) struct Reservation<'a> {
    ledger: &'a Ledger,
    tokens: u32,
}

impl Ledger {
    pub(crate) fn new(budget: Budget) -> Self {
        Self {
            budget,
            state: Mutex::default(),
        }
    }

    pub(crate) fn spending(&self) -> Spending {
        self.lock().spending
    }

    /// Returns the tokens of the calls that have ended, which never decrease.
    pub(crate) fn ended(&self) -> u32 {
        let state = self.lock();
        state.spending.tokens().saturating_sub(state.running)
    }

    /// Reserves the tokens of a call, or returns `None` if the call does not fit.
    pub(crate) fn reserve(
        &self,
        request: &ChatRequest,
        purpose: Purpose,
    ) -> Option<Reservation<'_>> {
        let (calls, limit) = purpose.share(&self.budget);
        let tokens = estimate(request);
        let mut state = self.lock();
        let spending = &mut state.spending;
        let fits = spending.tokens().saturating_add(tokens) <= limit;
        if !fits || spending.calls >= calls {
            return None;
        }
        spending.calls = spending.calls.saturating_add(1);
        spending.reserved = spending.reserved.saturating_add(tokens);
        // A call counts as failed until it returns, so that a dropped one does.
        spending.failed = spending.failed.saturating_add(1);
        state.running = state.running.saturating_add(tokens);
        Some(Reservation {
            ledger: self,
            tokens,
        })
    }

    /// A panic in another call leaves the counts consistent.
    fn lock(&self) -> MutexGuard<'_, State> {
        let locked = self.state.lock();
        locked.unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reservation<'_> {
    /// Replaces the estimate by the usage, if the server tells it.
    pub(crate) fn settle(self, usage: Usage) {
        let spending = &mut self.ledger.lock().spending;
        spending.failed = spending.failed.saturating_sub(1);
        self.replace(spending, usage);
    }

    /// Replaces the estimate of a call without a usable reply by the usage, if the server tells it.
    pub(crate) fn charge(self, usage: Usage) {
        self.replace(&mut self.ledger.lock().spending, usage);
    }

    fn replace(&self, spending: &mut Spending, usage: Usage) {
        if usage == Usage::default() {
            return;
        }
        spending.reserved = spending.reserved.saturating_sub(self.tokens);
        spending.usage.input = spending.usage.input.saturating_add(usage.input);
        spending.usage.output = spending.usage.output.saturating_add(usage.output);
    }

    /// Releases the estimate of a call that the server rejected before it began.
    pub(crate) fn release(self) {
        let spending = &mut self.ledger.lock().spending;
        spending.reserved = spending.reserved.saturating_sub(self.tokens);
    }
}

impl Drop for Reservation<'_> {
    fn drop(&mut self) {
        let mut state = self.ledger.lock();
        state.running = state.running.saturating_sub(self.tokens);
    }
}

/// Returns the estimate of the tokens of a request and its reply. English text has some four bytes per token, other
/// scripts have three.
fn estimate(request: &ChatRequest) -> u32 {
    let schema = request.schema.json.to_string();
    let texts = [&request.instructions, &request.message, &schema];
    let bytes = texts.into_iter().map(String::len);
    let bytes = bytes.fold(0, usize::saturating_add);
    let input = u32::try_from(bytes.div_ceil(3)).unwrap_or(u32::MAX);
    input.saturating_add(request.max_tokens)
}
