use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm::{ES256, EdDSA, RS256};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use serde_json::{Map, Value};

use super::keys::VerificationKey;
use super::{KeySet, KeySource};
use crate::{Refusal, TokenFault};

/// A signed JWT in compact serialization, with a supported header. Its signature is not verified yet.
pub(crate) struct SignedJwt<'a> {
    text: &'a str,
    header: Header,
}

impl<'a> SignedJwt<'a> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// A [`TokenFault`] if the text is not a JWT, its algorithm is not supported, its signature is not
    /// base64url, or it has critical extensions.
    pub(crate) fn read(text: &'a str) -> Result<Self, TokenFault> {
        let [encoded, _, signature] = parts(text)?;
        let header = decode_header(text).map_err(|_| TokenFault::Header)?;
        if !matches!(header.alg, RS256 | ES256 | EdDSA) {
            return Err(TokenFault::Algorithm);
        }
        if has_critical(encoded) {
            return Err(TokenFault::Critical);
        }
        if signature.is_empty() || URL_SAFE_NO_PAD.decode(signature).is_err() {
            return Err(TokenFault::Signature);
        }
        Ok(Self { text, header })
    }

    /// Returns the parameter `typ` of the header.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// Verifies the signature with the issuer's keys, and returns the claims. Does not check the claims.
    ///
    /// # Errors
    ///
    /// - [`Refusal::InvalidToken`] if no key verifies the signature.
    /// - [`Refusal::Unavailable`] if the keys cannot be fetched.
    pub(crate) async fn claims(&self, keys: &dyn KeySource) -> Result<Map<String, Value>, Refusal> {
        let known = keys.keys().await?;
        let fault = match self.verify_with_any(&known) {
            Err(fault) if may_need_newer_keys(fault) => fault,
            outcome => return Ok(outcome?),
        };
        let newer = keys.newer_keys(&known).await?;
        if newer.ptr_eq(&known) {
            return Err(fault.into());
        }
        Ok(self.verify_with_any(&newer)?)
    }

    /// Returns the claims if one of the keys verifies the signature. Tries every suitable key, because
    /// several keys may have the same id, and a token need not name a key.
    fn verify_with_any(&self, keys: &KeySet) -> Result<Map<String, Value>, TokenFault> {
        let suitable = keys.suitable(self.header.kid.as_deref(), self.header.alg)?;
        let outcomes = suitable.map(|key| self.verify_with(key));
        // Any other fault means that the signature is valid, so no other key needs to be tried.
        let mut conclusive = outcomes.filter(|outcome| *outcome != Err(TokenFault::Signature));
        conclusive.next().unwrap_or(Err(TokenFault::Signature))
    }

    /// Returns the claims if the key verifies the signature. Times and audience are checked elsewhere:
    /// the library would use the system's clock.
    fn verify_with(&self, key: &VerificationKey) -> Result<Map<String, Value>, TokenFault> {
        let mut signature_only = Validation::new(key.algorithm());
        signature_only.required_spec_claims.clear();
        signature_only.validate_exp = false;
        signature_only.validate_aud = false;
        match decode(self.text, key.key(), &signature_only) {
            Ok(data) => Ok(data.claims),
            Err(error) => Err(match error.kind() {
                ErrorKind::Json(_) | ErrorKind::Utf8(_) => TokenFault::Claim("set"),
                _ => TokenFault::Signature,
            }),
        }
    }
}

/// Returns the three parts of a signed JWT: header, claims and signature ([RFC 7515,
/// 3.1](https://www.rfc-editor.org/rfc/rfc7515#section-3.1)).
///
/// # Errors
///
/// [`TokenFault::PartCount`] if there are fewer or more.
pub(crate) fn parts(text: &str) -> Result<[&str; 3], TokenFault> {
    let parts: Vec<_> = text.split('.').collect();
    parts
        .try_into()
        .map_err(|parts: Vec<_>| TokenFault::PartCount(parts.len()))
}

/// Decodes the parameters of a header, or returns `None` if it is malformed.
pub(crate) fn parameters(header: &str) -> Option<Map<String, Value>> {
    let header = URL_SAFE_NO_PAD.decode(header).ok()?;
    serde_json::from_slice(&header).ok()
}

/// Returns whether an encoded header has the parameter `crit`, even an empty one ([RFC 7515,
/// 4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
fn has_critical(header: &str) -> bool {
    parameters(header).is_none_or(|header| header.contains_key("crit"))
}

/// Returns whether the token may be signed with a key that the issuer published after the keys were
/// fetched: a key with a new id, or one that replaced another under the same id, possibly for another
/// algorithm.
const fn may_need_newer_keys(fault: TokenFault) -> bool {
    matches!(
        fault,
        TokenFault::UnknownKey | TokenFault::Algorithm | TokenFault::Signature
    )
}
