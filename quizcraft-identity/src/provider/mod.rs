//! An OpenID Connect provider, as it describes itself.

mod cached;
mod documents;
mod error;
mod issuer;
mod reported_keys;
mod signed_userinfo;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use quizcraft_core::gateway::Clock;

pub use error::ProviderError;
pub use issuer::InvalidIssuer;

use crate::{
    BearerToken, Claims, Email, EmailClaims, Identities, KeySet, KeySource, PlayerIds, Refusal,
    TokenAuthenticator, TokenFault, TokenVerifier,
};
use cached::Cached;
use documents::{Configuration, Documents, Userinfo};
use issuer::IssuerUrl;

/// An identity provider, known by [OpenID Connect
/// discovery](https://openid.net/specs/openid-connect-discovery-1_0.html): where its keys are, and
/// whom to ask for a player's email address.
///
/// Nothing is asked before it is needed. What the provider says of itself, and its keys, are kept,
/// and asked for again in the background from the age of ten minutes on. From the age of an hour on,
/// a request waits for that, unless an attempt failed within the last minute. A token that no known
/// key fits has the keys asked for at once, though not more than once in ten seconds. While the
/// provider does not answer, what is known of it goes on serving for as long as that takes: a key
/// that the provider withdraws meanwhile is good until the provider answers again. A
/// [`TokenAuthenticator`] verifies a token again after an hour at most, so that a token of a withdrawn
/// key may be good for an hour longer than the key.
///
/// A clone shares all that.
#[derive(Clone)]
pub struct Provider {
    documents: Arc<Documents>,
    configuration: Arc<Cached<Configuration>>,
    keys: Arc<Cached<KeySet>>,
}

impl Provider {
    /// Creates the provider whose tokens say that they are from this issuer.
    ///
    /// # Errors
    ///
    /// [`InvalidIssuer`] if it is no URL whose answers could be trusted.
    pub fn new(issuer: &str) -> Result<Self, InvalidIssuer> {
        let documents = Arc::new(Documents::of(IssuerUrl::parse(issuer)?));
        let configuration = Arc::new(configuration(Arc::clone(&documents)));
        let keys = Arc::new(keys(Arc::clone(&documents), Arc::clone(&configuration)));
        Ok(Self {
            documents,
            configuration,
            keys,
        })
    }

    /// Knows the players whom this provider vouches for, by the tokens that it issues for
    /// `audience`. Where a token does not tell the player's address, the provider is asked.
    #[must_use]
    pub fn authenticator(
        &self,
        audience: impl Into<String>,
        players: PlayerIds,
        clock: Arc<dyn Clock>,
    ) -> TokenAuthenticator {
        TokenAuthenticator::new(self.verifier(audience), players, clock)
            .with_identities(Arc::new(self.clone()))
    }

    /// Verifies tokens that this provider issues for `audience`.
    #[must_use]
    pub fn verifier(&self, audience: impl Into<String>) -> TokenVerifier {
        TokenVerifier::new(self.documents.issuer(), audience, Arc::new(self.clone()))
    }
}

fn configuration(documents: Arc<Documents>) -> Cached<Configuration> {
    Cached::new(move || {
        let documents = Arc::clone(&documents);
        async move { Ok(documents.configuration().await?) }
    })
}

fn keys(documents: Arc<Documents>, places: Arc<Cached<Configuration>>) -> Cached<KeySet> {
    Cached::new(move || {
        let (documents, places) = (Arc::clone(&documents), Arc::clone(&places));
        async move { Ok(documents.keys(&places.get().await?).await?) }
    })
}

#[async_trait]
impl KeySource for Provider {
    async fn keys(&self) -> Result<KeySet, Refusal> {
        Ok(self.keys.get().await?)
    }

    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal> {
        Ok(self.keys.newer(|keys| !keys.is(known)).await?)
    }
}

/// Asks the provider's userinfo endpoint
/// ([OpenID Connect, 5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)), which
/// answers in JSON or with a JWT that one of the provider's keys has signed.
#[async_trait]
impl Identities for Provider {
    async fn email(&self, token: &BearerToken, claims: &Claims) -> Result<Email, Refusal> {
        let configuration = self.configuration.get().await?;
        let Some(endpoint) = configuration.userinfo() else {
            return Err(Refusal::EmailNotVerified);
        };
        let said = self.documents.userinfo(endpoint, token).await;
        let said = match said.map_err(refused_or_unavailable)? {
            Userinfo::Plain(said) => said,
            Userinfo::Signed(jwt) => signed_userinfo::verify(self, endpoint, &jwt, claims).await?,
        };
        // What is said of another subject must not be used, whichever endpoint returns it.
        if said.get("sub").and_then(|subject| subject.as_str()) != Some(claims.subject()) {
            return Err(TokenFault::SubjectMismatch.into());
        }
        let email = EmailClaims::default().find(|name| said.get(name));
        email.unwrap_or(Err(Refusal::EmailNotVerified))
    }
}

/// Returns what it means for a token that the userinfo endpoint did not answer to it.
fn refused_or_unavailable(error: ProviderError) -> Refusal {
    match error {
        ProviderError::Status {
            status: 401 | 403, ..
        } => TokenFault::Refused.into(),
        error => Arc::new(error).into(),
    }
}

/// Shows which provider it is.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({:?})", self.documents.issuer())
    }
}
