//! The in-memory store of games and their questions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use async_trait::async_trait;
use dashmap::DashMap;
use quizcraft_core::gateway::{
    Creation, Existing, ExpiredGames, GameStore, GatewayError, Leasing, PendingGames, PendingPage,
    Recording, RefusedExpense, StoreCheck, Transition, Work,
};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, Hour, KeywordsFingerprint, LeaseCheck,
    NewGame, OpenGame, Page, PageRequest, Play, PlayerId, Position, Question, Questions,
    RequestFingerprint, Retry, Stage, TakeLease, Timestamp, Unreadable,
};

use crate::hourly::HourlyCount;
use crate::locked::locked;

/// An in-memory [`GameStore`].
///
/// Each player's games have their own lock, in a sharded map, so that players do not wait for each
/// other. No lock is held across an `await`.
///
/// What a player was asked before is kept for the 100 sets of keywords about which the player's latest games were
/// opened. It is forgotten when [expired games are removed](ExpiredGames::remove_expired) and the player has no
/// game left.
///
/// [`Memory`](crate::Memory) combines it with the other gateways of this crate. To combine it with
/// gateways of your own:
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_core::{Gateways, Quiz};
/// use quizcraft_memory::{MemoryGames, MemoryQueue, OsRandomness, QueuePolicy, SystemClock};
///
/// let clock = Arc::new(SystemClock);
/// let quiz = Quiz::new(Gateways::new(
///     Arc::new(MemoryGames::new()),
///     Arc::new(MemoryQueue::new(clock.clone(), QueuePolicy::default())),
///     clock,
///     Arc::new(OsRandomness),
/// ));
/// # drop(quiz);
/// ```
///
/// Every write is conditional. A condition that does not hold is a return value, not an error:
///
/// ```
/// use quizcraft_core::gateway::{Creation, GameStore, Transition};
/// use quizcraft_core::{Failure, GameId, GameRequest, PlayerId, Timestamp};
/// use quizcraft_memory::MemoryGames;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let games = MemoryGames::new();
/// let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let new = GameRequest::parse(["Rome"], None)?.begin(id, player, Timestamp::from_secs(0));
/// assert_eq!(games.create(&new).await?, Creation::Created);
/// assert!(matches!(games.create(&new).await?, Creation::Exists(_)));
///
/// let command = new.game().fail(Failure::new("No facts are known.")?)?;
/// assert_eq!(games.fail(&command).await?, Transition::Made);
/// assert_eq!(games.fail(&command).await?, Transition::Missed, "the game is no longer pending");
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct MemoryGames {
    players: DashMap<PlayerId, Arc<Mutex<PlayerGames>>>,
    /// The pending games, changed while their player's games are locked.
    pending: Mutex<BTreeMap<GameId, PlayerId>>,
    /// The games with an expiry, soonest first, changed while their player's games are locked.
    expiring: Mutex<BTreeSet<(Timestamp, GameId, PlayerId)>>,
}

/// Shows the number of players, but not their games.
impl fmt::Debug for MemoryGames {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryGames")
            .field("players", &self.players.len())
            .finish_non_exhaustive()
    }
}

impl MemoryGames {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a player's games. Does not insert an entry for a player without games.
    fn read<T>(&self, player: &PlayerId, read: impl FnOnce(&PlayerGames) -> T) -> T {
        match self.games_of(player) {
            Some(games) => read(&locked(&games)),
            None => read(&PlayerGames::default()),
        }
    }

    /// Changes one game; returns `None` if it does not exist.
    fn update<T>(&self, game: &Game, change: impl FnOnce(&mut Entry) -> T) -> Option<T> {
        let games = self.games_of(&game.player())?;
        let mut games = locked(&games);
        self.update_locked(&mut games, game, change)
    }

    fn update_locked<T>(
        &self,
        games: &mut PlayerGames,
        game: &Game,
        change: impl FnOnce(&mut Entry) -> T,
    ) -> Option<T> {
        let entry = games.entries.get_mut(&game.id())?;
        let changed = change(entry);
        if let Some(expiry) = entry.expiry {
            locked(&self.expiring).insert((expiry, game.id(), game.player()));
        }
        Some(changed)
    }

