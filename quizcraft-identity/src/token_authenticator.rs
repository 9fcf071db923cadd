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

/// Knows players by bearer tokens: the token is verified, the player's email address learned, and
/// its hash is the player.
///
/// The address is in the token's claims, or else [`Identities`] are asked for it. Who is known is
/// remembered for an hour, or until the token expires if that is sooner: in this process, and in a
/// [`TokenCache`] if there is one. So the provider is asked for a token once an hour, however many
/// requests come with it, and however many at once. What it refuses is not remembered.
///
/// It needs the runtime tokio with timers, as the router does.
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

/// Who verifies tokens.
#[derive(Clone)]
enum Verification {
    ByUs(TokenVerifier),
    ByGateway(ApiGatewayVerifier),
}

impl TokenAuthenticator {
    /// Verifies tokens, and goes by the email address in their claims.
    #[must_use]
    pub fn new(verifier: TokenVerifier, players: PlayerIds, clock: Arc<dyn Clock>) -> Self {
        Self::verified(Verification::ByUs(verifier), players, clock)
    }

    /// Believes the gateway that stands in front of this service and has verified the tokens.
    ///
    /// Only behind one: what it verified comes as [`ApiGatewayClaims`](crate::ApiGatewayClaims), and a
    /// request without them is refused, whatever token it has.
    #[must_use]
    pub fn behind_api_gateway(
        verifier: ApiGatewayVerifier,
        players: PlayerIds,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self::verified(Verification::ByGateway(verifier), players, clock)
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

    /// Looks for the email address in other claims of the token. What else identities say has
    /// the standard names all the same.
    #[must_use]
    pub fn with_email_claims(mut self, email_claims: EmailClaims) -> Self {
        self.email_claims = email_claims;
        self.known = self.known.forgotten();
        self
    }

    /// Looks the email address up where the claims do not contain it. Without this, such a
    /// token is refused.
    #[must_use]
    pub fn with_identities(mut self, identities: Arc<dyn Identities>) -> Self {
        self.identities = Some(identities);
        self.known = self.known.forgotten();
        self
    }

    /// Remembers beyond this process, and shares with others, which players the identities named.
    #[must_use]
    pub fn with_cache(mut self, cache: Arc<dyn TokenCache>) -> Self {
        self.known = KnownPlayers::with_cache(cache);
        self
    }

    /// Returns the player of a token that is verified here, which is done once.
    async fn verify(&self, verifier: &TokenVerifier, request: &Parts) -> Result<PlayerId, Refusal> {
        let (token, now) = (
            BearerToken::from_headers(&request.headers)?,
            self.clock.now(),
        );
        let hash = TokenHash::of(token.expose());
        if let Some(player) = self.known.recall(&hash, now) {
            return Ok(player);
        }
        let claims = verifier.verify(&token, now).await?;
        let expires = claims.expires();
        let verified = Verified { hash, now, expires };
        let Some(email) = self.claimed(&claims) else {
            return self.look_up(verified, token, claims).await;
        };
        let player = self.players.of(&email?);
        self.known.keep(&verified, player);
        self.still_good(&claims)?;
        Ok(player)
    }

    /// Returns the player whose claims a gateway verified, as it does for every request.
    async fn authenticate_gateway(
        &self,
        verifier: &ApiGatewayVerifier,
        request: &Parts,
    ) -> Result<PlayerId, Refusal> {
        let now = self.clock.now();
        let claims = verifier.verify(request, now)?;
        if let Some(email) = self.claimed(&claims) {
            return Ok(self.players.of(&email?));
        }
        let token = ApiGatewayVerifier::token(request, &claims)?;
        let hash = TokenHash::of(token.expose());
        if let Some(player) = self.known.recall(&hash, now) {
            return Ok(player);
        }
        let expires = claims.expires();
        let verified = Verified { hash, now, expires };
        self.look_up(verified, token, claims).await
    }

    /// Returns the address in the claims, if they have one.
    fn claimed(&self, claims: &Claims) -> Option<Result<Email, Refusal>> {
        self.email_claims.find(|name| claims.get(name))
    }

    /// Returns the player whom others know: the cache, or else the identities.
    async fn look_up(
        &self,
        verified: Verified,
        token: BearerToken,
        claims: Claims,
    ) -> Result<PlayerId, Refusal> {
        let identities = self.identities.clone().ok_or(Refusal::EmailNotVerified)?;
        let (players, asked) = (self.players.clone(), claims.clone());
        let ask = async move {
            let email = identities.email(&token, &asked).await?;
            Ok(players.of(&email))
        };
        let player = self.known.look_up(verified, ask).await?;
        self.still_good(&claims)?;
        Ok(player)
    }

    /// Checks that the token has not expired while others were asked about it.
    fn still_good(&self, claims: &Claims) -> Result<(), TokenFault> {
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
            Verification::ByUs(verifier) => self.verify(verifier, request).await,
            Verification::ByGateway(verifier) => self.authenticate_gateway(verifier, request).await,
        }
    }
}
