use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::stream::{self, StreamExt};

use super::Error;
use crate::game::{
    Answer, FailGame, Game, KeywordsFingerprint, Lease, LeaseHolder, NewGame, NotPending, OpenGame,
    Overdue, Page, PageRequest, PendingTimeout, Play, Retention, TakeLease,
};
use crate::gateway::{
    Causes, Clock, Creation, Existing, GameStore, GatewayError, Leasing, Recording, Transition,
    Work, WorkQueue,
};
use crate::question::Asked;
use crate::value::{Correlation, GameId, PlayerId, Timestamp};

/// The maximum number of concurrent repairs for one page. A cold client opens a connection for each
/// of them.
const CONCURRENT_REPAIRS: usize = 25;

/// A store that repairs overdue games. Every read for a player repairs the overdue games that it
/// reads, and returns their new state.
///
/// The use cases reach the [`GameStore`] and the [`WorkQueue`] through this type only, so that a
/// new use case cannot read a game for a player and leave it overdue.
///
/// A repair records the retry with a conditional write and sends the work of the game again. Of concurrent
/// requests exactly one records the retry, and sends. A game without
/// [retries left](crate::Pending::MAX_RETRIES) fails instead. If a repair fails, an error is logged and
/// the request succeeds with the game as it was read; the next request repairs it.
#[derive(Clone)]
pub(super) struct RepairingStore {
    store: Arc<dyn GameStore>,
    queue: Arc<dyn WorkQueue>,
    clock: Arc<dyn Clock>,
    pending_timeout: PendingTimeout,
    retention: Retention,
    correlation: Correlation,
}

/// Reads for a player, which repair overdue games, and writes.
impl RepairingStore {
    pub(super) fn new(
        store: Arc<dyn GameStore>,
        queue: Arc<dyn WorkQueue>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            store,
            queue,
            clock,
            pending_timeout: PendingTimeout::default(),
            retention: Retention::default(),
            correlation: Correlation::default(),
        }
    }

    pub(super) fn with_pending_timeout(self, pending_timeout: PendingTimeout) -> Self {
        Self {
            pending_timeout,
            ..self
        }
    }

    pub(super) fn with_retention(self, retention: Retention) -> Self {
        Self { retention, ..self }
    }

    /// Returns this store for work that this request causes.
    pub(super) fn with_correlation(self, correlation: Correlation) -> Self {
        Self {
            correlation,
            ..self
        }
    }

    /// Returns this store for one request, which ends at `end`.
    pub(super) fn until(self, end: Instant) -> Self {
        Self {
            store: self.store.until(end),
            queue: self.queue.until(end),
            ..self
        }
    }

    /// Stores a new game, or returns the existing game with its id.
    pub(super) async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        Ok(match self.store.create(new).await? {
            creation @ (Creation::Created | Creation::TooMany) => creation,
            Creation::Exists(existing) => {
                let request = existing.request();
                let game = self.repaired(existing.into_game()).await;
                Creation::Exists(Box::new(Existing::new(game, request)))
            }
        })
    }

    pub(super) async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Game, Error> {
        let game = self.store.find(player, game).await?;
        Ok(self.repaired(game.ok_or(Error::NoSuchGame)?).await)
    }

    pub(super) async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Play, Error> {
        let play = self.store.load(player, game).await?;
        let play = play.ok_or(Error::NoSuchGame)?;
        match self.due(play.game()) {
            Overdue::No => Ok(play),
            due => {
                let mut game = play.game().clone();
                let _logged = self.repair(&mut game, due).await;
                // An overdue game is pending before its repair, and pending or failed after it, so it
                // has no questions.
                Ok(Play::new(game, None).unwrap_or(play))
            }
        }
    }

    pub(super) async fn page(
        &self,
        player: &PlayerId,
        request: &PageRequest,
    ) -> Result<Page, GatewayError> {
        let (mut games, next) = self.store.page(player, request).await?.into_parts();
        let _repaired = self.repair_all(&mut games).await;
        Ok(Page::new(games, next))
    }

    pub(super) async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.store.open(command).await
    }

    /// Fails a game, with the expiry that the retention sets.
    pub(super) async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        match self.retention.finished_games_kept() {
            None => self.store.fail(command).await,
            Some(kept) => {
                let command = command.clone().kept_for(kept, self.clock.now());
                self.store.fail(&command).await
            }
        }
    }

    /// Records an answer. The last answer has the expiry that the retention sets.
    pub(super) async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        match self.retention.finished_games_kept() {
            None => self.store.record(answer).await,
            Some(kept) => {
                let answer = answer.clone().kept_for(kept, self.clock.now());
                self.store.record(&answer).await
            }
        }
    }

    /// Removes the player's games beyond the limit, if there is one. An error is only logged, because the
    /// game is open already. The next game that opens causes another attempt.
    pub(super) async fn trim(&self, player: &PlayerId) {
        let Some(keep) = self.retention.games_per_player() else {
            return;
        };
        match self.store.trim(player, keep).await {
            Ok(0) => {}
            Ok(removed) => {
                tracing::debug!(?player, removed, "games beyond the limit were removed");
            }
            Err(error) => {
                let error = Causes(&error);
                tracing::warn!(%error, ?player, "games beyond the limit could not be removed");
            }
        }
    }

    /// Sends the work of a new game. A stored game is not undone because its message was not sent:
    /// its first reader after the pending timeout, a request or a sweep, sends another message.
    pub(super) async fn send(&self, game: &Game) {
        if let Err(error) = self.queue.send(&self.work_on(game)).await {
            let (error, game) = (Causes(&error), game.id());
            tracing::warn!(%error, ?game, "the message to the worker was not sent; it is sent again after the pending timeout");
        }
    }

    /// Sends the work of a pending game again.
    pub(super) async fn resend(&self, game: &Game) -> Result<(), GatewayError> {
        self.queue.send(&self.work_on(game)).await
    }

    fn work_on(&self, game: &Game) -> Work {
        Work::on(game).with_correlation(self.correlation)
    }
}

