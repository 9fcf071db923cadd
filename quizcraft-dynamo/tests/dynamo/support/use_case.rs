use std::time::Duration;

use async_trait::async_trait;
use quizcraft_contract::ScriptedWriter;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, Work, WriteError};
use quizcraft_core::{Drafts, Error, GameId, PageLimit, QuestionIndex, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

use super::{World, kinds};

/// A use case of the quiz that reads or writes the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UseCase {
    Start,
    StartUnderKey,
    StartRepeated,
    StartRepeatedOverdue,
    StartCounted,
    StartCountedRepeated,
    StartTooMany,
    List,
    ListDeployed,
    ListOverdue,
    View,
    ViewDeployed,
    ViewOverdue,
    ViewOutOfRetries,
    Questions,
    QuestionsOverdue,
    Question,
    QuestionOverdue,
    Ask,
    AskOverdue,
    AskOutOfRetries,
    Answer,
    AnswerOverdue,
    LastAnswer,
    LastAnswerExpiring,
    AnswerMultiple,
    Prepare,
    PrepareWithoutKeywords,
    PrepareLeased,
    PrepareImpossible,
    PrepareImpossibleExpiring,
    PrepareAndTrim,
    FindToken,
    RememberToken,
}

pub(crate) const ALL_USE_CASES: [UseCase; 34] = [
    UseCase::Start,
    UseCase::StartUnderKey,
    UseCase::StartRepeated,
    UseCase::StartRepeatedOverdue,
    UseCase::StartCounted,
    UseCase::StartCountedRepeated,
    UseCase::StartTooMany,
    UseCase::List,
    UseCase::ListDeployed,
    UseCase::ListOverdue,
    UseCase::View,
    UseCase::ViewDeployed,
    UseCase::ViewOverdue,
    UseCase::ViewOutOfRetries,
    UseCase::Questions,
    UseCase::QuestionsOverdue,
    UseCase::Question,
    UseCase::QuestionOverdue,
    UseCase::Ask,
    UseCase::AskOverdue,
    UseCase::AskOutOfRetries,
    UseCase::Answer,
    UseCase::AnswerOverdue,
    UseCase::LastAnswer,
    UseCase::LastAnswerExpiring,
    UseCase::AnswerMultiple,
    UseCase::Prepare,
    UseCase::PrepareWithoutKeywords,
    UseCase::PrepareLeased,
    UseCase::PrepareImpossible,
    UseCase::PrepareImpossibleExpiring,
    UseCase::PrepareAndTrim,
    UseCase::FindToken,
    UseCase::RememberToken,
];

impl UseCase {
    /// Returns whether the player reads an overdue game.
    pub(crate) const fn repairs(self) -> bool {
        matches!(
            self,
            Self::StartRepeatedOverdue
                | Self::ListOverdue
                | Self::ViewOverdue
                | Self::ViewOutOfRetries
                | Self::QuestionsOverdue
                | Self::QuestionOverdue
                | Self::AskOverdue
                | Self::AskOutOfRetries
                | Self::AnswerOverdue
        )
    }

    /// Returns whether a worker runs the use case.
    pub(crate) const fn is_of_a_worker(self) -> bool {
        matches!(
            self,
            Self::Prepare
                | Self::PrepareWithoutKeywords
                | Self::PrepareLeased
                | Self::PrepareImpossible
                | Self::PrepareImpossibleExpiring
                | Self::PrepareAndTrim
        )
    }

    /// Stores what this use case requires. Returns the id of its game, if it is about one.
    pub(crate) async fn set_up(self, world: &World) -> Option<GameId> {
        let id = match self {
            Self::Start
            | Self::StartUnderKey
            | Self::StartCounted
            | Self::FindToken
            | Self::RememberToken => {
                return None;
            }
            Self::ListDeployed | Self::ViewDeployed => {
                let id = world.open().await;
                world.open_another().await;
                world.remove_counters().await;
                id
            }
            Self::StartCountedRepeated | Self::StartTooMany => world.start_counted().await,
            Self::StartRepeated
            | Self::View
            | Self::Prepare
            | Self::PrepareWithoutKeywords
            | Self::PrepareLeased
            | Self::PrepareImpossible
            | Self::PrepareImpossibleExpiring => world.start().await,
            Self::PrepareAndTrim => {
                for _ in 0..2 {
                    world.open_another().await;
                }
                // In the same second, the order of the games depends on their ids.
                world.clock.advance(Duration::from_secs(1));
                world.start().await
            }
            Self::StartRepeatedOverdue
            | Self::ViewOverdue
            | Self::QuestionsOverdue
            | Self::QuestionOverdue
            | Self::AskOverdue
            | Self::AnswerOverdue => {
                let id = world.start().await;
                world.wait_until_overdue();
                id
            }
            Self::ListOverdue => {
                let id = world.start().await;
                world.start_another().await;
                world.wait_until_overdue();
                id
            }
            Self::ViewOutOfRetries | Self::AskOutOfRetries => {
                let id = world.start().await;
                for _ in 0..3 {
                    world.wait_until_overdue();
                    world.quiz.view(&World::ADA, &id).await.unwrap();
                }
                world.queue.take_all();
                world.wait_until_overdue();
                id
            }
            Self::List | Self::Questions | Self::Question | Self::Ask | Self::Answer => {
                let id = world.open().await;
                world.answer(&id, 1).await;
                id
            }
            Self::AnswerMultiple => world.open_with(kinds::multiple()).await,
            Self::LastAnswer | Self::LastAnswerExpiring => {
                let id = world.open().await;
                world.answer(&id, 2).await;
                id
            }
        };
        Some(id)
    }

