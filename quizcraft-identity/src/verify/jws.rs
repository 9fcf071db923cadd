use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm::{ES256, EdDSA, RS256};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use serde_json::{Map, Value};

use super::keys::VerificationKey;
use super::{KeySet, KeySource};
use crate::{Refusal, TokenFault};

/// A signed JWT, in compact serialization, whose header can be read. Its signature is not verified
/// yet.
pub(crate) struct SignedJwt<'a> {
    text: &'a str,
    header: Header,
}

impl<'a> SignedJwt<'a> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// A [`TokenFault`] if this is no JWT, or one that no key can make good: signed by an algorithm
    /// that is not known here, with a signature in no base64, or with critical extensions.
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

    /// Returns what it says to be, by the parameter `typ` of its header.
    pub(crate) fn media_type(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// Returns what it says, if one of the issuer's keys fits its signature. Whether that is good
    /// is not looked at here.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidToken`] if no key fits; [`Refusal::Unavailable`] if the key that it needs
    /// cannot be learned.
    pub(crate) async fn claims(&self, keys: &dyn KeySource) -> Result<Map<String, Value>, Refusal> {
        let known = keys.keys().await?;
        let fault = match self.verified_by(&known) {
            Err(fault) if may_be_of_a_newer_key(fault) => fault,
            outcome => return Ok(outcome?),
        };
        let newer = keys.newer_keys(&known).await?;
        if newer.is(&known) {
            return Err(fault.into());
        }
        Ok(self.verified_by(&newer)?)
    }

    /// Returns what it says, if one of these keys fits its signature. Every suitable one is tried:
    /// an id may belong to several keys, and a token need not name one.
    fn verified_by(&self, keys: &KeySet) -> Result<Map<String, Value>, TokenFault> {
        let suitable = keys.suitable(self.header.kid.as_deref(), self.header.alg)?;
        let outcomes = suitable.map(|key| self.verified_by_key(key));
        // Another fault is that of a token whose signature fits, so that no other key has to.
        let mut telling = outcomes.filter(|outcome| *outcome != Err(TokenFault::Signature));
        telling.next().unwrap_or(Err(TokenFault::Signature))
    }

    /// Leaves the times to others, since the library would go by a clock of its own.
    fn verified_by_key(&self, key: &VerificationKey) -> Result<Map<String, Value>, TokenFault> {
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

/// Returns the parameters of an encoded header; nothing, if it cannot be read.
pub(crate) fn parameters(header: &str) -> Option<Map<String, Value>> {
    let header = URL_SAFE_NO_PAD.decode(header).ok()?;
    serde_json::from_slice(&header).ok()
}

/// Returns whether an encoded header names critical extensions, be it none of them ([RFC 7515,
/// 4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
fn has_critical(header: &str) -> bool {
    parameters(header).is_none_or(|header| header.contains_key("crit"))
}

/// Returns whether the issuer may have signed with a key that it did not have when it was asked for
/// its keys: one with an id of its own, or one that replaced another under the same id, be it for
/// another algorithm.
const fn may_be_of_a_newer_key(fault: TokenFault) -> bool {
    matches!(
        fault,
        TokenFault::UnknownKey | TokenFault::Algorithm | TokenFault::Signature
    )
}
