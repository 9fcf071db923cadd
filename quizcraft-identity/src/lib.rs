//! Authenticates the player who sends a request, by its bearer token. Any driving adapter can use it.
//!
//! [`TokenAuthenticator`] runs these steps:
//!
//! 1. **Local cache**: returns the player of a token that this process authenticated before.
//! 2. **Verification**: [`TokenVerifier`] checks signature and claims. Behind Amazon API Gateway,
//!    [`ApiGatewayVerifier`] checks the claims that API Gateway verified, before step 1.
//! 3. **Email address**: taken from the claims, or else from the shared [`TokenCache`] (as a player
//!    id) or from [`Identities`].
//! 4. **Player id**: [`PlayerIds`] hashes the address.
//!
//! An application with its own players implements [`Authenticator`] instead, and needs no feature.
//!
//! | feature | adds |
//! | --- | --- |
//! | (none) | [`Authenticator`], [`Refusal`], [`Email`], [`PlayerIds`], [`TokenCache`] |
//! | `tokens` | [`TokenAuthenticator`], and verification of tokens with a fixed key set |
//! | `discovery` | [`Provider`]: an OpenID Connect provider, configured by its URL (implies `tokens`) |
//! | `public-roots` | `Provider::with_public_roots`: the roots of public certificate authorities, for systems without a trust store (implies `discovery`) |
//! | `mock` | `MockTokenCache` |
//!
//! With the feature `discovery`, an application configures only the provider's URL and the audience:
//!
//! ```
//! # #[cfg(not(feature = "discovery"))]
//! # fn main() {}
//! # #[cfg(feature = "discovery")]
//! # fn main() -> Result<(), quizcraft_identity::InvalidIssuer> {
//! # use std::sync::Arc;
//! use quizcraft_identity::{PlayerIds, Provider, TokenAuthenticator};
//! use quizcraft_memory::SystemClock;
//!
//! let provider = Provider::new("https://id.example.org/")?;
//! let audience = "https://quiz.example.org";
//! let authenticator: TokenAuthenticator =
//!     provider.authenticator(audience, PlayerIds::unkeyed(), Arc::new(SystemClock));
//! # drop(authenticator);
//! # Ok(())
//! # }
//! ```

#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "tokens")]
mod address;
#[cfg(feature = "tokens")]
mod api_gateway;
mod authenticator;
mod bearer_token;
mod email;
#[cfg(feature = "tokens")]
mod known_players;
mod player_ids;
#[cfg(feature = "discovery")]
mod provider;
#[cfg(feature = "tokens")]
mod token_authenticator;
mod token_cache;
#[cfg(feature = "tokens")]
mod verify;

pub use authenticator::{Authenticator, Refusal, RefusalCode};
pub use bearer_token::{BearerToken, TokenFault};
pub use email::{Email, InvalidEmail};
pub use player_ids::{PlayerIdKey, PlayerIds, ShortKey};
pub use token_cache::{KnownPlayer, TokenCache, TokenHash};

#[cfg(feature = "mock")]
pub use token_cache::MockTokenCache;

#[cfg(feature = "tokens")]
pub use {
    address::{EmailClaims, Identities},
    api_gateway::{ApiGatewayClaims, ApiGatewayVerifier},
    token_authenticator::TokenAuthenticator,
    verify::{
        Claims, InvalidKeySet, KeyFault, KeySet, KeySource, TokenVerifier, UnusableKey,
        VerificationKey,
    },
};

#[cfg(feature = "discovery")]
pub use provider::{
    FetchObserver, InvalidIssuer, Provider, ProviderDocument, ProviderError, SignInEndpoints,
};
