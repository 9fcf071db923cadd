use std::sync::{Arc, Mutex, PoisonError};

use quizcraft_author::{Author, Progress, Report};

use super::metrics::Line;

/// Counts what a language model cost and wrote since the last line. Clones share the counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct ModelCounters(Arc<Mutex<Counts>>);

#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// Games for which the model was called.
    games: u32,
    calls: u32,
    tokens: u32,
    proposed: u32,
    written: u32,
}

/// The metrics of a language model.
#[derive(Clone)]
pub(crate) struct ModelMetrics {
    counters: ModelCounters,
    author: Arc<Author>,
}

impl ModelCounters {
    fn change<T>(&self, change: impl FnOnce(&mut Counts) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Progress for ModelCounters {
    fn finished(&self, report: &Report) {
        let (spending, passed) = (report.spending(), report.passed());
        self.change(|counts| {
            add(&mut counts.games, u32::from(spending.calls() > 0));
            add(&mut counts.calls, spending.calls());
            add(&mut counts.tokens, spending.tokens());
            add(&mut counts.proposed, saturated(passed.proposed));
            add(&mut counts.written, saturated(passed.written));
        });
    }
}

impl ModelMetrics {
    /// Creates the metrics of an author, whose games `counters` counts.
    pub(crate) const fn new(counters: ModelCounters, author: Arc<Author>) -> Self {
        Self { counters, author }
    }

    /// Adds the counts since the last line, and which servers are not called because they failed repeatedly.
    pub(super) fn add_to(&self, line: &mut Line<'_>) {
        let counts = self.counters.change(std::mem::take);
        line.count("model_games", counts.games);
        line.count("model_calls", counts.calls);
        line.count("model_tokens", counts.tokens);
        line.count("model_proposed", counts.proposed);
        line.count("model_written", counts.written);
        for (name, circuit) in [
            ("model_circuit_open", self.author.model_circuit()),
            ("research_circuit_open", self.author.research_circuit()),
        ] {
            line.count(name, u32::from(circuit.is_some()));
        }
    }
}

fn add(count: &mut u32, more: u32) {
    *count = count.saturating_add(more);
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
