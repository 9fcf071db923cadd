use quizcraft_core::gateway::Work;
use quizcraft_core::{Error, GameId, PageLimit, QuestionIndex, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

use super::World;

/// Something that the quiz does over the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UseCase {
    Start,
    StartUnderKey,
    StartAgain,
    StartAgainOverdue,
    List,
    ListDeployed,
    ListOverdue,
    View,
    ViewDeployed,
    ViewOverdue,
    Fail,
    Questions,
    QuestionsOverdue,
    Question,
    QuestionOverdue,
    Ask,
    AskOverdue,
    AskGivenUp,
    Answer,
    AnswerOverdue,
    LastAnswer,
    Prepare,
    PrepareInVain,
    FindToken,
    RememberToken,
}

pub(crate) const EVERY: [UseCase; 25] = [
    UseCase::Start,
    UseCase::StartUnderKey,
    UseCase::StartAgain,
    UseCase::StartAgainOverdue,
    UseCase::List,
    UseCase::ListDeployed,
    UseCase::ListOverdue,
    UseCase::View,
    UseCase::ViewDeployed,
    UseCase::ViewOverdue,
    UseCase::Fail,
    UseCase::Questions,
    UseCase::QuestionsOverdue,
    UseCase::Question,
    UseCase::QuestionOverdue,
    UseCase::Ask,
    UseCase::AskOverdue,
    UseCase::AskGivenUp,
    UseCase::Answer,
    UseCase::AnswerOverdue,
    UseCase::LastAnswer,
    UseCase::Prepare,
    UseCase::PrepareInVain,
    UseCase::FindToken,
    UseCase::RememberToken,
];

impl UseCase {
    /// Whether a player reads a game in it that is overdue.
    pub(crate) const fn repairs(self) -> bool {
        matches!(
            self,
            Self::StartAgainOverdue
                | Self::ListOverdue
                | Self::ViewOverdue
                | Self::Fail
                | Self::QuestionsOverdue
                | Self::QuestionOverdue
                | Self::AskOverdue
                | Self::AskGivenUp
                | Self::AnswerOverdue
        )
    }

    /// Brings a world to where this use case begins.
    pub(crate) async fn set_up(self, world: &World) -> Option<GameId> {
        let id = match self {
            Self::Start | Self::StartUnderKey | Self::FindToken | Self::RememberToken => {
                return None;
            }
            Self::ListDeployed | Self::ViewDeployed => {
                let id = world.open().await;
                world.open_another().await;
                world.uncount().await;
                id
            }
            Self::StartAgain | Self::View | Self::Prepare | Self::PrepareInVain => {
                world.start().await
            }
            Self::StartAgainOverdue
            | Self::ViewOverdue
            | Self::QuestionsOverdue
            | Self::QuestionOverdue
            | Self::AskOverdue
            | Self::AnswerOverdue => {
                let id = world.start().await;
                world.wait_past_deadline();
                id
            }
            Self::ListOverdue => {
                let id = world.start().await;
                world.start_another().await;
                world.wait_past_deadline();
                id
            }
            Self::Fail | Self::AskGivenUp => {
                let id = world.start().await;
                for _ in 0..3 {
                    world.wait_past_deadline();
                    world.quiz.view(&World::ADA, &id).await.unwrap();
                }
                world.queue.take_all();
                world.wait_past_deadline();
                id
            }
            Self::List | Self::Questions | Self::Question | Self::Ask | Self::Answer => {
                let id = world.open().await;
                world.answer(&id, 1).await;
                id
            }
            Self::LastAnswer => {
                let id = world.open().await;
                world.answer(&id, 2).await;
                id
            }
        };
        Some(id)
    }

    /// Does it; gives what came of it, as text.
    pub(crate) async fn run(self, world: &World, game: Option<GameId>) -> Result<String, Error> {
        let (quiz, ada) = (&world.quiz, &World::ADA);
        let id = &game.unwrap_or(GameId::from_bytes([0; 32]));
        let limit = PageLimit::default();
        let second = QuestionIndex::named(2);
        Ok(match self {
            Self::Start => text(quiz.start(ada, World::request(), None).await?),
            Self::StartUnderKey | Self::StartAgain | Self::StartAgainOverdue => {
                let key = World::key();
                text(quiz.start(ada, World::request(), Some(&key)).await?)
            }
            Self::List | Self::ListDeployed | Self::ListOverdue => {
                text(quiz.list(ada, limit, None).await?)
            }
            Self::View | Self::ViewDeployed | Self::ViewOverdue | Self::Fail => {
                text(quiz.view(ada, id).await?)
            }
            Self::Questions | Self::QuestionsOverdue => text(quiz.questions(ada, id).await?),
            Self::Question => text(quiz.question(ada, id, second).await?),
            Self::QuestionOverdue => refused(quiz.question(ada, id, second).await)?,
            Self::Ask => text(quiz.ask(ada, id).await?),
            Self::AskOverdue | Self::AskGivenUp => refused(quiz.ask(ada, id).await)?,
            Self::AnswerOverdue => refused(quiz.answer(ada, id, None, "right 1").await)?,
            Self::Answer => text(quiz.answer(ada, id, Some(second), "right 2").await?),
            Self::LastAnswer => {
                let third = Some(QuestionIndex::named(3));
                text(quiz.answer(ada, id, third, "wrong 3").await?)
            }
            Self::Prepare => text(quiz.prepare(&work(id), &World::writer()).await?),
            Self::PrepareInVain => text(quiz.prepare(&work(id), &World::ignorant()).await?),
            Self::FindToken => {
                let now = Timestamp::from_secs(1);
                text(world.database.tokens().find(&token(), now).await?)
            }
            Self::RememberToken => {
                let known = KnownPlayer::new(*ada, Timestamp::from_secs(9));
                text(world.database.tokens().remember(&token(), &known).await?)
            }
        })
    }
}

fn text(outcome: impl std::fmt::Debug) -> String {
    format!("{outcome:?}")
}

/// What a player is told of a game without questions: an answer of the quiz, and no fault.
fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Result<String, Error> {
    match outcome {
        Err(Error::Unavailable(_) | Error::Internal(_)) => outcome.map(text),
        refusal => Ok(text(refusal)),
    }
}

fn token() -> TokenHash {
    TokenHash::of("a.b.c")
}

fn work(id: &GameId) -> Work {
    let json = serde_json::json!({"game_id": id.to_string(), "player_id": World::ADA.to_string()});
    serde_json::from_value(json).unwrap()
}
