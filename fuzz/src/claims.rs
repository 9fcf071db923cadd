use quizcraft_core::PlayerId;
use quizcraft_identity::{Email, PlayerIds};
use serde_json::{Map, Value};

use crate::world::providers_word;
use crate::{AUDIENCE, ISSUER, NOW};

/// A second look at claims, which goes by the specifications and not by the code under attack.
pub(crate) struct Claims<'a>(pub(crate) &'a Map<String, Value>);

/// Whom claims are about.
pub(crate) enum Whom {
    /// The player of the address that they tell.
    Claimed(PlayerId),
    /// Whomever the provider names.
    ProvidersWord(PlayerId),
}

impl Claims<'_> {
    /// Whom to let in now, if any player.
    pub(crate) fn whom(&self) -> Option<Whom> {
        let good = self.subject().is_some_and(|subject| !subject.is_empty())
            && self.expires().is_some_and(|expires| expires > NOW)
            && self.text("iss") == Some(ISSUER)
            && self.is_for_us()
            && self.is_of_an_access_token()
            && self.has_begun("nbf")
            && self.has_begun("iat");
        if good { self.player() } else { None }
    }

    pub(crate) fn subject(&self) -> Option<&str> {
        self.text("sub")
    }

    /// The first second at which the claims are no longer good.
    pub(crate) fn expires(&self) -> Option<u64> {
        seconds(self.0.get("exp")?)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// Whether the audience is ours, or without any, the client.
    fn is_for_us(&self) -> bool {
        let there = |name| self.0.get(name).filter(|value: &&Value| !value.is_null());
        match (there("aud"), there("client_id")) {
            (Some(Value::Array(list)), _) => list.iter().any(|one| one == AUDIENCE),
            (Some(one), _) | (None, Some(one)) => one == AUDIENCE,
            (None, None) => false,
        }
    }

    /// Whether no claim says that this is of another token.
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
        let there = |name| self.0.get(name).filter(|value| !value.is_null());
        there("typ").is_none_or(|typ| typ.as_str().is_some_and(is_known))
            && there("token_use").is_none_or(|used| used == "access")
            && self.0.get("events").is_none_or(Value::is_null)
    }

    fn has_begun(&self, name: &str) -> bool {
        let begins = self.0.get(name).map(seconds);
        begins.is_none_or(|begins| begins.is_some_and(|begins| begins <= NOW + 60))
    }

    /// The player of the verified address, or else of the one that the provider names.
    fn player(&self) -> Option<Whom> {
        let there = |name| self.0.get(name).filter(|value| !value.is_null());
        let (Some(address), Some(verified)) = (there("email"), there("email_verified")) else {
            return Some(Whom::ProvidersWord(of(&providers_word())));
        };
        let verified = verified == &Value::Bool(true) || verified == "true";
        let email = Email::new(address.as_str()?).ok().filter(|_| verified)?;
        Some(Whom::Claimed(of(&email)))
    }
}

impl Whom {
    pub(crate) fn player(&self) -> PlayerId {
        match self {
            Self::Claimed(player) | Self::ProvidersWord(player) => *player,
        }
    }
}

fn of(email: &Email) -> PlayerId {
    PlayerIds::unkeyed().of(email)
}

/// A moment in whole seconds. What is later than a number with a fraction can tell is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range is checked, and the fraction is to go"
)]
fn seconds(value: &Value) -> Option<u64> {
    let number = value.as_number()?;
    let rounded = || number.as_f64().filter(|secs| (0.0..1e15).contains(secs));
    number
        .as_u64()
        .or_else(|| rounded().map(|secs| secs as u64))
}
