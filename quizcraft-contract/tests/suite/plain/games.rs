use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, Existing, ExpiredGames, GameStore, GatewayError, Leasing, Recording, RefusedExpense,
    Transition,
};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, Hour, KeywordsFingerprint, Lease,
    LeaseCheck, NewGame, OpenGame, Page, PageRequest, Play, PlayerId, Question, QuestionIndex,
    Questions, Quota, RequestFingerprint, Response, Retry, Stage, TakeLease, Timestamp,
};

/// A map behind a lock: every write checks its condition in one critical section.
#[derive(Default)]
pub(crate) struct PlainGames {
    rows: Mutex<Rows>,
    /// The hours of the removed games that count towards a quota.
    removed: Mutex<Vec<(PlayerId, Hour)>>,
    asked: Mutex<AskedRows>,
    expensive: Mutex<ExpensiveGames>,
}

/// The players and hours of the games whose first lease counts towards a quota.
pub(crate) type ExpensiveGames = Vec<(PlayerId, Hour)>;

/// What players were asked, by keywords.
pub(crate) type AskedRows = BTreeMap<(PlayerId, KeywordsFingerprint), Asked>;

pub(crate) type Rows = BTreeMap<(PlayerId, GameId), Row>;

/// A stored game with the fingerprint of its request, the quota that it counts towards, its questions
/// once it is open, and its expiry once it has ended.
#[derive(Clone)]
pub(crate) struct Row {
    pub(crate) game: Game,
    pub(crate) request: RequestFingerprint,
    pub(crate) quota: Option<Quota>,
    pub(crate) questions: Option<Questions>,
    pub(crate) expiry: Option<Timestamp>,
}

impl PlainGames {
    /// Returns a copy, which later writes do not change.
    pub(crate) fn copy(&self) -> Self {
        Self {
            rows: Mutex::new(self.rows().clone()),
            removed: Mutex::new(self.removed.lock().unwrap().clone()),
            asked: Mutex::new(self.asked_rows().clone()),
            expensive: Mutex::new(self.expensive().clone()),
        }
    }

    pub(crate) fn expensive(&self) -> MutexGuard<'_, ExpensiveGames> {
        self.expensive.lock().unwrap()
    }

    /// Counts the game of a lease, and returns whether its quota allowed it.
    fn count_expensive(&self, command: &TakeLease) -> bool {
        let Some(quota) = command.quota() else {
            return true;
        };
        let mut counted = self.expensive();
        let key = (command.game().player(), quota.hour());
        let is_allowed = number(&counted, |other| *other == key) < quota.limit().get() as usize;
        if is_allowed {
            counted.push(key);
        }
        is_allowed
    }

    pub(crate) fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap()
    }

    pub(crate) fn asked_rows(&self) -> MutexGuard<'_, AskedRows> {
        self.asked.lock().unwrap()
    }

    /// Replaces what a player was asked, or removes it.
    pub(crate) fn put_asked(&self, key: (PlayerId, KeywordsFingerprint), asked: Option<Asked>) {
        let mut rows = self.asked_rows();
        match asked {
            Some(asked) => rows.insert(key, asked),
            None => rows.remove(&key),
        };
    }

    pub(crate) fn row(&self, player: &PlayerId, game: &GameId) -> Option<Row> {
        self.rows().get(&(*player, *game)).cloned()
    }

    pub(crate) fn put(&self, row: Row) {
        self.rows().insert(key(&row.game), row);
    }

    /// Returns the number of games that a player started in the hour of a quota.
    pub(crate) fn started(&self, rows: &Rows, player: &PlayerId, quota: Quota) -> usize {
        let stored = rows.values().filter_map(|row| {
            let hour = row.quota.map(Quota::hour)?;
            Some((row.game.player(), hour))
        });
        let removed = self.removed.lock().unwrap().clone();
        let counted = stored.chain(removed);
        counted
            .filter(|counted| *counted == (*player, quota.hour()))
            .count()
    }

    /// Removes games of the locked rows, and returns their number.
    pub(crate) fn remove(&self, rows: &mut Rows, keys: &[(PlayerId, GameId)]) -> usize {
        let removed = keys.iter().filter_map(|key| rows.remove(key));
        let removed: Vec<_> = removed.collect();
        let hours = removed.iter().filter_map(|row| {
            let hour = row.quota.map(Quota::hour)?;
            Some((row.game.player(), hour))
        });
        self.removed.lock().unwrap().extend(hours);
        removed.len()
    }

    /// Opens or fails a pending game.
    fn transition(
        &self,
        game: &Game,
        questions: Option<&Questions>,
        expiry: Option<Timestamp>,
    ) -> Transition {
        match self.rows().get_mut(&key(game)) {
            Some(row) if retries(&row.game).is_some() => {
                row.game = game.clone();
                row.questions = questions.cloned();
                row.expiry = expiry;
                Transition::Made
            }
            _ => Transition::Missed,
        }
    }
}

