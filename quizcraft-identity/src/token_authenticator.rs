use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_core::gateway::Clock;

use crate::known_players::{KnownPlayers, Verified};
use crate::{
    ApiGatewayVerifier, Authenticator, BearerToken, Claims, Email, EmailClaims, Identities,
    PlayerIds, Refusal, TokenCache, TokenFault, TokenHash, TokenVerifier,
};

/// Authenticates players by bearer tokens: verifies the token, determines the player's email address,
/// and derives the player's id from it.
///
/// The address is in the token's claims; otherwise [`Identities`] looks it up. The result is cached for an
/// hour, or until the token expires if that is sooner: in this process, and in a [`TokenCache`] if one
/// is configured. So the identity provider receives at most one request per token and hour, also when
/// requests are concurrent. Rejections are not cached.
///
/// It requires a Tokio runtime with timers.
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_identity::{KeySet, PlayerIds, TokenAuthenticator, TokenVerifier};
/// use quizcraft_memory::SystemClock;
///
/// let keys = KeySet::from_jwks(r#"{"keys": []}"#)?;
/// let issuer = "https://id.example.org/";
/// let verifier = TokenVerifier::new(issuer, "https://quiz.example.org", Arc::new(keys));
/// let authenticator =
///     TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), Arc::new(SystemClock));
/// # drop(authenticator);
/// # Ok::<(), quizcraft_identity::InvalidKeySet>(())
/// ```
///
/// From a request with a token to its player:
///
/// ```
/// # use std::sync::Arc;
/// # use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
/// # use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
/// use http::header::AUTHORIZATION;
/// use quizcraft_identity::{
///     Authenticator, Email, KeySet, PlayerIds, TokenAuthenticator, TokenVerifier, VerificationKey,
/// };
/// use quizcraft_memory::SystemClock;
/// use serde_json::json;
///
/// # quizcraft_contract::block_on(async {
/// # let pair = Ed25519KeyPair::generate()?;
/// # let signing = EncodingKey::from_ed_der(pair.to_pkcs8v1()?.as_ref());
/// # let public_key: [u8; 32] = pair.public_key().as_ref().try_into()?;
/// # let header = Header { kid: Some("2024-01".to_owned()), ..Header::new(Algorithm::EdDSA) };
/// # let sign = |claims| encode(&header, &claims, &signing);
/// let keys = KeySet::new([VerificationKey::ed25519("2024-01", &public_key)]);
/// let verifier = TokenVerifier::new("https://id.example.org/", "quiz", Arc::new(keys));
/// let players = PlayerIds::unkeyed();
/// let authenticator = TokenAuthenticator::new(verifier, players.clone(), Arc::new(SystemClock));
///
/// let token = sign(json!({
///     "iss": "https://id.example.org/", "aud": "quiz", "sub": "ada", "exp": 9_000_000_000_u64,
///     "email": "ada@example.org", "email_verified": true,
/// }))?;
/// let request = http::Request::get("/games").header(AUTHORIZATION, format!("Bearer {token}"));
/// let player = authenticator.authenticate(&request.body(())?.into_parts().0).await?;
/// assert_eq!(player, players.of(&Email::new("ada@example.org")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap();
/// ```
#[derive(Clone)]
pub struct TokenAuthenticator {
    verification: Verification,
    email_claims: EmailClaims,
    identities: Option<Arc<dyn Identities>>,
    players: PlayerIds,
    known: KnownPlayers,
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for TokenAuthenticator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenAuthenticator").finish_non_exhaustive()
    }
}

/// Where signatures of tokens are verified.
#[derive(Clone)]
enum Verification {
    Local(TokenVerifier),
    ByApiGateway(ApiGatewayVerifier),
}

impl TokenAuthenticator {
    /// Creates an authenticator that verifies tokens and takes the email address from their claims.
    #[must_use]
    pub fn new(verifier: TokenVerifier, players: PlayerIds, clock: Arc<dyn Clock>) -> Self {
        Self::verified(Verification::Local(verifier), players, clock)
    }

    /// Creates an authenticator for a service behind API Gateway, which verifies the tokens.
    ///
    /// It reads [`ApiGatewayClaims`](crate::ApiGatewayClaims) from the request's extensions, and
    /// rejects every request without them.
    #[must_use]
    pub fn behind_api_gateway(
        verifier: ApiGatewayVerifier,
        players: PlayerIds,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self::verified(Verification::ByApiGateway(verifier), players, clock)
    }

