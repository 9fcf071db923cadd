//! Who sends a request: the way from a bearer token to a player, for any driving adapter.
//!
//! A token goes through four steps, which [`TokenAuthenticator`] states in order:
//!
//! 1. **known**: a token that was verified before stands for its player, in this process or in a
//!    [`TokenCache`];
//! 2. **verified**: [`TokenVerifier`] checks signature and claims, or [`ApiGatewayVerifier`] the claims
//!    that Amazon API Gateway verified;
//! 3. **address**: the claims tell the player's verified [`Email`], or [`Identities`] are queried;
//! 4. **player**: [`PlayerIds`] hash the address.
//!
//! An application with players of its own implements [`Authenticator`] instead, and needs none of
//! the features.
//!
//! | feature | adds |
//! | --- | --- |
//! | (none) | [`Authenticator`], [`Refusal`], [`Email`], [`PlayerIds`], [`TokenCache`] |
//! | `tokens` | [`TokenAuthenticator`] and the verification of tokens with given keys |
//! | `discovery` | [`Provider`]: an OpenID Connect provider known by its URL (implies `tokens`) |
//! | `mock` | `MockTokenCache` |
//!
//! With the feature `discovery`, the provider's URL is all that a host has to know:
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
pub use provider::{InvalidIssuer, Provider, ProviderError};
