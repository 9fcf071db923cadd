use std::sync::Arc;
use std::time::Duration;

use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;
use quizcraft_core::gateway::{Causes, Clock, GatewayError, PendingGames};
use quizcraft_core::{Overdue, PendingTimeout};
use quizcraft_memory::SystemClock;
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};

/// The time for which a count is used, since counting reads the whole table of games in a file.
const MAX_AGE: Duration = Duration::from_mins(1);

/// The time limit of counting, which delays a scrape.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Counts pending and overdue games when the metrics are scraped, at most once in [`MAX_AGE`].
pub(crate) struct PendingCount {
    games: Arc<dyn PendingGames>,
    pending_timeout: PendingTimeout,
    counted_at: Mutex<Option<Instant>>,
    pending: OptionalGauge,
    overdue: OptionalGauge,
}

/// A gauge that has no value while it is unknown.
type OptionalGauge = Family<[(&'static str, &'static str); 0], Gauge>;

#[derive(Clone, Copy, Default)]
struct Count {
    pending: i64,
    overdue: i64,
}

impl PendingCount {
    /// Creates the counter of these games, which are overdue after `pending_timeout`.
    pub(crate) fn new(games: Arc<dyn PendingGames>, pending_timeout: PendingTimeout) -> Self {
        Self {
            games,
            pending_timeout,
            counted_at: Mutex::const_new(None),
            pending: OptionalGauge::default(),
            overdue: OptionalGauge::default(),
        }
    }

    pub(super) fn register(&self, registry: &mut Registry) {
        let help = "Games that wait for their questions, counted at most once a minute";
        registry.register("pending_games", help, self.pending.clone());
        let help = "Games that are pending for longer than the pending timeout, counted at most once a minute";
        registry.register("overdue_games", help, self.overdue.clone());
    }

    /// Counts the games again if the last count is too old. Concurrent callers share one count.
    pub(super) async fn refresh(&self) {
        let mut counted_at = self.counted_at.lock().await;
        if counted_at.is_some_and(|at| at.elapsed() < MAX_AGE) {
            return;
        }
        let count = timeout(TIMEOUT, self.count()).await;
        let count = count.unwrap_or_else(|_| Err(GatewayError::Unavailable(TimedOut.into())));
        match count {
            Ok(count) => {
                self.pending.get_or_create(&[]).set(count.pending);
                self.overdue.get_or_create(&[]).set(count.overdue);
            }
            Err(error) => {
                let error = Causes(&error);
                tracing::warn!(%error, "the pending games could not be counted");
                self.pending.clear();
                self.overdue.clear();
            }
        }
        *counted_at = Some(Instant::now());
    }

    async fn count(&self) -> Result<Count, GatewayError> {
        let (mut count, mut after) = (Count::default(), None);
        loop {
            let (games, next) = self.games.pending(after).await?.into_parts();
            let now = SystemClock.now();
            for game in games {
                let is_overdue = game.overdue(now, self.pending_timeout) != Overdue::No;
                count.pending = count.pending.saturating_add(1);
                count.overdue = count.overdue.saturating_add(i64::from(is_overdue));
            }
            after = match next {
                Some(next) => Some(next),
                None => return Ok(count),
            };
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("counting took too long")]
struct TimedOut;
