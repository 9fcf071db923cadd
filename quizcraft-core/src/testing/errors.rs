use std::iter::successors;

use crate::{
    Error, Failure, GameId, GameRequest, InvalidCursor, InvalidGame, QuestionIndex, QuestionsLimit,
};

/// One error of every kind that the use cases give, for tests that say something of each.
///
/// A new kind of [`Error`] does not compile before it has its place here.
///
/// ```
/// use quizcraft_core::Error;
/// use quizcraft_core::testing::every_error;
///
/// assert!(every_error().iter().any(|error| matches!(error, Error::NoSuchGame)));
/// ```
#[must_use]
pub fn every_error() -> Vec<Error> {
    successors(Some(Error::InvalidGame(invalid_game())), next).collect()
}

/// The kinds of error one after the other; each arm names the kind that follows its own.
fn next(error: &Error) -> Option<Error> {
    Some(match error {
        Error::InvalidGame(_) => Error::InvalidCursor(InvalidCursor),
        Error::InvalidCursor(_) => Error::InvalidAnswer,
        Error::InvalidAnswer => Error::QuestionsLimitReached {
            game: GameId::from_bytes([7; 32]),
            limit: QuestionsLimit::DEFAULT.get(),
        },
        Error::QuestionsLimitReached { .. } => Error::NoSuchGame,
        Error::NoSuchGame => Error::NoSuchQuestion,
        Error::NoSuchQuestion => Error::GamePending,
        Error::GamePending => Error::GameFailed(Failure::restore("Nobody knows anything.")),
        Error::GameFailed(_) => Error::AlreadyAnswered,
        Error::AlreadyAnswered => Error::OutOfOrder {
            next: QuestionIndex::FIRST,
        },
        Error::OutOfOrder { .. } => Error::IdempotencyKeyReused,
        Error::IdempotencyKeyReused => Error::Unavailable("the store is away".into()),
        Error::Unavailable(_) => Error::Internal("the store is gone".into()),
        Error::Internal(_) => return None,
    })
}

/// With every field that can be wrong.
fn invalid_game() -> InvalidGame {
    match GameRequest::parse([""; 0], Some(0)) {
        Err(error) => error,
        Ok(request) => panic!("a game about nothing, without questions: {request:?}"),
    }
}
