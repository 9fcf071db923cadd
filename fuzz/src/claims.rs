use quizcraft_core::PlayerId;
use quizcraft_identity::{Email, PlayerIds};
use serde_json::{Map, Value};

use crate::authentication::provider_email;
use crate::{AUDIENCE, ISSUER, NOW};

/// A reference implementation of the rules for claims, written from the specifications.
pub(crate) struct Claims<'a>(pub(crate) &'a Map<String, Value>);

/// The player expected_player valid claims identify.
pub(crate) enum ExpectedPlayer {
    /// From the address in the claims.
    FromClaims(PlayerId),
    /// From the address that the provider returns.
    FromProvider(PlayerId),
}

impl Claims<'_> {
    /// Returns the player if the claims are valid now.
    pub(crate) fn expected_player(&self) -> Option<ExpectedPlayer> {
        let valid = self.subject().is_some_and(|subject| !subject.is_empty())
            && self.expires().is_some_and(|expires| expires > NOW)
            && self.text("iss") == Some(ISSUER)
            && self.is_for_us()
            && self.is_of_an_access_token()
            && self.has_begun("nbf")
            && self.has_begun("iat");
        if valid { self.player() } else { None }
    }

    pub(crate) fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// Returns the expiry: the first second at which the claims are invalid.
    pub(crate) fn expires(&self) -> Option<u64> {
        seconds(self.0.get("exp")?)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Returns whether the audience, or without one the client id, is ours.
    fn is_for_us(&self) -> bool {
        let present = |name| self.0.get(name).filter(|value: &&Value| !value.is_null());
        match (present("aud"), present("client_id")) {
            (Some(Value::Array(list)), _) => list.iter().any(|one| one == AUDIENCE),
            (Some(one), _) | (None, Some(one)) => one == AUDIENCE,
            (None, None) => false,
        }
    }

    /// Returns whether no claim states another type of token.
    fn is_of_an_access_token(&self) -> bool {
        let types = [
            "bearer",
            "access",
            "access_token",
            "access-token",
            "jwt",
            "at+jwt",
            "application/jwt",
            "application/at+jwt",
        ];
        let is_known = |typ: &str| types.iter().any(|known| known.eq_ignore_ascii_case(typ));
        let present = |name| self.0.get(name).filter(|value| !value.is_null());
        present("typ").is_none_or(|typ| typ.as_str().is_some_and(is_known))
            && present("token_use").is_none_or(|used| used == "access")
            && self.0.get("events").is_none_or(Value::is_null)
    }

    fn has_begun(&self, name: &str) -> bool {
        let begins = self.0.get(name).filter(|value| !value.is_null());
        let begins = begins.map(seconds);
        begins.is_none_or(|begins| begins.is_some_and(|begins| begins <= NOW + 60))
    }

    /// Returns the player of the verified address, or else of the address of the provider.
    fn player(&self) -> Option<ExpectedPlayer> {
        let present = |name| self.0.get(name).filter(|value| !value.is_null());
        let (Some(address), Some(verified)) = (present("email"), present("email_verified")) else {
            return Some(ExpectedPlayer::FromProvider(of(&provider_email())));
        };
        let verified = verified == &Value::Bool(true) || verified == "true";
        let email = Email::new(address.as_str()?).ok().filter(|_| verified)?;
        Some(ExpectedPlayer::FromClaims(of(&email)))
    }
}

impl ExpectedPlayer {
    pub(crate) fn player(&self) -> PlayerId {
        match self {
            Self::FromClaims(player) | Self::FromProvider(player) => *player,
        }
    }
}

fn of(email: &Email) -> PlayerId {
    PlayerIds::unkeyed().of(email)
}

/// Returns a time in whole seconds. Fractions are truncated; values too large for that are
/// rejected.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked, and the fraction is dropped"
)]
fn seconds(value: &Value) -> Option<u64> {
    let number = value.as_number()?;
    let rounded = || number.as_f64().filter(|secs| (0.0..1e15).contains(secs));
    number
        .as_u64()
        .or_else(|| rounded().map(|secs| secs as u64))
}
