use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Algorithm::{ES256, EdDSA, RS256};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Header, Validation, decode, decode_header};
use quizcraft_core::Timestamp;
use serde_json::{Map, Value};

use super::{BearerToken, Claims, KeySet, KeySource, Refusal, TokenFault};

/// Verifies tokens that one issuer issues for one audience.
///
/// It goes by [RFC 8725](https://www.rfc-editor.org/rfc/rfc8725): the algorithm is bound to the
/// key, the issuer and the audience are compared to the letter, `sub` and `exp` are required,
/// critical extensions are refused, and keys that a token brings along are not looked at.
#[derive(Clone)]
pub struct TokenVerifier {
    issuer: String,
    audience: String,
    keys: Arc<dyn KeySource>,
}

impl TokenVerifier {
    /// Verifies with keys from there what `issuer` issues for `audience`.
    #[must_use]
    pub fn new(
        issuer: impl Into<String>,
        audience: impl Into<String>,
        keys: Arc<dyn KeySource>,
    ) -> Self {
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
    /// [`Refusal::InvalidToken`] with the first fault that is found, the signature before anything
    /// that it signs; [`Refusal::Unavailable`] if the key that the token needs can't be learned.
    pub async fn verify(&self, token: &BearerToken, now: Timestamp) -> Result<Claims, Refusal> {
        let header = header(token)?;
        let keys = self.keys.keys().await?;
        let claims = match signed(token, &header, &keys) {
            Err(fault) if may_be_of_a_newer_key(fault, &header) => {
                let newer = self.keys.newer_keys(&keys).await?;
                signed(token, &header, &newer)
            }
            outcome => outcome,
        };
        let claims = Claims::read(claims?)?;
        claims.check_issuer(&self.issuer)?;
        claims.check_audience("aud", &self.audience)?;
        claims.check_time(now)?;
        Ok(claims)
    }
}

/// Shows whose tokens it verifies, and for whom.
impl fmt::Debug for TokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenVerifier({:?}, {:?})", self.issuer, self.audience)
    }
}

fn header(token: &BearerToken) -> Result<Header, TokenFault> {
    let [encoded, _, _] = token.jws_parts()?;
    let header = decode_header(token.expose()).map_err(|_| TokenFault::Header)?;
    if !matches!(header.alg, RS256 | ES256 | EdDSA) {
        return Err(TokenFault::Algorithm);
    }
    if has_critical(encoded) {
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
    let subtype = lower.strip_prefix("application/").unwrap_or(&lower);
    matches!(subtype, "jwt" | "at+jwt")
}

/// Whether an encoded header names critical extensions, be it none of them
/// ([RFC 7515, 4.1.11](https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11)).
fn has_critical(header: &str) -> bool {
    let header = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    let header: Option<Map<String, Value>> = serde_json::from_slice(&header).ok();
    header.is_none_or(|header| header.contains_key("crit"))
}

/// Whether the issuer may have signed a token with a key that it did not have when it was asked for
/// its keys: one that the token names, or another one than before, where it names none.
fn may_be_of_a_newer_key(fault: TokenFault, header: &Header) -> bool {
    match fault {
        TokenFault::UnknownKey => true,
        TokenFault::Signature => header.kid.is_none(),
        _ => false,
    }
}

/// What a token says, if its signature fits; whether that is good is not looked at here, since the
/// library would go by a clock of its own.
fn signed(
    token: &BearerToken,
    header: &Header,
    keys: &KeySet,
) -> Result<Map<String, Value>, TokenFault> {
    let key = keys.find(header.kid.as_deref(), header.alg)?;
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
