//! The error of the use cases.

use std::time::Duration;

use super::prepare::LeaseHeld;
use crate::game::{InvalidCursor, InvalidGame, PlayError};
use crate::gateway::{BoxError, GatewayError, WriteError};
use crate::value::ErrorCode;

/// A use case failed, classified by what the caller can do about it.
///
/// | error | action |
/// | --- | --- |
/// | [`InvalidGame`](Self::InvalidGame), [`InvalidCursor`](Self::InvalidCursor) | send a corrected request |
/// | [`NoSuchGame`](Self::NoSuchGame) | use another id |
/// | [`Play`](Self::Play) | see [`PlayError`]: wait for a pending game; otherwise read the game |
/// | [`IdempotencyKeyReused`](Self::IdempotencyKeyReused) | use another key |
/// | [`TooManyGames`](Self::TooManyGames) | retry after the time in it, or play the games that exist |
/// | [`Unavailable`](Self::Unavailable) | retry with backoff, under the conditions below |
/// | [`Internal`](Self::Internal) | report to the operator |
///
/// The sources of the last two are for logs, not for players.
///
/// # Retries after `Unavailable`
///
/// The response of a gateway may be lost after its write took effect. The request then took effect
/// completely or not at all, and the caller does not know which. Whether a retry is safe depends on
/// the use case:
///
/// | use case | a retry |
/// | --- | --- |
/// | the reads, and [`prepare`](crate::Quiz::prepare) | is safe |
/// | [`start`](crate::Quiz::start) under an idempotency key | is safe: the same key and request return the same game |
/// | [`start`](crate::Quiz::start) without a key | may start a second game |
/// | [`answer`](crate::Quiz::answer) to a named question | is safe: the same answer returns the same feedback |
/// | [`answer`](crate::Quiz::answer) without a named question | may answer the next question: read which one is next first |
///
/// # Examples
///
/// A client that retries with backoff, under a key that makes the retry safe:
///
/// ```
/// use std::time::Duration;
///
/// use quizcraft_core::{Error, GameRequest, IdempotencyKey, PlayerId, Quiz, Started};
///
/// async fn start(
///     quiz: &Quiz,
///     player: &PlayerId,
///     request: GameRequest,
///     key: &IdempotencyKey,
///     pause: impl AsyncFn(Duration),
/// ) -> Result<Started, Error> {
///     let mut delay = Duration::from_millis(50);
///     for _ in 0..3 {
///         match quiz.start(player, request.clone(), Some(key)).await {
///             Err(Error::Unavailable(_)) => pause(delay).await,
///             result => return result,
///         }
///         delay *= 2;
///     }
///     quiz.start(player, request, Some(key)).await
/// }
///
/// # quizcraft_contract::block_on(async {
/// # let (quiz, player) = (quizcraft_memory::Memory::new().quiz(), PlayerId::from_bytes([7; 32]));
/// # let (request, key) = (GameRequest::parse(["Rome"], None)?, IdempotencyKey::new("1")?);
/// # let started = start(&quiz, &player, request, &key, async |_| ()).await?;
/// # assert!(matches!(started, Started::New(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The request for a game is invalid.
    #[error(transparent)]
    InvalidGame(#[from] InvalidGame),
    /// The cursor is malformed, or was issued to another player.
    #[error(transparent)]
    InvalidCursor(#[from] InvalidCursor),
    /// The player has no game with this id.
    #[error("game not found")]
    NoSuchGame,
    /// The game cannot be played as the player asks.
    #[error(transparent)]
    Play(#[from] PlayError),
    /// The idempotency key belongs to a request for another game.
    #[error("this idempotency key was used for another game")]
    IdempotencyKeyReused,
    /// The player has started as many games in this hour as [allowed](crate::Quiz::with_games_per_hour).
    #[error("the limit of new games per hour is reached")]
    TooManyGames {
        /// The time until the next hour begins, at least one second.
        retry_after: Duration,
    },
    /// A transient error of a gateway. Whether the request took effect is unknown; see
    /// [above](Self#retries-after-unavailable) when a retry is safe.
    #[error("the service is temporarily unavailable")]
    Unavailable(#[source] BoxError),
    /// The service has a fault that an operator must fix.
    #[error("internal error")]
    Internal(#[source] BoxError),
}

impl Error {
    /// Returns the public code of this error.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::InvalidGame(_) => ErrorCode::InvalidGame,
            Self::InvalidCursor(_) => ErrorCode::InvalidRequest,
            Self::NoSuchGame => ErrorCode::NoSuchGame,
            Self::Play(error) => error.code(),
            Self::IdempotencyKeyReused => ErrorCode::IdempotencyKeyReused,
            Self::TooManyGames { .. } => ErrorCode::TooManyGames,
            Self::Unavailable(_) => ErrorCode::Unavailable,
            Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

impl Error {
    /// Returns how long to wait before a retry, if that is known: until the next hour for
    /// [`TooManyGames`](Self::TooManyGames); for [`prepare`](crate::Quiz::prepare) the time that the writer names
    /// or the rest of another worker's lease.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::TooManyGames { retry_after } => Some(*retry_after),
            Self::Unavailable(source) => {
                let held = source
                    .downcast_ref::<LeaseHeld>()
                    .map(|held| held.retry_after);
                held.or_else(|| source.downcast_ref::<WriteError>()?.retry_after())
            }
            _ => None,
        }
    }
}

impl From<GatewayError> for Error {
    fn from(error: GatewayError) -> Self {
        match error {
            GatewayError::Unavailable(source) => Self::Unavailable(source),
            internal => Self::Internal(Box::new(internal)),
        }
    }
}
