//! What the writing of one game cost, and where questions were lost.

use std::collections::BTreeMap;
use std::time::Duration;

use quizcraft_core::gateway::{Brief, Causes, WriteError};

use crate::Spending;

/// What the writing of one game cost, and how many questions passed each stage. It contains counts, durations and
/// names of reasons, but no texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub(crate) spending: Spending,
    pub(crate) passed: Passed,
    pub(crate) drops: BTreeMap<&'static str, usize>,
    pub(crate) times: Times,
}

/// The numbers of what passed each stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passed {
    /// The questions of the pool that are in the game.
    pub pooled: usize,
    /// The articles that were found.
    pub articles: usize,
    /// The questions that the model proposed, rewritten ones included.
    pub proposed: usize,
    /// The proposals that satisfied the rules.
    pub checked: usize,
    /// The questions that passed the review and were no near-duplicates or spoilers.
    pub selected: usize,
    /// The questions that the model solved.
    pub solved: usize,
    /// The written questions that were returned.
    pub written: usize,
}

/// The time that each stage took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Times {
    /// The research.
    pub research: Duration,
    /// The writing and rewriting.
    pub write: Duration,
    /// The solving.
    pub solve: Duration,
}

impl Report {
    /// Returns the calls and tokens.
    #[must_use]
    pub const fn spending(&self) -> Spending {
        self.spending
    }

    /// Returns the numbers of what passed each stage.
    #[must_use]
    pub const fn passed(&self) -> Passed {
        self.passed
    }

    /// Returns how many replies, proposals and calls were dropped for each reason. The reasons are the names of
    /// [`Rejection`](crate::Rejection)s and [`ReplyError`](crate::ReplyError)s, and those of calls that failed.
    pub fn drops(&self) -> impl Iterator<Item = (&'static str, usize)> {
        self.drops.iter().map(|(name, count)| (*name, *count))
    }

    /// Returns how many were dropped for the reason with this name.
    #[must_use]
    pub fn dropped(&self, name: &str) -> usize {
        self.drops.get(name).copied().unwrap_or(0)
    }

    /// Returns the time that each stage took.
    #[must_use]
    pub const fn times(&self) -> Times {
        self.times
    }

    /// Counts a drop.
    pub(crate) fn count(&mut self, name: &'static str) {
        let count = self.drops.entry(name).or_default();
        *count = count.saturating_add(1);
    }

    /// Logs counts, durations and reasons.
    pub(crate) fn log(&self, brief: &Brief, error: Option<&WriteError>) {
        let (spending, passed, times) = (self.spending, self.passed, self.times);
        // The reason of a permanent error quotes keywords.
        let error = match error {
            None => None,
            Some(WriteError::Impossible(_)) => Some("impossible".to_owned()),
            Some(error) => Some(Causes(error).to_string()),
        };
        tracing::info!(
            game = %brief.game(),
            pooled = passed.pooled,
            calls = spending.calls(),
            failed_calls = spending.failed(),
            input_tokens = spending.usage().input,
            output_tokens = spending.usage().output,
            tokens = spending.tokens(),
            articles = passed.articles,
            proposed = passed.proposed,
            checked = passed.checked,
            selected = passed.selected,
            solved = passed.solved,
            written = passed.written,
            drops = ?self.drops,
            research_ms = times.research.as_millis(),
            write_ms = times.write.as_millis(),
            solve_ms = times.solve.as_millis(),
            error,
            "writing with the model ended",
        );
    }
}