    /// Runs the use case, and returns the outcome as text.
    pub(crate) async fn run(self, world: &World, game: Option<GameId>) -> Result<String, Error> {
        let (quiz, ada) = (&world.quiz, &World::ADA);
        let id = &game.unwrap_or(GameId::from_bytes([0; 32]));
        let limit = PageLimit::default();
        let second = QuestionIndex::named(2);
        Ok(match self {
            Self::Start => text(quiz.start(ada, World::request(), None).await?),
            Self::StartUnderKey | Self::StartRepeated | Self::StartRepeatedOverdue => {
                let key = World::key();
                text(quiz.start(ada, World::request(), Some(&key)).await?)
            }
            Self::StartCounted | Self::StartCountedRepeated => {
                let (quiz, key) = (world.counting_quiz(), World::key());
                text(quiz.start(ada, World::request(), Some(&key)).await?)
            }
            Self::StartTooMany => {
                let quiz = world.counting_quiz();
                rejection(quiz.start(ada, World::request(), None).await)?
            }
            Self::List | Self::ListDeployed | Self::ListOverdue => {
                text(quiz.list(ada, limit, None).await?)
            }
            Self::View | Self::ViewDeployed | Self::ViewOverdue | Self::ViewOutOfRetries => {
                text(quiz.view(ada, id).await?)
            }
            Self::Questions | Self::QuestionsOverdue => text(quiz.questions(ada, id).await?),
            Self::Question => text(quiz.question(ada, id, second).await?),
            Self::QuestionOverdue => rejection(quiz.question(ada, id, second).await)?,
            Self::Ask => text(quiz.ask(ada, id).await?),
            Self::AskOverdue | Self::AskOutOfRetries => rejection(quiz.ask(ada, id).await)?,
            Self::AnswerOverdue => rejection(quiz.answer(ada, id, None, "right 1").await)?,
            Self::Answer => text(quiz.answer(ada, id, Some(second), "right 2").await?),
            Self::LastAnswer => {
                let third = Some(QuestionIndex::named(3));
                text(quiz.answer(ada, id, third, "wrong 3").await?)
            }
            Self::LastAnswerExpiring => {
                let third = Some(QuestionIndex::named(3));
                let quiz = world.retaining_quiz();
                text(quiz.answer(ada, id, third, "wrong 3").await?)
            }
            Self::PrepareImpossibleExpiring => {
                let quiz = world.retaining_quiz();
                text(quiz.prepare(&work(id), &World::failing_writer()).await?)
            }
            Self::PrepareAndTrim => {
                let quiz = world.retaining_quiz();
                text(quiz.prepare(&work(id), &World::writer()).await?)
            }
            Self::AnswerMultiple => text(
                quiz.answer(ada, id, Some(QuestionIndex::FIRST), ["right", "wrong"])
                    .await?,
            ),
            Self::Prepare => text(quiz.prepare(&work(id), &World::writer()).await?),
            Self::PrepareWithoutKeywords => {
                let work = Work::new(*id, *ada);
                text(quiz.prepare(&work, &World::writer()).await?)
            }
            Self::PrepareLeased => {
                let writer = Costly(World::writer());
                let quiz = world.expensive_quiz();
                text(quiz.prepare(&work(id), &writer).await?)
            }
            Self::PrepareImpossible => {
                text(quiz.prepare(&work(id), &World::failing_writer()).await?)
            }
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

/// Returns an expected error, such as that the game has no questions, as an outcome.
fn rejection<T: std::fmt::Debug>(outcome: Result<T, Error>) -> Result<String, Error> {
    match outcome {
        Err(Error::Unavailable(_) | Error::Internal(_)) => outcome.map(text),
        rejection => Ok(text(rejection)),
    }
}

fn token() -> TokenHash {
    TokenHash::of("a.b.c")
}

/// Returns the message on a game, with the keywords of all games of these tests.
fn work(id: &GameId) -> Work {
    let keywords = World::request().keywords().fingerprint();
    Work::new(*id, World::ADA).with_keywords(keywords)
}

/// A writer that writes under a lease only.
struct Costly(ScriptedWriter);

#[async_trait]
impl QuestionWriter for Costly {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        match brief.expense() {
            Expense::NeedsLease => Err(WriteError::NeedsLease),
            _ => self.0.write(brief).await,
        }
    }
}
