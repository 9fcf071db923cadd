use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use super::{UnusableKey, jwk};
use crate::{Refusal, TokenFault};

/// A public key that verifies tokens, bound to one algorithm.
///
/// The algorithm is a property of the key, and never taken from a token
/// ([RFC 8725, 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
#[derive(Clone)]
pub struct VerificationKey {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

impl VerificationKey {
    /// Creates an Ed25519 key, for `EdDSA`, from its 32 bytes.
    #[must_use]
    pub fn ed25519(id: impl Into<String>, public_key: &[u8; 32]) -> Self {
        let key = DecodingKey::from_ed_der(public_key);
        Self::of(Some(id.into()), Algorithm::EdDSA, key)
    }

    pub(super) const fn of(id: Option<String>, algorithm: Algorithm, key: DecodingKey) -> Self {
        Self { id, algorithm, key }
    }

    /// Returns whether the key is a candidate for a token with this `kid`. A key without an id, or a token
    /// without `kid`, matches any.
    fn matches(&self, named: Option<&str>) -> bool {
        match (named, &self.id) {
            (Some(named), Some(id)) => named == id,
            _ => true,
        }
    }

    pub(super) const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) const fn key(&self) -> &DecodingKey {
        &self.key
    }
}

/// Shows the id and the algorithm, not the key.
impl fmt::Debug for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerificationKey({:?}, {:?})", self.id, self.algorithm)
    }
}

/// The public keys of an issuer. Cloning is cheap: clones share the keys.
///
/// ```
/// use quizcraft_identity::{KeySet, VerificationKey};
///
/// let keys = KeySet::new([VerificationKey::ed25519("2024-01", &[7; 32])]);
/// assert_eq!(keys.len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct KeySet(Arc<Keys>);

#[derive(Debug, Default)]
struct Keys {
    usable: Vec<VerificationKey>,
    unusable: Vec<UnusableKey>,
}

/// The text is not a JSON Web Key Set. The error does not contain the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON Web Key Set")]
pub struct InvalidKeySet;

/// A key set whose keys are not parsed yet, so that a malformed key does not affect the others.
#[derive(Deserialize)]
struct RawSet {
    keys: Vec<Value>,
}

impl KeySet {
    /// Creates a key set.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = VerificationKey>) -> Self {
        let (usable, unusable) = (keys.into_iter().collect(), Vec::new());
        Self(Arc::new(Keys { usable, unusable }))
    }

    /// Reads a JSON Web Key Set ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    ///
    /// Supported are RSA keys of 2048 to 8192 bits for RS256, P-256 for ES256 and Ed25519 for `EdDSA`.
    /// Other keys are skipped and listed by [`unusable`](Self::unusable).
    ///
    /// # Errors
    ///
    /// [`InvalidKeySet`] if the text is not a JSON object with an array `keys`.
    ///
    /// # Examples
    ///
    /// A key that is not supported does not affect the others:
    ///
    /// ```
    /// use quizcraft_identity::{KeyFault, KeySet, UnusableKey};
    ///
    /// let keys = KeySet::from_jwks(r#"{"keys": [
    ///     {"kty": "OKP", "crv": "Ed25519", "kid": "2024-01",
    ///      "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    ///     {"kty": "oct", "kid": "shared secret", "k": "c2VjcmV0"}
    /// ]}"#)?;
    /// assert_eq!(keys.len(), 1);
    /// let skipped: Vec<_> = keys.unusable().iter().map(|key| (key.id(), key.fault())).collect();
    /// assert_eq!(skipped, [(Some("shared secret"), KeyFault::Unsupported)]);
    ///
    /// assert!(KeySet::from_jwks("<html>").is_err());
    /// # Ok::<(), quizcraft_identity::InvalidKeySet>(())
    /// ```
    pub fn from_jwks(json: impl AsRef<[u8]>) -> Result<Self, InvalidKeySet> {
        let raw: RawSet = serde_json::from_slice(json.as_ref()).map_err(|_| InvalidKeySet)?;
        let mut keys = Keys::default();
        for key in &raw.keys {
            match jwk::read(key) {
                Ok(key) => keys.usable.push(key),
                Err(unusable) => keys.unusable.push(unusable),
            }
        }
        Ok(Self(Arc::new(keys)))
    }

    /// Returns the number of usable keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.usable.len()
    }

    /// Returns whether there are no usable keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.usable.is_empty()
    }

    /// Returns the keys that were skipped when the set was read, with the reasons.
    #[must_use]
    pub fn unusable(&self) -> &[UnusableKey] {
        &self.0.unusable
    }

    /// Returns whether this is a clone of `other`, not only a set with equal keys.
    pub(crate) fn ptr_eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Returns the keys that may verify a token with this `kid` and algorithm, at least one. Several keys
    /// may have the same id, also with different algorithms.
    ///
    /// # Errors
    ///
    /// - [`TokenFault::UnknownKey`] if no key has the id.
    /// - [`TokenFault::Algorithm`] if none of them is for the algorithm.
    pub(super) fn suitable(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<impl Iterator<Item = &VerificationKey>, TokenFault> {
        let named = self.0.usable.iter().filter(move |key| key.matches(id));
        named.clone().next().ok_or(TokenFault::UnknownKey)?;
        let mut suitable = named
            .filter(move |key| key.algorithm == algorithm)
            .peekable();
        suitable.peek().ok_or(TokenFault::Algorithm)?;
        Ok(suitable)
    }
}

/// A source of an issuer's keys.
///
/// A [`KeySet`] is a source whose keys never change.
///
/// Keys that an operator replaces while the service runs:
///
/// ```
/// use std::sync::{PoisonError, RwLock};
///
/// use async_trait::async_trait;
/// use quizcraft_identity::{KeySet, KeySource, Refusal, VerificationKey};
///
/// struct Replaceable(RwLock<KeySet>);
///
/// #[async_trait]
/// impl KeySource for Replaceable {
///     async fn keys(&self) -> Result<KeySet, Refusal> {
///         Ok(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
///     }
///
///     /// The current keys are the newest, so this sends no request.
///     async fn newer_keys(&self, _: &KeySet) -> Result<KeySet, Refusal> {
///         self.keys().await
///     }
/// }
///
/// # quizcraft_contract::block_on(async {
/// let source = Replaceable(RwLock::new(KeySet::default()));
/// assert!(source.keys().await?.is_empty());
/// let replaced = KeySet::new([VerificationKey::ed25519("2024-02", &[7; 32])]);
/// *source.0.write().unwrap_or_else(PoisonError::into_inner) = replaced;
/// assert_eq!(source.keys().await?.len(), 1);
/// # Ok::<(), Refusal>(())
/// # }).unwrap();
/// ```
#[async_trait]
pub trait KeySource: Send + Sync {
    /// Returns the keys of the issuer, possibly cached ones.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if no keys are cached and they cannot be fetched.
    async fn keys(&self) -> Result<KeySet, Refusal>;

    /// Returns newer keys than `known`, for a token that `known` does not verify: the issuer may have
    /// published a new key, or replaced a key under the same id.
    ///
    /// Any client can send such a token, so an implementation MUST limit the rate of its requests to the
    /// issuer. Between two requests it returns the keys that it has, and a valid token that is signed
    /// with a newer key is rejected.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if newer keys cannot be fetched.
    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal>;
}

#[async_trait]
impl KeySource for KeySet {
    async fn keys(&self) -> Result<KeySet, Refusal> {
        Ok(self.clone())
    }

    async fn newer_keys(&self, known: &KeySet) -> Result<KeySet, Refusal> {
        Ok(known.clone())
    }
}
