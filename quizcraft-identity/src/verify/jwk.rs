use std::fmt;

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey};
use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

use super::VerificationKey;

/// The reason why a JSON Web Key cannot verify tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFault {
    /// The key is not an object, or a parameter is missing or has a wrong type.
    #[error("malformed JSON Web Key")]
    Malformed,
    /// The key is not for verifying signatures, by its `use` or `key_ops`.
    #[error("not for verifying signatures")]
    Purpose,
    /// The type, curve or algorithm of the key is not supported.
    #[error("unsupported key: expected RSA for RS256, P-256 for ES256 or Ed25519 for EdDSA")]
    Unsupported,
    /// The RSA modulus has fewer than 2048 or more than 8192 bits.
    #[error("RSA modulus of {0} bits: expected 2048 to 8192")]
    Size(usize),
    /// The numbers of the key are not base64, or not a valid public key.
    #[error("its numbers are not a valid public key")]
    Numbers,
}

impl KeyFault {
    /// Returns whether the issuer may have published the key on purpose, for other services.
    #[cfg(feature = "discovery")]
    pub(crate) const fn is_by_design(self) -> bool {
        matches!(self, Self::Purpose | Self::Unsupported)
    }
}

/// A key of a key set that cannot be used, and the reason. It contains nothing of the key but its id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UnusableKey {
    id: Option<String>,
    fault: KeyFault,
}

impl UnusableKey {
    /// The maximum length of an id, in characters. Longer ids are truncated.
    const MAX_ID: usize = 200;

    fn new(key: &Value, fault: KeyFault) -> Self {
        let id = key.get("kid").and_then(Value::as_str);
        let id = id.map(|id| id.chars().take(Self::MAX_ID).collect());
        Self { id, fault }
    }

    /// Returns the key's `kid`, possibly truncated, if it has one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the reason why the key cannot be used.
    #[must_use]
    pub const fn fault(&self) -> KeyFault {
        self.fault
    }
}

impl fmt::Display for UnusableKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.id {
            Some(id) => write!(f, "the key {id:?} cannot be used: {}", self.fault),
            None => write!(f, "a key without an id cannot be used: {}", self.fault),
        }
    }
}

/// Reads a JSON Web Key ([RFC 7517](https://www.rfc-editor.org/rfc/rfc7517#section-4)).
///
/// # Errors
///
/// [`UnusableKey`] if the key cannot verify tokens.
pub(super) fn read(key: &Value) -> Result<VerificationKey, UnusableKey> {
    let parameters = Parameters::deserialize(key).map_err(|_| KeyFault::Malformed);
    let read = parameters.and_then(Parameters::into_key);
    read.map_err(|fault| UnusableKey::new(key, fault))
}

/// The parameters of a key that are read. All others are ignored.
#[derive(Deserialize)]
struct Parameters {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Parameters {
    fn into_key(self) -> Result<VerificationKey, KeyFault> {
        if !self.is_for_signatures() {
            return Err(KeyFault::Purpose);
        }
        let algorithm = self.algorithm().ok_or(KeyFault::Unsupported)?;
        let key = match algorithm {
            Algorithm::RS256 => rsa(&number(self.n.as_ref())?, &number(self.e.as_ref())?),
            Algorithm::ES256 => p256(&number(self.x.as_ref())?, &number(self.y.as_ref())?),
            _ => ed25519(&bytes(self.x.as_ref())?),
        }?;
        Ok(VerificationKey::of(self.kid, algorithm, key))
    }

    fn is_for_signatures(&self) -> bool {
        let verifies = |operations: &Vec<String>| operations.iter().any(|one| one == "verify");
        self.purpose.as_deref() != Some("enc") && self.key_ops.as_ref().is_none_or(verifies)
    }

    /// Returns the algorithm of the key's type and curve, or `None` if the key names another one.
    fn algorithm(&self) -> Option<Algorithm> {
        let (name, algorithm) = match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", _) => ("RS256", Algorithm::RS256),
            ("EC", Some("P-256")) => ("ES256", Algorithm::ES256),
            ("OKP", Some("Ed25519")) => ("EdDSA", Algorithm::EdDSA),
            _ => return None,
        };
        let fits = self.alg.as_ref().is_none_or(|alg| alg == name);
        fits.then_some(algorithm)
    }
}

/// Creates an RSA key. The limits are checked here, because the library applies them to signatures only.
fn rsa(modulus: &[u8], exponent: &[u8]) -> Result<DecodingKey, KeyFault> {
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    let size = bits(modulus);
    if !(2048..=8192).contains(&size) {
        return Err(KeyFault::Size(size));
    }
    if !is_odd(modulus) || !is_odd(exponent) || !(2..=33).contains(&bits(exponent)) {
        return Err(KeyFault::Numbers);
    }
    Ok(DecodingKey::from_rsa_raw_components(modulus, exponent))
}

/// Creates a P-256 key from the coordinates of a point.
fn p256(x: &[u8], y: &[u8]) -> Result<DecodingKey, KeyFault> {
    /// The prefix of an uncompressed point (SEC 1, 2.3.3).
    const UNCOMPRESSED: &[u8] = &[4];
    let point = [UNCOMPRESSED, &coordinate(x)?, &coordinate(y)?].concat();
    ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, &point).map_err(|_| KeyFault::Numbers)?;
    Ok(DecodingKey::from_ec_der(&point))
}

/// Creates an Ed25519 key. Its bytes are used as they are, since they are not a big-endian number.
fn ed25519(key: &[u8]) -> Result<DecodingKey, KeyFault> {
    ParsedPublicKey::new(&ED25519, key).map_err(|_| KeyFault::Numbers)?;
    Ok(DecodingKey::from_ed_der(key))
}

/// Pads a coordinate with leading zeros to 32 bytes ([RFC 7518,
/// 6.2.1.2](https://www.rfc-editor.org/rfc/rfc7518#section-6.2.1.2)).
fn coordinate(number: &[u8]) -> Result<[u8; 32], KeyFault> {
    let mut padded = [0; 32];
    let start = padded.len().checked_sub(number.len());
    let digits = start.and_then(|start| padded.get_mut(start..));
    digits.ok_or(KeyFault::Numbers)?.copy_from_slice(number);
    Ok(padded)
}

/// Returns a number as big-endian bytes without leading zeros. Some issuers add a leading zero byte, as
/// in ASN.1, or omit required ones.
fn number(parameter: Option<&String>) -> Result<Vec<u8>, KeyFault> {
    let bytes = bytes(parameter)?;
    let significant = bytes.into_iter().skip_while(|byte| *byte == 0);
    Ok(significant.collect())
}

/// Decodes a parameter. RFC 7518 requires base64url without padding; padding and the standard alphabet
/// are accepted, too, because they are unambiguous.
fn bytes(parameter: Option<&String>) -> Result<Vec<u8>, KeyFault> {
    const LENIENT: GeneralPurpose = GeneralPurpose::new(
        &URL_SAFE,
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
    );
    let text = parameter.ok_or(KeyFault::Malformed)?;
    let url_safe = text.replace('+', "-").replace('/', "_");
    LENIENT.decode(url_safe).map_err(|_| KeyFault::Numbers)
}

/// Returns the number of bits of a number without leading zeros.
fn bits(number: &[u8]) -> usize {
    const BYTE: usize = 8;
    let first = number.first().copied().unwrap_or_default();
    let zeros = usize::try_from(first.leading_zeros()).unwrap_or_default();
    number.len().saturating_mul(BYTE).saturating_sub(zeros)
}
