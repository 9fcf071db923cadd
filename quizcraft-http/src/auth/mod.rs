//! Who sends a request: from the bearer token to the player.
//!
//! An application with players of its own implements [`Authenticator`]. One whose players sign in
//! at an OpenID Connect provider builds a [`TokenAuthenticator`]. With the feature `discovery`, the
//! provider's URL is all that it has to know:
//!
//! ```
//! # #[cfg(not(feature = "discovery"))]
//! # fn main() {}
//! # #[cfg(feature = "discovery")]
//! # fn main() -> Result<(), quizcraft_http::auth::InvalidIssuer> {
//! # use std::sync::Arc;
//! use quizcraft_core::PlayerIds;
//! use quizcraft_http::TokenAuthenticator;
//! use quizcraft_http::auth::Provider;
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
//!
//! Without the feature, a [`TokenVerifier`] takes the keys that it is given. Behind a gateway that
//! verifies tokens, [`TokenAuthenticator::behind_gateway`] believes what that hands over.

mod authenticator;
mod bearer;
mod claims;
mod email;
mod expected;
mod fault;
mod gateway;
mod identity;
mod jwk;
mod jws;
mod key_source;
mod keys;
mod known_players;
#[cfg(feature = "discovery")]
mod provider;
mod refusal;
mod single_flight;
mod token_authenticator;
mod token_type;
mod verifier;

pub use authenticator::Authenticator;
pub use bearer::BearerToken;
pub use claims::Claims;
pub use email::EmailClaims;
pub use fault::TokenFault;
pub use gateway::{GatewayClaims, GatewayVerifier};
pub use identity::Identities;
pub use jwk::{KeyFault, UnusableKey};
pub use key_source::KeySource;
pub use keys::{InvalidKeySet, KeySet, VerificationKey};
#[cfg(feature = "discovery")]
pub use provider::{InvalidIssuer, Provider, ProviderError};
pub use refusal::Refusal;
pub use token_authenticator::TokenAuthenticator;
pub use verifier::TokenVerifier;
