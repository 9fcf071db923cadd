use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{
    Creation, Existing, ExpiredGames, GameStore, GatewayError, Recording, Transition,
};
use quizcraft_core::{
    Answer, Choice, FailGame, Game, GameId, GamesPerPlayer, Hour, NewGame, OpenGame, Page,
    PageRequest, Play, PlayerId, Question, QuestionIndex, Questions, Quota, RequestFingerprint,
    Retry, Stage, Timestamp,
};

/// A map behind a lock: every write checks its condition in one critical section.
#[derive(Default)]
pub(crate) struct PlainGames {
    rows: Mutex<Rows>,
    /// The hours of the removed games that count towards a quota.
    removed: Mutex<Vec<(PlayerId, Hour)>>,
}

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
        }
    }

    pub(crate) fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap()
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

    /// Changes a pending game that meets the condition.
    fn transition(
        &self,
        game: &Game,
        questions: Option<&Questions>,
        condition: impl Fn(u8) -> bool,
        expiry: Option<Timestamp>,
    ) -> Transition {
        match self.rows().get_mut(&key(game)) {
            Some(row) if retries(&row.game).is_some_and(condition) => {
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
        Ok(self.transition(command.game(), questions, |_| true, None))
    }

    async fn retry(&self, retry: &Retry) -> Result<Transition, GatewayError> {
        let as_seen = |retries| retries == retry.retries_before();
        Ok(self.transition(retry.game(), None, as_seen, None))
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        Ok(self.transition(command.game(), None, |_| true, command.expiry()))
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let mut rows = self.rows();
        let Some(row) = rows.get_mut(&key(answer.game())) else {
            return Ok(Recording::Gone);
        };
        match row.question(answer.index()).map(Question::choice) {
            None => Ok(Recording::Gone),
            Some(Some(choice)) => Ok(Recording::Preceded(choice.clone())),
            Some(None) => {
                row.answer(answer.index(), answer.choice());
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

    /// Sets the choice of a question.
    pub(crate) fn answer(&mut self, index: QuestionIndex, choice: &Choice) {
        let questions = self.questions.iter().flat_map(Questions::iter);
        let questions = questions.map(|question| {
            let new = (question.index() == index).then_some(choice);
            let choice = new.or(question.choice()).cloned();
            Question::restore(question.index(), question.draft().clone(), choice)
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
