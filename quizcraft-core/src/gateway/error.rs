use std::error::Error;
use std::fmt;

/// Any error, as the source of another.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A gateway failed, classified by what the caller can do about it.
///
/// Outcomes that the domain expects (a missing game, a second answer) are return values of the
/// methods, never errors.
///
/// The use cases convert it to their own error, and keep its cause for the log:
///
/// ```
/// use quizcraft_core::gateway::{Causes, GatewayError};
/// use quizcraft_core::{Error, ErrorCode};
///
/// let error = Error::from(GatewayError::Unavailable("connection refused".into()));
/// assert_eq!(error.code(), ErrorCode::Unavailable);
/// assert!(!error.to_string().contains("connection"), "the player does not read the cause");
/// assert!(Causes(&error).to_string().ends_with("connection refused"));
///
/// let key = "game 07".to_owned();
/// let malformed = GatewayError::Unreadable { key, source: "no status".into() };
/// assert_eq!(Error::from(malformed).code(), ErrorCode::Internal);
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayError {
    /// A transient error, or a timeout. The call took effect in full or not at all. A retry with the
    /// same arguments is safe, and may succeed.
    ///
    /// That holds for a call, not for a use case: a use case that draws a new id on each try, such
    /// as [`start`](crate::Quiz::start) without an idempotency key, does not repeat the same call.
    #[error("the gateway is temporarily unavailable")]
    Unavailable(#[source] BoxError),
    /// The record under this key is malformed. Other records are not affected.
    #[error("the stored record {key} is malformed")]
    Unreadable {
        /// The key of the record, never its content.
        key: String,
        /// What is wrong with the record.
        source: BoxError,
    },
    /// The store has no room for further records of the player. The call had no effect. Reads and other
    /// players are not affected. A retry fails until records of the player expire or an operator
    /// removes some.
    #[error("the store has no room for further records of the player")]
    Full(#[source] BoxError),
    /// A permanent error that an operator must fix, such as a missing table or permission.
    #[error("the gateway failed")]
    Broken(#[source] BoxError),
}

/// Displays an error with its chain of sources, for a log line.
///
/// ```
/// use quizcraft_core::gateway::{Causes, GatewayError};
///
/// let error = GatewayError::Broken("access denied".into());
/// assert_eq!(Causes(&error).to_string(), "the gateway failed: access denied");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Causes<'a>(pub &'a (dyn Error + 'static));

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut cause = self.0.source();
        while let Some(error) = cause {
            write!(f, ": {error}")?;
            cause = error.source();
        }
        Ok(())
    }
}
