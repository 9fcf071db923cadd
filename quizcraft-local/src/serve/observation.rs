//! What observes the server: metrics and traces, each only if an option asks for it.

use std::sync::Arc;

use quizcraft_core::gateway::{GameStore, QuestionWriter};
use quizcraft_memory::Worker;

use super::connections::Apps;
use crate::metrics::Metrics;
use crate::traces::Traces;

/// The observers of a server, which wrap its router and its gateways.
#[derive(Clone, Copy)]
pub(super) struct Observation<'o> {
    pub(super) metrics: Option<&'o Metrics>,
    pub(super) traces: Option<&'o Traces>,
}

impl Observation<'_> {
    /// Observes requests.
    pub(super) fn of_requests(self, mut apps: Apps) -> Apps {
        if let Some(metrics) = self.metrics {
            apps = apps.map(|router| metrics.of_requests(router));
        }
        if let Some(traces) = self.traces {
            apps = apps.map(|router| traces.of_requests(router));
        }
        apps
    }

    /// Observes the calls of a store.
    pub(super) fn of_games(self, mut games: Arc<dyn GameStore>) -> Arc<dyn GameStore> {
        if let Some(metrics) = self.metrics {
            games = metrics.of_games(games);
        }
        if let Some(traces) = self.traces {
            games = traces.of_games(games);
        }
        games
    }

    /// Observes the calls of a writer.
    pub(super) fn of_writer(self, mut writer: Arc<dyn QuestionWriter>) -> Arc<dyn QuestionWriter> {
        if let Some(metrics) = self.metrics {
            writer = metrics.of_writer(writer);
        }
        if let Some(traces) = self.traces {
            writer = traces.of_writer(writer);
        }
        writer
    }

    /// Observes the work of a worker.
    pub(super) fn of_work(self, worker: Worker) -> Worker {
        match self.traces {
            Some(traces) => traces.of_work(worker),
            None => worker,
        }
    }
}
