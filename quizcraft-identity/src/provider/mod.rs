//! OpenID Connect providers: discovery, keys and userinfo.

mod cached;
mod documents;
mod error;
mod issuer;
mod observer;
#[cfg(feature = "public-roots")]
mod public_roots;
mod reported_keys;
mod sign_in;
mod signed_userinfo;

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use quizcraft_core::gateway::Clock;

pub use error::ProviderError;
pub use issuer::InvalidIssuer;
pub use observer::{FetchObserver, ProviderDocument};
pub use sign_in::SignInEndpoints;

use crate::{
    BearerToken, Claims, Email, EmailClaims, Identities, KeySet, KeySource, PlayerIds, Refusal,
    TokenAuthenticator, TokenFault, TokenVerifier,
};
use cached::Cached;
use documents::{Configuration, Documents, Userinfo};
use issuer::IssuerUrl;

/// An identity provider, found by [OpenID Connect
/// discovery](https://openid.net/specs/openid-connect-discovery-1_0.html). It supplies keys and
/// email addresses.
///
/// # Caching
///
/// The discovery document and the keys are fetched at first use and cached. Clones share the cache.
///
/// - **Fresh**: for ten minutes, cached values are used without a request.
/// - **Stale**: from then on, they are refreshed in the background. From the age of an hour on,
///   requests wait for the refresh, unless one failed within the last minute.
/// - **Unknown key**: a token that no cached key verifies triggers a refresh of the keys, at most once
///   in ten seconds.
/// - **Outage**: while a refresh fails, cached values are used, without a time limit. So a key that
///   the provider withdraws during an outage is accepted until the provider responds again.
///
/// A [`TokenAuthenticator`] caches players for up to an hour, so it may accept a token for that long
/// after its key was withdrawn.
///
/// # Examples
///
/// ```
/// use quizcraft_identity::Provider;
///
/// assert!(Provider::new("https://id.example.org/").is_ok());
/// assert!(Provider::new("http://127.0.0.1:9000/").is_ok());
/// assert!(Provider::new("http://id.example.org/").is_err());
/// ```
#[derive(Clone)]
pub struct Provider {
    documents: Arc<Documents>,
    configuration: Arc<Cached<Configuration>>,
    keys: Arc<Cached<KeySet>>,
}

impl Provider {
    /// Creates a provider from its issuer URL, exactly as it is in the claim `iss`. Sends no request.
    ///
    /// # Errors
    ///
    /// [`InvalidIssuer`] if the text is not an https URL (or http on loopback), or if it contains a user,
    /// a query or a fragment.
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

    /// Reports each request to the provider to an observer. The provider and its clones keep the first
    /// observer that they are given.
    #[must_use]
    pub fn with_observer(self, observer: Arc<dyn FetchObserver>) -> Self {
        self.documents.observe(observer);
        self
    }

    /// Trusts the certificates of public certificate authorities, in addition to the system's trust store.
    ///
    /// Without it, a system without a trust store, such as a minimal container, cannot connect to the
    /// provider. The root certificates are those of Mozilla, which are compiled into the program. They are
    /// loaded with the first request to the provider; call this before. Clones trust them, too.
    #[cfg(feature = "public-roots")]
    #[must_use]
    pub fn with_public_roots(self) -> Self {
        self.documents.trust_public_roots();
        self
    }

    /// Returns an authenticator of players by tokens that this provider issues for `audience`. If a token
    /// does not contain the email address, the provider's userinfo endpoint is queried.
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

    /// Returns a verifier of tokens that this provider issues for `audience`.
    ///
    /// The first token that is verified causes the first request to the provider:
    ///
    /// ```no_run
    /// use quizcraft_core::Timestamp;
    /// use quizcraft_identity::{BearerToken, Claims, Provider, Refusal};
    ///
    /// async fn verify(provider: &Provider, token: &str, now: Timestamp) -> Result<Claims, Refusal> {
    ///     provider.verifier("quiz").verify(&BearerToken::new(token)?, now).await
    /// }
    /// ```
    #[must_use]
    pub fn verifier(&self, audience: impl Into<String>) -> TokenVerifier {
        TokenVerifier::new(self.documents.issuer(), audience, Arc::new(self.clone()))
    }

    /// Returns the issuer URL.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.documents.issuer()
    }

    /// Returns the endpoints of the authorization code flow, or `None` if the provider has none that are secure. They are
    /// part of the cached discovery document.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if the discovery document is not cached and cannot be fetched.
    pub async fn sign_in_endpoints(&self) -> Result<Option<SignInEndpoints>, Refusal> {
        Ok(self.configuration.get().await?.sign_in().cloned())
    }
}

fn configuration(documents: Arc<Documents>) -> Cached<Configuration> {
    Cached::new(move || {
        let documents = Arc::clone(&documents);
        async move { Ok(documents.configuration().await?) }
    })
}

fn keys(documents: Arc<Documents>, configuration: Arc<Cached<Configuration>>) -> Cached<KeySet> {
    Cached::new(move || {
        let (documents, configuration) = (Arc::clone(&documents), Arc::clone(&configuration));
        async move { Ok(documents.keys(&configuration.get().await?).await?) }
    })
}

#[async_trait]
impl KeySource for Provider {
    async fn keys(&self) -> Result<KeySet, Refusal> {
        Ok(self.keys.get().await?)
    }

    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal> {
        Ok(self.keys.newer(|keys| !keys.ptr_eq(known)).await?)
    }
}

/// Queries the provider's userinfo endpoint
/// ([OpenID Connect, 5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo)). The
/// response is JSON, or a JWT signed with a key of the provider.
#[async_trait]
impl Identities for Provider {
    async fn email(&self, token: &BearerToken, claims: &Claims) -> Result<Email, Refusal> {
        let configuration = self.configuration.get().await?;
        let Some(endpoint) = configuration.userinfo() else {
            return Err(Refusal::EmailNotVerified);
        };
        let userinfo = self.documents.userinfo(endpoint, token).await;
        let claimed = match userinfo.map_err(rejected_or_unavailable)? {
            Userinfo::Plain(claims) => claims,
            Userinfo::Signed(jwt) => signed_userinfo::verify(self, endpoint, &jwt, claims).await?,
        };
        // Userinfo about another subject must not be used (OpenID Connect, 5.3.2).
        if claimed.get("sub").and_then(|subject| subject.as_str()) != Some(claims.subject()) {
            return Err(TokenFault::SubjectMismatch.into());
        }
        let email = EmailClaims::default().find(|name| claimed.get(name));
        email.unwrap_or(Err(Refusal::EmailNotVerified))
    }
}

/// Converts an error of the userinfo endpoint: 401 and 403 reject the token.
fn rejected_or_unavailable(error: ProviderError) -> Refusal {
    match error {
        ProviderError::Status {
            status: 401 | 403, ..
        } => TokenFault::Refused.into(),
        error => Arc::new(error).into(),
    }
}

/// Shows the issuer.
impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({:?})", self.documents.issuer())
    }
}
