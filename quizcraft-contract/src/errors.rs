use std::time::Duration;

use quizcraft_core::{
    Error, ErrorCode, Failure, GameId, GameRequest, InvalidCursor, InvalidGame, InvalidResponse,
    PlayError, QuestionIndex, QuestionsLimit,
};

/// Returns one error for each [`ErrorCode`].
///
/// ```
/// use quizcraft_contract::every_error;
/// use quizcraft_core::ErrorCode;
///
/// let codes: Vec<_> = every_error().iter().map(|error| error.code()).collect();
/// assert_eq!(codes, ErrorCode::ALL);
/// ```
#[must_use]
pub fn every_error() -> Vec<Error> {
    ErrorCode::ALL.map(error_with).into()
}

fn error_with(code: ErrorCode) -> Error {
    match code {
        ErrorCode::InvalidRequest => Error::InvalidCursor(InvalidCursor),
        ErrorCode::InvalidGame => Error::InvalidGame(invalid_game()),
        ErrorCode::InvalidAnswer => PlayError::from(InvalidResponse::NoSuchOption).into(),
        ErrorCode::QuestionsLimitReached => PlayError::QuestionsLimitReached {
            game: GameId::from_bytes([7; 32]),
            limit: QuestionsLimit::DEFAULT.get(),
        }
        .into(),
        ErrorCode::NoSuchGame => Error::NoSuchGame,
        ErrorCode::NoSuchQuestion => PlayError::NoSuchQuestion.into(),
        ErrorCode::GamePending => PlayError::Pending.into(),
        ErrorCode::GameFailed => PlayError::Failed(Failure::restore("Nothing is known.")).into(),
        ErrorCode::AlreadyAnswered => PlayError::AlreadyAnswered.into(),
        ErrorCode::OutOfOrder => PlayError::OutOfOrder {
            next: QuestionIndex::FIRST,
        }
        .into(),
        ErrorCode::IdempotencyKeyReused => Error::IdempotencyKeyReused,
        ErrorCode::TooManyGames => Error::TooManyGames {
            retry_after: Duration::from_mins(7),
        },
        ErrorCode::Unavailable => Error::Unavailable("the store is unreachable".into()),
        ErrorCode::Internal => Error::Internal("the store is misconfigured".into()),
    }
}

/// Returns an error for every field.
fn invalid_game() -> InvalidGame {
    match GameRequest::parse([""; 0], Some(0)) {
        Err(error) => error,
        Ok(request) => panic!("a game without keywords and questions is valid: {request:?}"),
    }
}
