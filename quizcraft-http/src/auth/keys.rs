use std::fmt;
use std::sync::Arc;

use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use super::TokenFault;

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
    /// An Ed25519 key, for `EdDSA`, by its 32 bytes.
    #[must_use]
    pub fn ed25519(id: impl Into<String>, public_key: &[u8; 32]) -> Self {
        let key = DecodingKey::from_ed_der(public_key);
        Self {
            id: Some(id.into()),
            algorithm: Algorithm::EdDSA,
            key,
        }
    }

    /// The key of a JSON Web Key, if it is one for signatures that are verified here: RSA of at
    /// least 2048 bits for RS256, P-256 for ES256, Ed25519 for `EdDSA`.
    fn of(jwk: &Jwk) -> Option<Self> {
        let algorithm = algorithm(jwk)?;
        let use_fits = !matches!(&jwk.common.public_key_use, Some(PublicKeyUse::Encryption));
        let operations = jwk.common.key_operations.as_ref();
        let use_fits = use_fits
            && operations.is_none_or(|operations| operations.contains(&KeyOperations::Verify));
        let said = jwk.common.key_algorithm.as_ref();
        let algorithm_fits = said.is_none_or(|said| same(*said, algorithm));
        let key = DecodingKey::from_jwk(jwk)
            .ok()
            .filter(|_| use_fits && algorithm_fits)?;
        Some(Self {
            id: jwk.common.key_id.clone(),
            algorithm,
            key,
        })
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
pub struct KeySet(Arc<[VerificationKey]>);

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
    /// A set of these keys.
    #[must_use]
    pub fn new(keys: impl IntoIterator<Item = VerificationKey>) -> Self {
        Self(keys.into_iter().collect())
    }

    /// Reads a JSON Web Key Set ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517#section-5)).
    /// Keys that are not for signatures of a kind known here are left out.
    ///
    /// # Errors
    ///
    /// [`InvalidKeySet`] if the text is not such a set.
    pub fn from_jwks(json: impl AsRef<[u8]>) -> Result<Self, InvalidKeySet> {
        let raw: RawSet = serde_json::from_slice(json.as_ref()).map_err(|_| InvalidKeySet)?;
        let jwks = raw
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        Ok(Self::new(jwks.filter_map(|jwk| VerificationKey::of(&jwk))))
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this is a clone of `other`, not only a set of the same keys.
    #[cfg(feature = "discovery")]
    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The key of this algorithm that a token names; the only one there is, for a token that names
    /// none. Keys of different algorithms may share a name.
    pub(super) fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<&VerificationKey, TokenFault> {
        let named = |key: &&VerificationKey| id.is_none_or(|id| key.id.as_deref() == Some(id));
        let mut named = self.0.iter().filter(named).peekable();
        named.peek().ok_or(TokenFault::UnknownKey)?;
        let mut fitting = named.filter(|key| key.algorithm == algorithm);
        let key = fitting.next().ok_or(TokenFault::Algorithm)?;
        if id.is_none() && fitting.next().is_some() {
            return Err(TokenFault::NoKeyNamed);
        }
        Ok(key)
    }
}

/// The one algorithm that a key is for, by its own type.
fn algorithm(jwk: &Jwk) -> Option<Algorithm> {
    match &jwk.algorithm {
        AlgorithmParameters::RSA(rsa) if is_long_enough(&rsa.n) => Some(Algorithm::RS256),
        AlgorithmParameters::EllipticCurve(ec) if ec.curve == EllipticCurve::P256 => {
            Some(Algorithm::ES256)
        }
        AlgorithmParameters::OctetKeyPair(okp) if okp.curve == EllipticCurve::Ed25519 => {
            Some(Algorithm::EdDSA)
        }
        _ => None,
    }
}

/// Whether an RSA modulus, in base64, has at least 2048 bits.
fn is_long_enough(modulus: &str) -> bool {
    const BASE64_BITS: usize = 6;
    modulus
        .trim_start_matches('A')
        .len()
        .saturating_mul(BASE64_BITS)
        >= 2048
}

const fn same(said: KeyAlgorithm, algorithm: Algorithm) -> bool {
    matches!(
        (said, algorithm),
        (KeyAlgorithm::RS256, Algorithm::RS256)
            | (KeyAlgorithm::ES256, Algorithm::ES256)
            | (KeyAlgorithm::EdDSA, Algorithm::EdDSA)
    )
}
