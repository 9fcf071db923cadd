use std::error::Error;
use std::fmt;

/// Any error, as the source of another.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A gateway could not do what it was asked for, split by what can be done about it.
///
/// What the domain expects to happen (a game that isn't there, an answer that came second) is
/// never an error of a gateway, but part of what its methods return.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GatewayError {
    /// It does not answer now, or not in time. The call may have taken effect in full, or not at
    /// all. The same call with the same arguments may succeed later, and is safe to repeat.
    ///
    /// That holds for a call, not for a use case: a use case that draws a new id on each try, such
    /// as [`start`](crate::Quiz::start) without an idempotency key, does not repeat the same call.
    #[error("the gateway is temporarily unavailable")]
    Unavailable(#[source] BoxError),
    /// What is stored under this key makes no sense. Other keys are not touched by that.
    #[error("the stored record {key} is malformed")]
    Unreadable {
        /// Where it is stored; never what.
        key: String,
        /// What is wrong with it.
        source: BoxError,
    },
    /// It will not work before somebody repairs it: a missing table, a missing permission.
    #[error("the gateway failed")]
    Broken(#[source] BoxError),
}

/// An error with all its causes, for a log line: each after the one that it caused.
///
/// ```
/// use quizcraft_core::gateway::{Causes, GatewayError};
///
/// let error = GatewayError::Broken("access denied".into());
/// assert_eq!(Causes(&error).to_string(), "the gateway does not work: access denied");
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
