use std::time::Duration;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use quizcraft_core::Timestamp;
use serde_json::{Map, Value};

use super::{BearerToken, Claims, KeySet, TokenFault, VerificationKey};

/// How far the issuer's clock may be ahead of ours.
pub(super) const LEEWAY: Duration = Duration::from_mins(1);

/// Verifies tokens that one issuer issues for one audience.
///
/// It goes by [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725): the algorithm is bound to the
/// key, the issuer and the audience are compared to the letter, `sub` and `exp` are required,
/// critical extensions are refused, and keys that a token brings along are not looked at.
#[derive(Clone, Debug)]
pub struct TokenVerifier {
    issuer: String,
    audience: String,
    keys: KeySet,
}

impl TokenVerifier {
    /// Verifies with these keys what `issuer` issues for `audience`.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>, keys: KeySet) -> Self {
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
            keys,
        }
    }

    /// The claims of a token, if it is good at `now`.
    ///
    /// # Errors
    ///
    /// The first [`TokenFault`] that is found, the signature before anything that it signs.
    pub fn verify(&self, token: &BearerToken, now: Timestamp) -> Result<Claims, TokenFault> {
        let header = header(token)?;
        let key = self.keys.find(header.kid.as_deref(), header.alg)?;
        let claims = Claims::read(signed(token, key)?)?;
        claims.check_issuer(&self.issuer)?;
        claims.check_audience(&self.audience)?;
        claims.check_time(now)?;
        Ok(claims)
    }
}

fn header(token: &BearerToken) -> Result<Header, TokenFault> {
    let parts = token.expose().split('.').count();
    if parts != 3 {
        return Err(TokenFault::Parts(parts));
    }
    let header = decode_header(token.expose()).map_err(|_| TokenFault::Header)?;
    if header.crit.is_some() {
        return Err(TokenFault::Critical);
    }
    if !header.typ.as_deref().is_none_or(is_access_token) {
        return Err(TokenFault::Type);
    }
    Ok(header)
}

/// Whether a token of this type may be an access token: what it is called in general, or by
/// [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068#section-2.1). A token that says to be anything
/// else (that somebody signed out, say) was not made to let anybody in.
fn is_access_token(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    matches!(lower.trim_start_matches("application/"), "jwt" | "at+jwt")
}

/// What a token says, if its signature fits; whether that is good is not looked at here, since the
/// library would go by a clock of its own.
fn signed(token: &BearerToken, key: &VerificationKey) -> Result<Map<String, Value>, TokenFault> {
    let mut signature_only = Validation::new(key.algorithm());
    signature_only.required_spec_claims.clear();
    signature_only.validate_exp = false;
    signature_only.validate_aud = false;
    match decode(token.expose(), key.key(), &signature_only) {
        Ok(data) => Ok(data.claims),
        Err(error) => Err(match error.kind() {
            ErrorKind::InvalidAlgorithm => TokenFault::Algorithm,
            ErrorKind::Json(_) | ErrorKind::Utf8(_) => TokenFault::Claim("set"),
            _ => TokenFault::Signature,
        }),
    }
}
