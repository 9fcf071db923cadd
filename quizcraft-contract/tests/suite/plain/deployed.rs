use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_contract::RestoringStore;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame,
    Page, PageRequest, Play, PlayerId, Position, Question, QuestionIndex, Questions, Restored,
    Retry, StoredGame, StoredStatus, TakeLease, Unreadable,
};

use crate::flawed::DeployedFlaw;

/// A store of records of a deployed service, optionally with a flaw.
#[derive(Default)]
pub(crate) struct DeployedGames {
    flaw: Option<DeployedFlaw>,
    rows: Mutex<BTreeMap<GameId, Deployed>>,
}

#[derive(Clone)]
struct Deployed {
    stored: StoredGame,
    questions: BTreeMap<QuestionIndex, Question>,
}

impl DeployedGames {
    pub(crate) fn with(flaw: DeployedFlaw) -> Self {
        Self {
            flaw: Some(flaw),
            ..Self::default()
        }
    }

    fn has(&self, flaw: DeployedFlaw) -> bool {
        self.flaw == Some(flaw)
    }

    fn row(&self, player: &PlayerId, game: &GameId) -> Option<Deployed> {
        let row = self.rows.lock().unwrap().get(game).cloned();
        row.filter(|row| row.stored.player == *player)
    }

    fn game(&self, row: &Deployed) -> Result<Game, GatewayError> {
        let odd = |stored: &StoredGame| stored.keywords.iter().any(|word| word.as_str().is_empty());
        if self.has(DeployedFlaw::RejectsOldKeywords) && odd(&row.stored) {
            return Err(unreadable(&row.stored, Unreadable::NoQuestions));
        }
        let game = match row.stored.clone().restore() {
            Ok(Restored::Whole(game)) => Ok(game),
            Ok(Restored::Uncounted(game)) => game.count(row.questions().as_ref()),
            Err(error) => Err(error),
        };
        game.map_err(|error| unreadable(&row.stored, error))
    }

    /// Returns the game as a list shows it, which a flaw may read without its questions.
    fn listed(&self, row: &Deployed) -> Result<Game, GatewayError> {
        let mut row = row.clone();
        if self.has(DeployedFlaw::ListsWithoutCounting)
            && let StoredStatus::Ready {
                answered, correct, ..
            } = &mut row.stored.status
        {
            (*answered, *correct) = (answered.or(Some(0)), correct.or(Some(0)));
        }
        self.game(&row)
    }
}

impl Deployed {
    fn questions(&self) -> Option<Questions> {
        Questions::restore(self.questions.values().cloned().collect()).unwrap()
    }
}

fn unreadable(stored: &StoredGame, error: Unreadable) -> GatewayError {
    GatewayError::Unreadable {
        key: format!("{:?}", stored.id),
        source: Box::new(error),
    }
}

#[async_trait]
impl RestoringStore for DeployedGames {
    async fn insert(&self, game: &StoredGame, questions: &[Question]) {
        let questions = questions.iter().map(|q| (q.index(), q.clone())).collect();
        let row = Deployed {
            stored: game.clone(),
            questions,
        };
        self.rows.lock().unwrap().insert(game.id, row);
    }
}

#[async_trait]
impl GameStore for DeployedGames {
    async fn create(&self, new: &NewGame) -> Result<Creation, GatewayError> {
        self.insert(&StoredGame::of(new.game()), &[]).await;
        Ok(Creation::Created)
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        let row = self.row(player, game);
        row.map(|row| self.game(&row)).transpose()
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        let Some(row) = self.row(player, game) else {
            return Ok(None);
        };
        let play = Play::new(self.game(&row)?, row.questions());
        play.map(Some)
            .map_err(|error| unreadable(&row.stored, error))
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        let mut rows: Vec<_> = self.rows.lock().unwrap().values().cloned().collect();
        let position = |row: &Deployed| Position::new(row.stored.created, row.stored.id);
        rows.retain(|row| row.stored.player == *player);
        rows.retain(|row| request.after().is_none_or(|after| position(row) < after));
        rows.sort_by_key(|row| std::cmp::Reverse(position(row)));
        let more = rows.len() > request.limit().get();
        rows.truncate(request.limit().get());
        let last = rows.last().map(position).filter(|_| more);
        let games = rows.iter().map(|row| self.listed(row));
        Ok(Page::new(games.flatten().collect(), last))
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        let mut rows = self.rows.lock().unwrap();
        let row = rows.get_mut(&command.game().id());
        let pending =
            |row: &&mut Deployed| matches!(row.stored.status, StoredStatus::Pending { .. });
        let Some(row) = row.filter(pending) else {
            return Ok(Transition::Missed);
        };
        if self.has(DeployedFlaw::RejectsLeftovers) && !row.questions.is_empty() {
            return Ok(Transition::Missed);
        }
        for question in command.questions().iter() {
            row.questions.insert(question.index(), question.clone());
        }
        row.stored = StoredGame::of(command.game());
        if self.has(DeployedFlaw::CountsLeftovers) {
            row.stored.limit = u16::try_from(row.questions.len()).unwrap();
        }
        Ok(Transition::Made)
    }

    async fn asked(&self, _: &PlayerId, _: &KeywordsFingerprint) -> Result<Asked, GatewayError> {
        Ok(Asked::default())
    }

    async fn lease(&self, _: &TakeLease) -> Result<Leasing, GatewayError> {
        Ok(Leasing::Missed)
    }

    async fn retry(&self, _: &Retry) -> Result<Transition, GatewayError> {
        Ok(Transition::Missed)
    }

    async fn fail(&self, _: &FailGame) -> Result<Transition, GatewayError> {
        Ok(Transition::Missed)
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        let mut rows = self.rows.lock().unwrap();
        let Some(row) = rows.get_mut(&answer.game().id()) else {
            return Ok(Recording::Gone);
        };
        let Some(question) = row.questions.get_mut(&answer.index()) else {
            return Ok(Recording::Gone);
        };
        let (draft, response) = (question.draft().clone(), answer.response().clone());
        *question = Question::restore(answer.index(), draft, Some(response));
        let limit = row.stored.limit;
        let before = row.stored.status.clone();
        row.stored = StoredGame::of(answer.game());
        if self.has(DeployedFlaw::KeepsTheLimit) {
            row.stored.limit = limit;
        }
        if self.has(DeployedFlaw::CountsFromZero) {
            let counted = |before: Option<u16>, new: u16| before.unwrap_or(0).checked_add(new);
            if let StoredStatus::Ready {
                answered, correct, ..
            } = before
            {
                row.stored.status = StoredStatus::Ready {
                    answered: counted(answered, 1),
                    correct: counted(correct, 0),
                    score: None,
                };
            }
        }
        Ok(Recording::Recorded)
    }

    async fn trim(&self, _: &PlayerId, _: GamesPerPlayer) -> Result<usize, GatewayError> {
        Ok(0)
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
