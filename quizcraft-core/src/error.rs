//! What can go wrong for a caller of the use cases.

use crate::gateway::{BoxError, GatewayError};
use crate::{Failure, GameId, InvalidCursor, InvalidGame, QuestionIndex};

/// What can go wrong for a caller, split by what the caller can do about it.
///
/// | what | what to do |
/// | --- | --- |
/// | [`InvalidGame`](Self::InvalidGame), [`InvalidCursor`](Self::InvalidCursor), [`InvalidAnswer`](Self::InvalidAnswer) | send something else |
/// | [`NoSuchGame`](Self::NoSuchGame), [`NoSuchQuestion`](Self::NoSuchQuestion) | look elsewhere |
/// | [`GamePending`](Self::GamePending) | come back a little later |
/// | [`GameFailed`](Self::GameFailed), [`QuestionsLimitReached`](Self::QuestionsLimitReached) | this game is over: start another |
/// | [`AlreadyAnswered`](Self::AlreadyAnswered), [`OutOfOrder`](Self::OutOfOrder) | look where the game stands, then go on |
/// | [`IdempotencyKeyReused`](Self::IdempotencyKeyReused) | take another key |
/// | [`Unavailable`](Self::Unavailable) | retry with backoff, under the conditions below |
/// | [`Internal`](Self::Internal) | tell whoever runs the service |
///
/// The sources of the last two are for logs; what they say is not for players.
///
/// # Retries after `Unavailable`
///
/// The reply of a gateway may be lost after its write took effect, so the caller does not know
/// whether the request had its effect. It had it in full or not at all: no write is done by half.
/// Whether a retry is safe depends on the use case:
///
/// | use case | a retry |
/// | --- | --- |
/// | the reads, and [`prepare`](crate::Quiz::prepare) | is safe |
/// | [`start`](crate::Quiz::start) under an idempotency key | is safe: the same key and request give the same game |
/// | [`start`](crate::Quiz::start) without a key | may start a second game |
/// | [`answer`](crate::Quiz::answer) to a named question | is safe: the same answer gives the same feedback |
/// | [`answer`](crate::Quiz::answer) without a named question | may go to the next question: look which one is next first |
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A game was asked for with values out of their limits.
    #[error(transparent)]
    InvalidGame(#[from] InvalidGame),
    /// A page was asked for with a cursor that this player was never given.
    #[error(transparent)]
    InvalidCursor(#[from] InvalidCursor),
    /// The answer is none of the options.
    #[error("the choice is none of the options of this question")]
    InvalidAnswer,
    /// All questions of the game are answered.
    #[error("Game {game} has reached questions limit of {limit}")]
    QuestionsLimitReached {
        /// Which game.
        game: GameId,
        /// How many questions it has.
        limit: u16,
    },
    /// The player has no such game.
    #[error("there is no such game")]
    NoSuchGame,
    /// The game has no such question.
    #[error("the game has no such question")]
    NoSuchQuestion,
    /// The questions of the game are still being written.
    #[error("the questions of this game are still being written")]
    GamePending,
    /// The game has no questions and never will.
    #[error("this game has no questions: {0}")]
    GameFailed(Failure),
    /// Another of the options was chosen before.
    #[error("this question was answered before, and otherwise")]
    AlreadyAnswered,
    /// An earlier question is still to be answered.
    #[error("question {next} is to be answered first")]
    OutOfOrder {
        /// The question that is next.
        next: QuestionIndex,
    },
    /// The idempotency key belongs to a request for another game.
    #[error("this idempotency key was used for another game")]
    IdempotencyKeyReused,
    /// A gateway does not answer now. Whether the request had its effect is unknown; see
    /// [above](Self#retries-after-unavailable) when a retry is safe.
    #[error("the service cannot answer just now")]
    Unavailable(#[source] BoxError),
    /// Something is wrong with the service itself.
    #[error("something is wrong with the service")]
    Internal(#[source] BoxError),
}

impl From<GatewayError> for Error {
    fn from(error: GatewayError) -> Self {
        match error {
            GatewayError::Unavailable(source) => Self::Unavailable(source),
            internal => Self::Internal(Box::new(internal)),
        }
    }
}