#[async_trait]
impl GameStore for PlainGames {
    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        let mut rows = self.rows();
        if let Some(row) = rows.get(&key(new.game())) {
            let existing = Existing::new(row.game.clone(), row.request);
            return Ok(Creation::Exists(Box::new(existing)));
        }
        let player = new.game().player();
        let is_used_up =
            |quota: Quota| self.started(&rows, &player, quota) >= quota.limit().get() as usize;
        if new.quota().is_some_and(is_used_up) {
            return Ok(Creation::TooMany);
        }
        rows.insert(key(new.game()), Row::new(new));
        Ok(Creation::Created)
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        Ok(self.row(player, game).map(|row| row.game))
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        self.row(player, game).map(Row::play).transpose()
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        let rows = self.rows();
        let games = rows.values().map(|row| &row.game);
        let own = games.filter(|game| game.player() == *player).cloned();
        Ok(cut(newest_first(own.collect()), request))
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        let questions = Some(command.questions());
        let transition = self.transition(command.game(), questions, None);
        if let (Transition::Made, Some(asked)) = (transition, command.asked()) {
            let game = command.game();
            let key = (game.player(), game.keywords().fingerprint());
            self.asked_rows().insert(key, asked.clone());
        }
        Ok(transition)
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        let asked = self.asked_rows().get(&(*player, *keywords)).cloned();
        Ok(asked.unwrap_or_default())
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        let mut rows = self.rows();
        let Some(row) = rows.get_mut(&key(command.game())) else {
            return Ok(Leasing::Missed);
        };
        let Stage::Pending(stored) = row.game.stage() else {
            return Ok(Leasing::Missed);
        };
        Ok(match command.check(stored) {
            LeaseCheck::Held(until) => Leasing::Held(until),
            LeaseCheck::NoAttemptLeft => Leasing::Refused(RefusedExpense::Attempts),
            LeaseCheck::First if !self.count_expensive(command) => {
                Leasing::Refused(RefusedExpense::GamesPerHour)
            }
            LeaseCheck::First | LeaseCheck::Another | LeaseCheck::Renewal => {
                row.game = command.applied_to(&row.game);
                Leasing::Taken
            }
        })
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        Ok(match self.rows().get_mut(&key(retry.game())) {
            Some(row) if retries(&row.game) == Some(retry.retries_before()) => {
                row.game = retry.applied_to(&row.game);
                Transition::Made
            }
            _ => Transition::Missed,
        })
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        Ok(self.transition(command.game(), None, command.expiry()))
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let mut rows = self.rows();
        let Some(row) = rows.get_mut(&key(answer.game())) else {
            return Ok(Recording::Gone);
        };
        match row.question(answer.index()).map(Question::response) {
            None => Ok(Recording::Gone),
            Some(Some(response)) => Ok(Recording::Preceded(response.clone())),
            Some(None) => {
                row.answer(answer.index(), answer.response());
                row.game = answer.game().clone();
                row.expiry = answer.expiry();
                Ok(Recording::Recorded)
            }
        }
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        let mut rows = self.rows();
        let games = rows.values().map(|row| &row.game);
        let surplus = keep.surplus(games.filter(|game| game.player() == *player));
        let surplus: Vec<_> = surplus.into_iter().map(key).collect();
        Ok(self.remove(&mut rows, &surplus))
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}

#[async_trait]
impl ExpiredGames for PlainGames {
    async fn remove_expired(&self, now: Timestamp) -> Result<usize, GatewayError> {
        let mut rows = self.rows();
        let is_expired = |row: &&Row| row.expiry.is_some_and(|expiry| expiry <= now);
        let expired: Vec<_> = rows
            .values()
            .filter(is_expired)
            .map(|row| key(&row.game))
            .collect();
        Ok(self.remove(&mut rows, &expired))
    }
}

impl Row {
    pub(crate) fn new(new: &NewGame) -> Self {
        Self {
            game: new.game().clone(),
            request: new.request(),
            quota: new.quota(),
            questions: None,
            expiry: None,
        }
    }

    pub(crate) fn play(self) -> Result<Play, GatewayError> {
        let key = format!("{:?}", self.game.id());
        Play::new(self.game, self.questions).map_err(|source| GatewayError::Unreadable {
            key,
            source: Box::new(source),
        })
    }

    pub(crate) fn question(&self, index: QuestionIndex) -> Option<&Question> {
        self.questions.as_ref()?.get(index)
    }

    /// Sets the response to a question.
    pub(crate) fn answer(&mut self, index: QuestionIndex, response: &Response) {
        let questions = self.questions.iter().flat_map(Questions::iter);
        let questions = questions.map(|question| {
            let new = (question.index() == index).then_some(response);
            let response = new.or(question.response()).cloned();
            Question::restore(question.index(), question.draft().clone(), response)
        });
        self.questions = Questions::restore(questions.collect()).unwrap();
    }
}

pub(crate) fn key(game: &Game) -> (PlayerId, GameId) {
    (game.player(), game.id())
}

/// Returns the number of retries of a pending game.
pub(crate) fn retries(game: &Game) -> Option<u8> {
    match game.stage() {
        Stage::Pending(pending) => Some(pending.retries()),
        _ => None,
    }
}

/// Returns the number of games that match.
pub(crate) fn number(
    counted: &ExpensiveGames,
    is_counted: impl Fn(&(PlayerId, Hour)) -> bool,
) -> usize {
    counted.iter().filter(|key| is_counted(key)).count()
}

/// Returns the lease of a pending game.
pub(crate) fn held(game: &Game) -> Option<Lease> {
    match game.stage() {
        Stage::Pending(pending) => pending.lease(),
        _ => None,
    }
}

pub(crate) fn newest_first(mut games: Vec<Game>) -> Vec<Game> {
    games.sort_by_key(|game| std::cmp::Reverse(game.position()));
    games
}

/// Returns the requested page of sorted games.
pub(crate) fn cut(mut games: Vec<Game>, request: &PageRequest) -> Page {
    games.retain(|game| request.after().is_none_or(|after| game.position() < after));
    let more = games.len() > request.limit().get();
    games.truncate(request.limit().get());
    let last = games.last().map(Game::position).filter(|_| more);
    Page::new(games, last)
}
