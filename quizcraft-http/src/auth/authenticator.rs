use std::sync::Arc;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::gateway::Clock;
use quizcraft_core::{PlayerId, PlayerIds};

use super::{BearerToken, ClaimedEmail, Identities, Refusal, TokenVerifier};

/// Knows which player sends a request.
#[async_trait]
pub trait Authenticator: Send + Sync {
    /// The player who sends this request.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] if it is nobody's, or nobody can tell whose.
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal>;
}

/// Knows players by bearer tokens: verifies the token, learns the email address, hashes it.
#[derive(Clone)]
pub struct TokenAuthenticator {
    verifier: TokenVerifier,
    identities: Arc<dyn Identities>,
    players: PlayerIds,
    clock: Arc<dyn Clock>,
}

impl TokenAuthenticator {
    /// Verifies tokens, and goes by the email address in their claims.
    #[must_use]
    pub fn new(verifier: TokenVerifier, players: PlayerIds, clock: Arc<dyn Clock>) -> Self {
        Self {
            verifier,
            identities: Arc::new(ClaimedEmail),
            players,
            clock,
        }
    }

    /// Asks somebody else for the email address.
    #[must_use]
    pub fn with_identities(mut self, identities: Arc<dyn Identities>) -> Self {
        self.identities = identities;
        self
    }
}

#[async_trait]
impl Authenticator for TokenAuthenticator {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        let token = BearerToken::of(&request.headers)?;
        let claims = self.verifier.verify(&token, self.clock.now())?;
        let email = self.identities.email(&token, &claims).await?;
        Ok(self.players.of(&email))
    }
}
