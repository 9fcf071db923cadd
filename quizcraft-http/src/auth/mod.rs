//! Who sends a request: from the bearer token to the player.
//!
//! An application with players of its own implements [`Authenticator`]. One whose players sign in
//! at an OpenID Connect provider builds a [`TokenAuthenticator`]:
//!
//! ```
//! # use std::sync::Arc;
//! use quizcraft_core::PlayerIds;
//! use quizcraft_http::auth::{KeySet, TokenAuthenticator, TokenVerifier};
//! use quizcraft_memory::SystemClock;
//!
//! let keys = KeySet::from_jwks(r#"{"keys": []}"#)?;
//! let verifier = TokenVerifier::new("https://id.example.org/", "https://quiz.example.org", keys);
//! let authenticator = TokenAuthenticator::new(verifier, PlayerIds::unkeyed(), Arc::new(SystemClock));
//! # drop(authenticator);
//! # Ok::<(), quizcraft_http::auth::InvalidKeySet>(())
//! ```

mod authenticator;
mod bearer;
mod claims;
#[cfg(feature = "discovery")]
mod discovery;
mod identity;
mod keys;
mod refusal;
mod verifier;

pub use authenticator::{Authenticator, TokenAuthenticator};
pub use bearer::BearerToken;
pub use claims::Claims;
#[cfg(feature = "discovery")]
pub use discovery::{DiscoveryError, discover};
pub use identity::{ClaimedEmail, Identities};
pub use keys::{InvalidKeySet, KeySet, VerificationKey};
pub use refusal::{Refusal, TokenFault};
pub use verifier::TokenVerifier;