    /// Returns the first game in the order of expiry whose expiry is `now` or earlier.
    fn next_expired(&self, now: Timestamp) -> Option<(Timestamp, GameId, PlayerId)> {
        let expiring = locked(&self.expiring);
        expiring
            .first()
            .copied()
            .filter(|(expiry, ..)| *expiry <= now)
    }

    fn remove_one_expired(&self, (expiry, game, player): (Timestamp, GameId, PlayerId)) {
        let games = self.games_of(&player);
        let mut games = games.as_deref().map(locked);
        if let Some(games) = &mut games {
            // A concurrent call may have removed it, and its player may have started it again.
            let stored = games.entries.get(&game).and_then(|entry| entry.expiry);
            if stored == Some(expiry) {
                games.remove(&game);
            }
        }
        locked(&self.expiring).remove(&(expiry, game, player));
    }

    /// Frees the numbers of games of hours before `hour`, and the players who have neither games nor
    /// such a number.
    fn free_players(&self, hour: Hour) {
        self.players.retain(|_, games| {
            // A writer has a clone of the `Arc`. Its write would be lost if its player were freed. The
            // shard of the map is locked, so no other writer can get one.
            let Some(games) = Arc::get_mut(games) else {
                return true;
            };
            let games = games.get_mut().unwrap_or_else(PoisonError::into_inner);
            games.forget_hours_before(hour);
            !games.entries.is_empty() || games.counts_hours()
        });
    }

    /// Opens or fails a pending game.
    fn end_pending(&self, game: &Game, end: impl FnOnce(&mut Entry) -> Transition) -> Transition {
        self.end_pending_and(game, end, |_| ())
    }

    /// Opens or fails a pending game and, if it was pending, changes its player's games further.
    fn end_pending_and(
        &self,
        game: &Game,
        end: impl FnOnce(&mut Entry) -> Transition,
        change: impl FnOnce(&mut PlayerGames),
    ) -> Transition {
        let Some(games) = self.games_of(&game.player()) else {
            return Transition::Missed;
        };
        let mut games = locked(&games);
        let ended = self.update_locked(&mut games, game, end);
        if ended == Some(Transition::Made) {
            locked(&self.pending).remove(&game.id());
            change(&mut games);
        }
        ended.unwrap_or(Transition::Missed)
    }

    fn games_of(&self, player: &PlayerId) -> Option<Arc<Mutex<PlayerGames>>> {
        self.players.get(player).map(|games| Arc::clone(&games))
    }
}

/// The games of one player.
#[derive(Default)]
struct PlayerGames {
    entries: HashMap<GameId, Entry>,
    order: BTreeSet<Position>,
    /// The new games that count towards a quota.
    started: HourlyCount,
    /// The games whose first lease counts towards a quota.
    leased: HourlyCount,
    /// What the player was asked, by keywords, the latest update last.
    asked: Vec<(KeywordsFingerprint, Asked)>,
}

/// The number of sets of keywords for which a player's questions are remembered.
const MAX_ASKED: usize = 100;

struct Entry {
    game: Game,
    request: RequestFingerprint,
    questions: Vec<Question>,
    expiry: Option<Timestamp>,
}

