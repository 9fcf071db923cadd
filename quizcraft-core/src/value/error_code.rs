//! The public codes of errors.

use std::fmt;

/// The public code of an [`Error`](crate::Error), which clients match on.
///
/// Every driving adapter reports these codes, whatever its protocol. The enum is exhaustive on
/// purpose: an adapter that maps codes to statuses does not compile until it maps a new one.
///
/// ```
/// use quizcraft_core::ErrorCode;
///
/// let may_retry = |code: &ErrorCode| {
///     matches!(code, ErrorCode::GamePending | ErrorCode::TooManyGames | ErrorCode::Unavailable)
/// };
/// let retried: Vec<_> = ErrorCode::ALL.into_iter().filter(may_retry).map(ErrorCode::as_str).collect();
/// assert_eq!(retried, ["game_pending", "too_many_games", "unavailable"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// `invalid_request`: the request is malformed, or its cursor was not issued to this player.
    InvalidRequest,
    /// `invalid_game`: a field of the request for a game is invalid.
    InvalidGame,
    /// `invalid_answer`: the question does not allow the response.
    InvalidAnswer,
    /// `questions_limit_reached`: all questions are answered.
    QuestionsLimitReached,
    /// `no_such_game`: the player has no such game.
    NoSuchGame,
    /// `no_such_question`: the game has no such question.
    NoSuchQuestion,
    /// `game_pending`: the questions are being written.
    GamePending,
    /// `game_failed`: the game has no questions and never will.
    GameFailed,
    /// `already_answered`: the question is already answered with a different response.
    AlreadyAnswered,
    /// `out_of_order`: an earlier question is not answered yet.
    OutOfOrder,
    /// `idempotency_key_reused`: the key belongs to a different request.
    IdempotencyKeyReused,
    /// `too_many_games`: the player has started as many games as allowed within an hour.
    TooManyGames,
    /// `unavailable`: a retry may succeed.
    Unavailable,
    /// `internal`: the service has a fault.
    Internal,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [Self; 14] = [
        Self::InvalidRequest,
        Self::InvalidGame,
        Self::InvalidAnswer,
        Self::QuestionsLimitReached,
        Self::NoSuchGame,
        Self::NoSuchQuestion,
        Self::GamePending,
        Self::GameFailed,
        Self::AlreadyAnswered,
        Self::OutOfOrder,
        Self::IdempotencyKeyReused,
        Self::TooManyGames,
        Self::Unavailable,
        Self::Internal,
    ];

    /// Returns the code as clients see it.
    ///
    /// ```
    /// assert_eq!(quizcraft_core::ErrorCode::NoSuchGame.as_str(), "no_such_game");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidGame => "invalid_game",
            Self::InvalidAnswer => "invalid_answer",
            Self::QuestionsLimitReached => "questions_limit_reached",
            Self::NoSuchGame => "no_such_game",
            Self::NoSuchQuestion => "no_such_question",
            Self::GamePending => "game_pending",
            Self::GameFailed => "game_failed",
            Self::AlreadyAnswered => "already_answered",
            Self::OutOfOrder => "out_of_order",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::TooManyGames => "too_many_games",
            Self::Unavailable => "unavailable",
            Self::Internal => "internal",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
