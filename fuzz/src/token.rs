use std::collections::HashSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use quizcraft_identity::BearerToken;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::keys::{OURS, is_signed_by_us};

/// The token in the head's value, by a second look at it.
pub(crate) fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once([' ', '\t'])?;
    let token = token.trim();
    let fits = (1..=BearerToken::MAX_BYTES).contains(&token.len());
    (scheme.eq_ignore_ascii_case("bearer") && fits).then_some(token)
}

/// A token that the issuer signed, taken apart.
pub(crate) struct Signed {
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
    /// Whether every claim stands there once. Of several, the last one counts or the token is
    /// refused (RFC 7519, section 4), and the library does now this and now that.
    pub(crate) unambiguous: bool,
}

impl Signed {
    /// Takes a token apart, if the issuer signed it.
    pub(crate) fn read(token: &str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        is_signed_by_us(message, &signature).then_some(())?;
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            unambiguous: has_unique_names(&URL_SAFE_NO_PAD.decode(claims).ok()?),
        })
    }

    /// Whether the header says what is true, and demands nothing.
    pub(crate) fn is_access_token(&self) -> bool {
        let there = |name| self.header.get(name).filter(|value| !value.is_null());
        there("alg").is_some_and(|alg| alg == "EdDSA")
            && there("kid").is_none_or(|kid| kid == OURS)
            && has_fitting_type(&self.header)
            && !self.header.contains_key("crit")
    }
}

/// Whether a header says to be that of an access token, or says nothing of it.
pub(crate) fn has_fitting_type(header: &Map<String, Value>) -> bool {
    let types = ["jwt", "at+jwt", "application/jwt", "application/at+jwt"];
    let is_known = |typ: &str| types.iter().any(|known| known.eq_ignore_ascii_case(typ));
    let typ = header.get("typ").filter(|value| !value.is_null());
    typ.is_none_or(|typ| typ.as_str().is_some_and(is_known))
}

/// An object of JSON in base64.
pub(crate) fn object(part: &str) -> Option<Map<String, Value>> {
    let json = URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&json).ok()
}

/// An object of JSON of which every reader reads the same: no name stands in it twice.
pub(crate) fn unambiguous(json: &[u8]) -> Option<Value> {
    let object: Value = serde_json::from_slice(json).ok()?;
    (object.is_object() && has_unique_names(json)).then_some(object)
}

/// Whether this is an object of JSON in which every name stands once.
fn has_unique_names(json: &[u8]) -> bool {
    serde_json::from_slice(json).is_ok_and(|Names { unique }| unique)
}

/// The names in an object and in all objects within it, of which a map would keep each once.
struct Names {
    unique: bool,
}

impl Names {
    const OF_A_SCALAR: Self = Self { unique: true };
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
        let (mut seen, mut unique) = (HashSet::new(), true);
        while let Some((name, within)) = map.next_entry::<String, Names>()? {
            unique &= seen.insert(name) && within.unique;
        }
        Ok(Names { unique })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Names, A::Error> {
        let mut unique = true;
        while let Some(within) = list.next_element::<Names>()? {
            unique &= within.unique;
        }
        Ok(Names { unique })
    }

    fn visit_unit<E>(self) -> Result<Names, E> {
        Ok(Names::OF_A_SCALAR)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Names, E> {
        Ok(Names::OF_A_SCALAR)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Names, E> {
        Ok(Names::OF_A_SCALAR)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Names, E> {
        Ok(Names::OF_A_SCALAR)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Names, E> {
        Ok(Names::OF_A_SCALAR)
    }

    fn visit_str<E>(self, _: &str) -> Result<Names, E> {
        Ok(Names::OF_A_SCALAR)
    }
}
