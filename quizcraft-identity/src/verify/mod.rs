//! Verification of tokens.

pub(crate) mod claims;
mod jwk;
pub(crate) mod jws;
mod keys;
pub(crate) mod token_type;

use std::fmt;
use std::sync::Arc;

use quizcraft_core::Timestamp;

use crate::{BearerToken, Refusal, TokenFault};
use jws::SignedJwt;

pub use claims::Claims;
pub use jwk::{KeyFault, UnusableKey};
pub use keys::{InvalidKeySet, KeySet, KeySource, VerificationKey};

/// Verifies access tokens that one issuer issues for one audience.
///
/// It follows [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725):
///
/// - The algorithm is bound to the key.
/// - The issuer and the audience are compared byte by byte. The audience is `aud`, or `client_id` if
///   the token has no `aud`.
/// - `sub` and `exp` are required.
/// - Tokens with critical extensions, and tokens of another type than access tokens, are rejected.
/// - Keys within a token (`jwk`, `jku`, `x5c`) are ignored.
#[derive(Clone)]
pub struct TokenVerifier {
    expected: Expected,
    keys: Arc<dyn KeySource>,
}

impl TokenVerifier {
    /// Creates a verifier of tokens that `issuer` issues for `audience`, signed with one of `keys`.
    #[must_use]
    pub fn new(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        keys: Arc<dyn KeySource>,
    ) -> Self {
        Self {
            expected: Expected::new(issuer, audience),
            keys,
        }
    }

    /// Returns the claims of a token that is valid at `now`.
    ///
    /// # Errors
    ///
    /// - [`Refusal::InvalidToken`] with the first fault. The signature is checked before the claims.
    /// - [`Refusal::Unavailable`] if the keys of the issuer cannot be fetched.
    ///
    /// # Examples
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
    /// # use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
    /// use quizcraft_core::Timestamp;
    /// use quizcraft_identity::{
    ///     BearerToken, KeySet, Refusal, TokenFault, TokenVerifier, VerificationKey,
    /// };
    /// use serde_json::json;
    ///
    /// # quizcraft_contract::block_on(async {
    /// # let pair = Ed25519KeyPair::generate()?;
    /// # let signing = EncodingKey::from_ed_der(pair.to_pkcs8v1()?.as_ref());
    /// # let public_key: [u8; 32] = pair.public_key().as_ref().try_into()?;
    /// # let sign = |claims| encode(&Header::new(Algorithm::EdDSA), &claims, &signing);
    /// let keys = Arc::new(KeySet::new([VerificationKey::ed25519("2024-01", &public_key)]));
    /// let claims = json!({"iss": "https://id.example.org/", "aud": "quiz", "sub": "ada", "exp": 100});
    /// let (token, now) = (BearerToken::new(&sign(claims)?)?, Timestamp::from_secs(99));
    ///
    /// let verifier = TokenVerifier::new("https://id.example.org/", "quiz", keys.clone());
    /// assert_eq!(verifier.verify(&token, now).await?.subject(), "ada");
    /// let expired = verifier.verify(&token, Timestamp::from_secs(100)).await;
    /// assert!(matches!(expired, Err(Refusal::InvalidToken(TokenFault::Expired))));
    ///
    /// let other = TokenVerifier::new("https://id.example.org/", "chess", keys);
    /// let refused = other.verify(&token, now).await;
    /// assert!(matches!(refused, Err(Refusal::InvalidToken(TokenFault::Audience))));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # }).unwrap();
    /// ```
    pub async fn verify(&self, token: &BearerToken, now: Timestamp) -> Result<Claims, Refusal> {
        let token = SignedJwt::read(token.expose())?;
        token_type::check_media_type(token.media_type())?;
        let claims = Claims::read(token.claims(&*self.keys).await?)?;
        self.expected.check(&claims, now)?;
        Ok(claims)
    }
}

/// Shows the issuer and the audience.
impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (issuer, audience) = (self.expected.issuer(), self.expected.audience());
        write!(f, "TokenVerifier({issuer:?}, {audience:?})")
    }
}

/// The accepted issuer and audience, and the rules for claims.
///
/// The rules are the same, whether this service or API Gateway verified the signature.
#[derive(Clone, Debug)]
pub(crate) struct Expected {
    issuer: String,
    audience: String,
}

impl Expected {
    pub(crate) fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
        }
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(crate) fn audience(&self) -> &str {
        &self.audience
    }

    /// Checks the claims of a token whose signature is verified.
    ///
    /// # Errors
    ///
    /// The first fault, in the order issuer, token type, audience, times.
    pub(crate) fn check(&self, claims: &Claims, now: Timestamp) -> Result<(), TokenFault> {
        claims.check_issuer(&self.issuer)?;
        token_type::check_claims(claims)?;
        claims.check_audience(&self.audience)?;
        claims.check_time(now)
    }
}
