use quizcraft_core::Timestamp;

use super::{Claims, TokenFault, token_type};

/// Who issues the tokens that are good here, and for whom.
///
/// These are the rules for claims, and the same for both ways in: whether this service or a gateway
/// in front of it has verified the signature.
#[derive(Clone, Debug)]
pub(super) struct Expected {
    issuer: String,
    audience: String,
}

impl Expected {
    pub(super) fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            issuer: issuer.into(),
            audience: audience.into(),
        }
    }

    pub(super) fn issuer(&self) -> &str {
        &self.issuer
    }

    pub(super) fn audience(&self) -> &str {
        &self.audience
    }

    /// Checks the claims of a token whose signature fits.
    ///
    /// # Errors
    ///
    /// The first fault: the issuer, then what the token is, for whom, and when.
    pub(super) fn check(&self, claims: &Claims, now: Timestamp) -> Result<(), TokenFault> {
        claims.check_issuer(&self.issuer)?;
        token_type::check_claims(claims)?;
        claims.check_audience(&self.audience)?;
        claims.check_time(now)
    }
}