    fn verified(verification: Verification, players: PlayerIds, clock: Arc<dyn Clock>) -> Self {
        Self {
            verification,
            email_claims: EmailClaims::default(),
            identities: None,
            players,
            known: KnownPlayers::new(),
            clock,
        }
    }

    /// Sets the names of the claims that contain the email address. They apply to the token only, not
    /// to the userinfo of a provider.
    #[must_use]
    pub fn with_email_claims(mut self, email_claims: EmailClaims) -> Self {
        self.email_claims = email_claims;
        self.known = self.known.with_empty_local_cache();
        self
    }

    /// Sets where to look up an email address that is not in the claims. Without this, such a token is
    /// rejected.
    #[must_use]
    pub fn with_identities(mut self, identities: Arc<dyn Identities>) -> Self {
        self.identities = Some(identities);
        self.known = self.known.with_empty_local_cache();
        self
    }

    /// Sets a cache, shared between processes, for players whose addresses were looked up.
    #[must_use]
    pub fn with_cache(mut self, cache: Arc<dyn TokenCache>) -> Self {
        self.known = KnownPlayers::with_cache(cache);
        self
    }

    /// Returns the player of the request's token. Verifies the token unless it is cached.
    async fn authenticate_locally(
        &self,
        verifier: &TokenVerifier,
        request: &Parts,
    ) -> Result<PlayerId, Refusal> {
        let (token, now) = (
            BearerToken::from_headers(&request.headers)?,
            self.clock.now(),
        );
        let hash = TokenHash::of(token.expose());
        if let Some(player) = self.known.find_local(&hash, now) {
            return Ok(player);
        }
        let claims = verifier.verify(&token, now).await?;
        let expires = claims.expires();
        let verified = Verified { hash, now, expires };
        let Some(email) = self.claimed_email(&claims) else {
            return self.look_up(verified, token, claims).await;
        };
        let player = self.players.of(&email?);
        self.known.insert_local(&verified, player);
        self.check_not_expired(&claims)?;
        Ok(player)
    }

    /// Returns the player of the claims that API Gateway verified. They are checked on every request.
    async fn authenticate_by_api_gateway(
        &self,
        verifier: &ApiGatewayVerifier,
        request: &Parts,
    ) -> Result<PlayerId, Refusal> {
        let now = self.clock.now();
        let claims = verifier.verify(request, now)?;
        if let Some(email) = self.claimed_email(&claims) {
            return Ok(self.players.of(&email?));
        }
        let token = ApiGatewayVerifier::token(request, &claims)?;
        let hash = TokenHash::of(token.expose());
        if let Some(player) = self.known.find_local(&hash, now) {
            return Ok(player);
        }
        let expires = claims.expires();
        let verified = Verified { hash, now, expires };
        self.look_up(verified, token, claims).await
    }

    /// Returns the verified address in the claims, if they contain one.
    fn claimed_email(&self, claims: &Claims) -> Option<Result<Email, Refusal>> {
        self.email_claims.find(|name| claims.get(name))
    }

    /// Returns the player of a token without an address, from the shared cache or else the identities.
    async fn look_up(
        &self,
        verified: Verified,
        token: BearerToken,
        claims: Claims,
    ) -> Result<PlayerId, Refusal> {
        let identities = self.identities.clone().ok_or(Refusal::EmailNotVerified)?;
        let (players, verified_claims) = (self.players.clone(), claims.clone());
        let query = async move {
            let email = identities.email(&token, &verified_claims).await?;
            Ok(players.of(&email))
        };
        let player = self.known.look_up(verified, query).await?;
        self.check_not_expired(&claims)?;
        Ok(player)
    }

    /// Checks that the token did not expire during requests to the identity provider or the cache.
    fn check_not_expired(&self, claims: &Claims) -> Result<(), TokenFault> {
        if self.clock.now() < claims.expires() {
            Ok(())
        } else {
            Err(TokenFault::Expired)
        }
    }
}

#[async_trait]
impl Authenticator for TokenAuthenticator {
    async fn authenticate(&self, request: &Parts) -> Result<PlayerId, Refusal> {
        match &self.verification {
            Verification::Local(verifier) => self.authenticate_locally(verifier, request).await,
            Verification::ByApiGateway(verifier) => {
                self.authenticate_by_api_gateway(verifier, request).await
            }
        }
    }
}
