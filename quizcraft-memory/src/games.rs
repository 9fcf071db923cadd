//! The in-memory store of games and their questions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::Bound;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use async_trait::async_trait;
use dashmap::DashMap;
use quizcraft_core::gateway::{
    Creation, Existing, GameStore, GatewayError, PendingGames, PendingPage, Recording, Transition,
    Work,
};
use quizcraft_core::{
    Answer, FailGame, Game, GameId, Hour, NewGame, OpenGame, Page, PageRequest, Play, PlayerId,
    Position, Question, Questions, Quota, RequestFingerprint, Retry, Stage, Unreadable,
};

use crate::locked::locked;

/// An in-memory [`GameStore`].
///
/// Each player's games have their own lock, in a sharded map, so that players do not wait for each
/// other. No lock is held across an `await`.
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
        locked(&games).entries.get_mut(&game.id()).map(change)
    }

    /// Opens or fails a pending game.
    fn end_pending(&self, game: &Game, end: impl FnOnce(&mut Entry) -> Transition) -> Transition {
        let ended = self.update(game, |entry| {
            let transition = end(entry);
            if transition == Transition::Made {
                locked(&self.pending).remove(&game.id());
            }
            transition
        });
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
    /// The numbers of games that count towards a quota, by hour.
    started: BTreeMap<Hour, u32>,
}

struct Entry {
    game: Game,
    request: RequestFingerprint,
    questions: Vec<Question>,
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
        Ok(self.end_pending(command.game(), |entry| entry.open(command)))
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

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

/// The maximum number of games on a page of pending games.
const PENDING_PAGE: usize = 100;

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

impl PlayerGames {
    fn create(&mut self, new: &NewGame) -> Creation {
        let (game, request) = (new.game(), new.request());
        if let Some(entry) = self.entries.get(&game.id()) {
            let existing = Existing::new(entry.game.clone(), entry.request);
            return Creation::Exists(Box::new(existing));
        }
        if new.quota().is_some_and(|quota| !self.count(quota)) {
            return Creation::TooMany;
        }
        self.order.insert(game.position());
        let entry = Entry {
            game: game.clone(),
            request,
            questions: Vec::new(),
        };
        self.entries.insert(game.id(), entry);
        Creation::Created
    }

    /// Counts a game, and returns whether the quota allowed it.
    fn count(&mut self, quota: Quota) -> bool {
        let hour = quota.hour();
        // The creation time is read before the lock is taken, so a game of the previous hour may be
        // stored after one of this hour. Older hours are past.
        self.started
            .retain(|counted, _| counted.get().saturating_add(1) >= hour.get());
        let started = self.started.entry(hour).or_default();
        let is_allowed = *started < quota.limit().get();
        if is_allowed {
            *started = started.saturating_add(1);
        }
        is_allowed
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
                self.game = retry.game().clone();
                Transition::Made
            }
            _ => Transition::Missed,
        }
    }

    fn fail(&mut self, command: &FailGame) -> Transition {
        if let Stage::Pending(_) = self.game.stage() {
            self.game = command.game().clone();
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
        if let Some(earlier) = question.choice() {
            return Some(Recording::Preceded(earlier.clone()));
        }
        let (draft, choice) = (question.draft().clone(), answer.choice().clone());
        *question = Question::restore(answer.index(), draft, Some(choice));
        self.game = answer.game().clone();
        Some(Recording::Recorded)
    }
}

fn unreadable(game: &GameId, source: Unreadable) -> GatewayError {
    GatewayError::Unreadable {
        key: format!("game {game}"),
        source: Box::new(source),
    }
}
