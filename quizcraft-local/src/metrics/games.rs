use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use quizcraft_core::gateway::{
    Clock, Creation, ForwardingGameStore, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{Answer, FailGame, NewGame, OpenGame, Stage, Verdict};
use quizcraft_memory::SystemClock;

use super::{Counters, Metrics, work_buckets};

/// Counts what the store recorded. A repeated write is not counted again.
#[derive(Clone)]
pub(super) struct GameMetrics {
    started: Counter,
    refused: Counter,
    prepared: Counters,
    finished: Counter,
    answers: Counters,
    time_to_ready: Histogram,
}

impl Default for GameMetrics {
    fn default() -> Self {
        let metrics = Self {
            started: Counter::default(),
            refused: Counter::default(),
            prepared: Counters::default(),
            finished: Counter::default(),
            answers: Counters::default(),
            time_to_ready: work_buckets(),
        };
        // Exposed as zero before the first event, so that rates can be computed from the start.
        for outcome in [READY, FAILED] {
            drop(metrics.prepared.get_or_create(&[("outcome", outcome)]));
        }
        for verdict in [Verdict::Right, Verdict::Wrong] {
            drop(metrics.answers.get_or_create(&[("result", name(verdict))]));
        }
        metrics
    }
}

const READY: &str = "ready";
const FAILED: &str = "failed";

impl GameMetrics {
    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Games that players started";
        registry.register("games_started", help, self.started.clone());
        let help = "Games that were refused because their players reached the limit per hour";
        registry.register("games_refused", help, self.refused.clone());
        let help = "Games that were opened with questions, or failed";
        registry.register("games", help, self.prepared.clone());
        let help = "Games whose last question was answered";
        registry.register("games_finished", help, self.finished.clone());
        let help = "Recorded answers";
        registry.register("answers", help, self.answers.clone());
        let help = "The time from the start of a game to its opening, in whole seconds";
        let (name, histogram) = ("time_to_ready", self.time_to_ready.clone());
        registry.register_with_unit(name, help, Unit::Seconds, histogram);
    }

    fn record_creation(&self, creation: &Creation) {
        match creation {
            Creation::Created => _ = self.started.inc(),
            Creation::TooMany => _ = self.refused.inc(),
            Creation::Exists(_) => {}
        }
    }

    fn record_prepared(&self, outcome: &'static str) {
        self.prepared.get_or_create(&[("outcome", outcome)]).inc();
    }

    fn record_answer(&self, answer: &Answer) {
        let result = name(answer.verdict());
        self.answers.get_or_create(&[("result", result)]).inc();
        if matches!(answer.game().stage(), Stage::Finished(_)) {
            self.finished.inc();
        }
    }
}

const fn name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Right => "right",
        Verdict::Wrong => "wrong",
    }
}

/// A store whose writes are counted.
struct MeasuredGames {
    games: Arc<dyn GameStore>,
    metrics: GameMetrics,
}

impl Metrics {
    /// Counts the writes of a store.
    pub(crate) fn of_games(&self, games: Arc<dyn GameStore>) -> Arc<dyn GameStore> {
        let metrics = self.games.clone();
        Arc::new(MeasuredGames { games, metrics })
    }
}

#[async_trait]
impl ForwardingGameStore for MeasuredGames {
    fn inner(&self) -> &dyn GameStore {
        &*self.games
    }

    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        let creation = self.games.create(game).await?;
        self.metrics.record_creation(&creation);
        Ok(creation)
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        let transition = self.games.open(command).await?;
        if transition == Transition::Made {
            self.metrics.record_prepared(READY);
            let waited = SystemClock.now().since(command.game().created());
            self.metrics.time_to_ready.observe(waited.as_secs_f64());
        }
        Ok(transition)
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        let transition = self.games.fail(command).await?;
        if transition == Transition::Made {
            self.metrics.record_prepared(FAILED);
        }
        Ok(transition)
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let recording = self.games.record(answer).await?;
        if recording == Recording::Recorded {
            self.metrics.record_answer(answer);
        }
        Ok(recording)
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let games = Arc::clone(&self.games).until(deadline);
        let metrics = self.metrics.clone();
        Arc::new(Self { games, metrics })
    }
}