#[async_trait]
impl GameStore for MemoryGames {
    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        let (game, player) = (new.game().id(), new.game().player());
        let games = Arc::clone(&self.players.entry(player).or_default());
        let mut games = locked(&games);
        let creation = games.create(new);
        if creation == Creation::Created {
            locked(&self.pending).insert(game, player);
        }
        Ok(creation)
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        Ok(self.read(player, |games| {
            games.entries.get(game).map(|entry| entry.game.clone())
        }))
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        self.read(player, |games| games.entries.get(game).map(Entry::play))
            .transpose()
            .map_err(|source| unreadable(game, source))
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        Ok(self.read(player, |games| games.page(request)))
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        let open = |entry: &mut Entry| entry.open(command);
        let remember = |games: &mut PlayerGames| {
            if let Some(asked) = command.asked() {
                games.remember(command.game().keywords().fingerprint(), asked.clone());
            }
        };
        Ok(self.end_pending_and(command.game(), open, remember))
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        Ok(self.read(player, |games| games.asked(keywords)))
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        Ok(match self.games_of(&command.game().player()) {
            Some(games) => locked(&games).lease(command),
            None => Leasing::Missed,
        })
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let retried = self.update(retry.game(), |entry| entry.retry(retry));
        Ok(retried.unwrap_or(Transition::Missed))
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        Ok(self.end_pending(command.game(), |entry| entry.fail(command)))
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let recorded = self.update(answer.game(), |entry| entry.record(answer));
        Ok(recorded.flatten().unwrap_or(Recording::Gone))
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        let Some(games) = self.games_of(player) else {
            return Ok(0);
        };
        let mut games = locked(&games);
        let removed = games.trim(keep);
        let mut expiring = locked(&self.expiring);
        for (game, expiry) in &removed {
            if let Some(expiry) = expiry {
                expiring.remove(&(*expiry, *game, *player));
            }
        }
        Ok(removed.len())
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

/// The maximum number of games on a page of pending games.
const PENDING_PAGE: usize = 100;

/// Memory can always be written.
#[async_trait]
impl StoreCheck for MemoryGames {
    async fn check(&self) -> Result<(), GatewayError> {
        Ok(())
    }
}

#[async_trait]
impl PendingGames for MemoryGames {
    async fn pending(&self, after: Option<Work>) -> Result<PendingPage, GatewayError> {
        let start = after.map_or(Bound::Unbounded, |work| Bound::Excluded(work.game()));
        let page: Vec<_> = locked(&self.pending)
            .range((start, Bound::Unbounded))
            .take(PENDING_PAGE)
            .map(|(game, player)| (*game, *player))
            .collect();
        let games = page.iter().filter_map(|(game, player)| {
            self.read(player, |games| {
                games.entries.get(game).map(|entry| entry.game.clone())
            })
        });
        let games: Vec<_> = games.collect();
        let is_full = page.len() == PENDING_PAGE;
        let next = page.last().filter(|_| is_full);
        let next = next.map(|(game, player)| Work::new(*game, *player));
        Ok(PendingPage::new(games, next))
    }
}

/// The number of expired games after whose removal other tasks of the thread run.
const REMOVED_AT_A_TIME: usize = 1_000;

#[async_trait]
impl ExpiredGames for MemoryGames {
    /// Also frees the numbers of games that players started in past hours, and players without games.
    /// Returns the number of games. Each game is removed under its player's lock only.
    async fn remove_expired(&self, now: Timestamp) -> Result<usize, GatewayError> {
        let mut removed = 0_usize;
        while let Some(expired) = self.next_expired(now) {
            self.remove_one_expired(expired);
            removed = removed.saturating_add(1);
            if removed.is_multiple_of(REMOVED_AT_A_TIME) {
                tokio::task::yield_now().await;
            }
        }
        self.free_players(now.hour());
        Ok(removed)
    }
}

impl PlayerGames {
    fn create(&mut self, new: &NewGame) -> Creation {
        let (game, request) = (new.game(), new.request());
        if let Some(entry) = self.entries.get(&game.id()) {
            let existing = Existing::new(entry.game.clone(), entry.request);
            return Creation::Exists(Box::new(existing));
        }
        if let Some(quota) = new.quota()
            && !self.started.count(quota.hour(), quota.limit().get())
        {
            return Creation::TooMany;
        }
        self.order.insert(game.position());
        let entry = Entry {
            game: game.clone(),
            request,
            questions: Vec::new(),
            expiry: None,
        };
        self.entries.insert(game.id(), entry);
        Creation::Created
    }

    fn lease(&mut self, command: &TakeLease) -> Leasing {
        let Some(entry) = self.entries.get_mut(&command.game().id()) else {
            return Leasing::Missed;
        };
        let Stage::Pending(stored) = entry.game.stage() else {
            return Leasing::Missed;
        };
        let check = command.check(stored);
        match (check, command.quota()) {
            (LeaseCheck::Held(until), _) => return Leasing::Held(until),
            (LeaseCheck::NoAttemptLeft, _) => {
                return Leasing::Refused(RefusedExpense::Attempts);
            }
            (LeaseCheck::First, Some(quota))
                if !self.leased.count(quota.hour(), quota.limit().get()) =>
            {
                return Leasing::Refused(RefusedExpense::GamesPerHour);
            }
            (LeaseCheck::First | LeaseCheck::Another | LeaseCheck::Renewal, _) => {}
        }
        entry.game = command.applied_to(&entry.game);
        Leasing::Taken
    }

