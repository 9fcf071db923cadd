use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use super::{UnusableKey, jwk};
use crate::{Refusal, TokenFault};

/// A public key that tokens are verified with, for one algorithm and no other.
///
/// Which algorithm that is follows from the key, never from a token
/// ([RFC 8725, 3.1](https://www.rfc-editor.org/rfc/rfc8725#section-3.1)).
#[derive(Clone)]
pub struct VerificationKey {
    id: Option<String>,
    algorithm: Algorithm,
    key: DecodingKey,
}

impl VerificationKey {
    /// Returns an Ed25519 key, for `EdDSA`, by its 32 bytes.
    #[must_use]
    pub fn ed25519(id: impl Into<String>, public_key: &[u8; 32]) -> Self {
        let key = DecodingKey::from_ed_der(public_key);
        Self::of(Some(id.into()), Algorithm::EdDSA, key)
    }

    pub(super) const fn of(id: Option<String>, algorithm: Algorithm, key: DecodingKey) -> Self {
        Self { id, algorithm, key }
    }

    /// Returns whether a token that names this key, or none, may be signed with it. A key without
    /// an id may be any that a token names.
    fn may_be(&self, named: Option<&str>) -> bool {
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

/// Shows which key it is, and not the key.
impl fmt::Debug for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerificationKey({:?}, {:?})", self.id, self.algorithm)
    }
}

/// The public keys of an issuer. A clone shares them.
#[derive(Clone, Debug, Default)]
pub struct KeySet(Arc<Keys>);

#[derive(Debug, Default)]
struct Keys {
    usable: Vec<VerificationKey>,
    unusable: Vec<UnusableKey>,
}

/// The text was no JSON Web Key Set. What it was is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no set of keys")]
pub struct InvalidKeySet;

/// A set of keys, each of them as it comes: one that can't be read leaves the others as they are.
#[derive(Deserialize)]
struct RawSet {
    keys: Vec<Value>,
}

impl KeySet {
    /// Creates a set of these keys.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = VerificationKey>) -> Self {
        let (usable, unusable) = (keys.into_iter().collect(), Vec::new());
        Self(Arc::new(Keys { usable, unusable }))
    }

    /// Reads a JSON Web Key Set ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    /// Keys that are not for signatures of a kind known here (RSA of 2048 to 8192 bits for RS256,
    /// P-256 for ES256, Ed25519 for `EdDSA`) are left out, and among the
    /// [`unusable`](Self::unusable) ones.
    ///
    /// # Errors
    ///
    /// [`InvalidKeySet`] if the text is not such a set.
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

    /// Returns how many keys there are that can be used.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.usable.len()
    }

    /// Returns whether there is none that can be used.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.usable.is_empty()
    }

    /// Returns the keys that were left out when the set was read, and why.
    #[must_use]
    pub fn unusable(&self) -> &[UnusableKey] {
        &self.0.unusable
    }

    /// Returns whether this is a clone of `other`, not only a set of the same keys.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Returns the keys of this algorithm that a token may be signed with: those of the id that it
    /// names, or any, for a token that names none. Several keys may share an id, be it of one
    /// algorithm or of different ones. There is at least one.
    pub(super) fn suitable(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<impl Iterator<Item = &VerificationKey>, TokenFault> {
        let named = self.0.usable.iter().filter(move |key| key.may_be(id));
        named.clone().next().ok_or(TokenFault::UnknownKey)?;
        let mut fitting = named
            .filter(move |key| key.algorithm == algorithm)
            .peekable();
        fitting.peek().ok_or(TokenFault::Algorithm)?;
        Ok(fitting)
    }
}

/// Where the keys of an issuer come from.
///
/// A [`KeySet`] is one itself, whose keys never change.
#[async_trait]
pub trait KeySource: Send + Sync {
    /// Returns the keys of the issuer, as far as they are known.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if none are known and none can be learned now.
    async fn keys(&self) -> Result<KeySet, Refusal>;

    /// Returns the keys of the issuer once more, for a token that none of those in `known` fits: it
    /// names another one, or its signature does not fit, since a key may have replaced another one
    /// under the same id.
    ///
    /// Any client can send such a token, so an implementation MUST bound how often it asks the
    /// issuer, and gives the keys that it has until it may ask again. A token that is good, and
    /// signed with a key of the moments between, is refused until then.
    ///
    /// # Errors
    ///
    /// [`Refusal::Unavailable`] if newer keys should have been learned and could not be.
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