/// Reads for a worker. They repair nothing, because the worker that received the work opens the game
/// or fails it.
impl RepairingStore {
    pub(super) async fn find_for_worker(&self, work: &Work) -> Result<Option<Game>, GatewayError> {
        self.store.find(&work.player(), &work.game()).await
    }

    /// Returns what the player was asked before, or `None` if that cannot be read: a game is prepared without
    /// it.
    pub(super) async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Option<Asked> {
        match self.store.asked(player, keywords).await {
            Ok(asked) => Some(asked),
            Err(error) => {
                let error = Causes(&error);
                tracing::warn!(%error, "what the player was asked before could not be read; the game may repeat questions");
                None
            }
        }
    }

    /// Returns the command that leases a game for the pending timeout from now on. The lease does not end with the
    /// timeout of the game, since work that is delivered late would have too little time.
    pub(super) fn lease_for(
        &self,
        game: &Game,
        holder: LeaseHolder,
    ) -> Result<TakeLease, NotPending> {
        let now = self.clock.now();
        let until = now.plus(self.pending_timeout.get());
        game.lease(Lease { holder, until }, now)
    }

    pub(super) async fn take(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.store.lease(command).await
    }

    /// Ends a lease, so that a retry of the work need not wait. An error is only logged, since the lease expires.
    pub(super) async fn release(&self, taken: &TakeLease) {
        let (game, now) = (taken.game(), self.clock.now());
        let Lease { holder, until } = taken.lease();
        if until <= now {
            // It may be another worker's lease by now, or one that another worker has released.
            return;
        }
        let Ok(command) = game.lease(Lease { holder, until: now }, now) else {
            return;
        };
        if let Err(error) = self.take(&command).await {
            let (error, game) = (Causes(&error), game.id());
            tracing::warn!(%error, ?game, "the lease on a game could not be released; it expires");
        }
    }

    /// Returns how long another worker holds a lease.
    pub(super) fn time_until(&self, end: Timestamp) -> Duration {
        end.since(self.clock.now()).max(Duration::from_secs(1))
    }
}

impl RepairingStore {
    fn due(&self, game: &Game) -> Overdue {
        game.overdue(self.clock.now(), self.pending_timeout)
    }

    async fn repaired(&self, mut game: Game) -> Game {
        let due = self.due(&game);
        let _logged = self.repair(&mut game, due).await;
        game
    }

    /// Repairs the overdue games of a page, up to [`CONCURRENT_REPAIRS`] of them concurrently. Returns
    /// how many of them changed.
    ///
    /// A page takes three sequential round trips: read, claim, send. Each further
    /// [`CONCURRENT_REPAIRS`] overdue games add about two.
    ///
    /// Once the store or the queue fails, no further repair begins. It would probably fail too, make
    /// the player wait, and cost its game one retry.
    pub(super) async fn repair_all(&self, games: &mut [Game]) -> usize {
        let now = self.clock.now();
        let is_overdue = |game: &Game| game.overdue(now, self.pending_timeout) != Overdue::No;
        let has_failed = AtomicBool::new(false);
        let repairs: Vec<_> = games
            .iter()
            .filter(|game| is_overdue(game))
            .map(|game| self.repair_unless_failed(&has_failed, game.clone()))
            .collect();
        let repaired = stream::iter(repairs).buffered(CONCURRENT_REPAIRS);
        let repaired: Vec<_> = repaired.collect().await;
        let overdue = games.iter_mut().filter(|game| is_overdue(game));
        let mut changed = 0_usize;
        for (game, repaired) in overdue.zip(repaired) {
            changed = changed.saturating_add(usize::from(*game != repaired));
            *game = repaired;
        }
        changed
    }

    async fn repair_unless_failed(&self, has_failed: &AtomicBool, mut game: Game) -> Game {
        if !has_failed.load(Ordering::Relaxed) {
            let due = self.due(&game);
            if self.repair(&mut game, due).await.is_err() {
                has_failed.store(true, Ordering::Relaxed);
            }
        }
        game
    }

    /// Repairs `game` in place. Logs an error and returns it.
    async fn repair(&self, game: &mut Game, due: Overdue) -> Result<(), GatewayError> {
        let repair = self.try_to_repair(game, due).await;
        if let Err(error) = &repair {
            let (error, game) = (Causes(error), game.id());
            tracing::warn!(%error, ?game, "an overdue game could not be repaired");
        }
        repair
    }

    async fn try_to_repair(&self, game: &mut Game, due: Overdue) -> Result<(), GatewayError> {
        match due {
            Overdue::No => {}
            Overdue::Retry(retry) => {
                if self.store.retry(&retry).await? == Transition::Made {
                    *game = retry.game().clone();
                    self.queue.send(&self.work_on(game)).await?;
                }
            }
            Overdue::Fail(command) => {
                if self.fail(&command).await? == Transition::Made {
                    *game = command.game().clone();
                }
            }
        }
        Ok(())
    }
}