    fn forget_hours_before(&mut self, hour: Hour) {
        self.started.forget_before(hour);
        self.leased.forget_before(hour);
    }

    fn counts_hours(&self) -> bool {
        !self.started.is_empty() || !self.leased.is_empty()
    }

    fn asked(&self, keywords: &KeywordsFingerprint) -> Asked {
        let mut all = self.asked.iter();
        let found = all.find_map(|(stored, asked)| (stored == keywords).then(|| asked.clone()));
        found.unwrap_or_default()
    }

    /// Remembers what the player was asked, and forgets the oldest of too many updates.
    fn remember(&mut self, keywords: KeywordsFingerprint, asked: Asked) {
        self.asked.retain(|(stored, _)| *stored != keywords);
        if self.asked.len() >= MAX_ASKED {
            self.asked.remove(0);
        }
        self.asked.push((keywords, asked));
    }

    /// Removes the games beyond the limit, and returns their ids and expiries.
    fn trim(&mut self, keep: GamesPerPlayer) -> Vec<(GameId, Option<Timestamp>)> {
        // Most calls find no surplus, and need not look at the games.
        if u32::try_from(self.entries.len()).is_ok_and(|games| games <= keep.get()) {
            return Vec::new();
        }
        let games = self.entries.values().map(|entry| &entry.game);
        let surplus: Vec<_> = keep.surplus(games).into_iter().map(Game::id).collect();
        let removed = surplus.into_iter().filter_map(|game| {
            let entry = self.remove(&game)?;
            Some((game, entry.expiry))
        });
        removed.collect()
    }

    fn remove(&mut self, game: &GameId) -> Option<Entry> {
        let entry = self.entries.remove(game)?;
        self.order.remove(&entry.game.position());
        Some(entry)
    }

    fn page(&self, request: &PageRequest) -> Page {
        let before = request.after().map_or(Bound::Unbounded, Bound::Excluded);
        let mut positions = self.order.range((Bound::Unbounded, before)).rev();
        let page: Vec<_> = positions.by_ref().take(request.limit().get()).collect();
        let next = positions.next().and(page.last().map(|&&position| position));
        let entries = page
            .iter()
            .filter_map(|position| self.entries.get(&position.game()));
        Page::new(entries.map(|entry| entry.game.clone()).collect(), next)
    }
}

impl Entry {
    fn play(&self) -> Result<Play, Unreadable> {
        Play::new(
            self.game.clone(),
            Questions::restore(self.questions.clone())?,
        )
    }

    fn open(&mut self, command: &OpenGame) -> Transition {
        if let Stage::Pending(_) = self.game.stage() {
            self.questions = command.questions().iter().cloned().collect();
            self.game = command.game().clone();
            return Transition::Made;
        }
        Transition::Missed
    }

    fn retry(&mut self, retry: &Retry) -> Transition {
        match self.game.stage() {
            Stage::Pending(pending) if pending.retries() == retry.retries_before() => {
                self.game = retry.applied_to(&self.game);
                Transition::Made
            }
            _ => Transition::Missed,
        }
    }

    fn fail(&mut self, command: &FailGame) -> Transition {
        if let Stage::Pending(_) = self.game.stage() {
            self.game = command.game().clone();
            self.expiry = command.expiry();
            return Transition::Made;
        }
        Transition::Missed
    }

    /// Records an answer; returns `None` if the question does not exist.
    fn record(&mut self, answer: &Answer) -> Option<Recording> {
        let question = self
            .questions
            .iter_mut()
            .find(|q| q.index() == answer.index())?;
        if let Some(earlier) = question.response() {
            return Some(Recording::Preceded(earlier.clone()));
        }
        let (draft, response) = (question.draft().clone(), answer.response().clone());
        *question = Question::restore(answer.index(), draft, Some(response));
        self.game = answer.game().clone();
        self.expiry = answer.expiry();
        Some(Recording::Recorded)
    }
}

fn unreadable(game: &GameId, source: Unreadable) -> GatewayError {
    GatewayError::Unreadable {
        key: format!("game {game}"),
        source: Box::new(source),
    }
}
