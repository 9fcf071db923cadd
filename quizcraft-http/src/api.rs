use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::Quiz;

use quizcraft_identity::Authenticator;

use crate::limits::{Limits, MAX_BODY_BYTES};
use crate::origin::Origin;

/// What the router serves: a quiz, whose players an authenticator knows.
#[derive(Clone)]
pub struct Api {
    pub(crate) quiz: Quiz,
    pub(crate) authenticator: Arc<dyn Authenticator>,
    pub(crate) limits: Limits,
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Api").finish_non_exhaustive()
    }
}

impl Api {
    /// The greatest size of a request's body, in bytes.
    pub const MAX_BODY_BYTES: usize = MAX_BODY_BYTES;
    /// How long a request may take, unless said otherwise.
    pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

    /// Serves this quiz to the players that the authenticator vouches for.
    #[must_use]
    pub fn new(quiz: Quiz, authenticator: Arc<dyn Authenticator>) -> Self {
        let limits = Limits {
            time: Self::DEFAULT_TIMEOUT,
            cors_origin: None,
        };
        Self {
            quiz,
            authenticator,
            limits,
        }
    }

    /// Lets pages of this origin call the API. Without it no other origin may, and no request is
    /// answered for CORS: right where something in front does that.
    #[must_use]
    pub fn with_cors_origin(mut self, origin: Origin) -> Self {
        self.limits.cors_origin = Some(origin);
        self
    }

    /// Gives a request so much time before it is answered with 503.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.limits.time = timeout;
        self
    }
}
