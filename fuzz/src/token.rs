use std::collections::HashSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderValue;
use quizcraft_identity::BearerToken;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::keys::{OURS, is_signed_by_issuer};

/// Returns the bearer token of an `Authorization` value, by a reference parser.
pub(crate) fn bearer(value: &HeaderValue) -> Option<&str> {
    let (scheme, token) = value.to_str().ok()?.split_once([' ', '\t'])?;
    let token = token.trim();
    let fits = (1..=BearerToken::MAX_BYTES).contains(&token.len());
    (scheme.eq_ignore_ascii_case("bearer") && fits).then_some(token)
}

/// The parts of a token that the issuer signed.
pub(crate) struct Signed {
    pub(crate) header: Map<String, Value>,
    pub(crate) claims: Map<String, Value>,
    /// Whether no claim occurs twice. Of duplicates, the last one counts or the token is rejected
    /// (RFC 7519, section 4); the library does either.
    pub(crate) unambiguous: bool,
}

impl Signed {
    /// Parses a token if the issuer signed it.
    pub(crate) fn read(token: &str) -> Option<Self> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, claims) = message.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        is_signed_by_issuer(message, &signature).then_some(())?;
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            unambiguous: has_unique_names(&URL_SAFE_NO_PAD.decode(claims).ok()?),
        })
    }

    /// Returns whether the header is that of an access token signed by the issuer, without critical
    /// extensions.
    pub(crate) fn is_access_token(&self) -> bool {
        let there = |name| self.header.get(name).filter(|value| !value.is_null());
        there("alg").is_some_and(|alg| alg == "EdDSA")
            && there("kid").is_none_or(|kid| kid == OURS)
            && has_fitting_type(&self.header)
            && !self.header.contains_key("crit")
    }
}

/// Returns whether a header has the type of an access token or no type.
pub(crate) fn has_fitting_type(header: &Map<String, Value>) -> bool {
    let types = ["jwt", "at+jwt", "application/jwt", "application/at+jwt"];
    let is_known = |typ: &str| types.iter().any(|known| known.eq_ignore_ascii_case(typ));
    let typ = header.get("typ").filter(|value| !value.is_null());
    typ.is_none_or(|typ| typ.as_str().is_some_and(is_known))
}

/// Decodes a JSON object from base64.
pub(crate) fn object(part: &str) -> Option<Map<String, Value>> {
    let json = URL_SAFE_NO_PAD.decode(part).ok()?;
    serde_json::from_slice(&json).ok()
}

/// Parses JSON without duplicate names, which parsers treat differently.
pub(crate) fn parse_unambiguous_json(json: &[u8]) -> Option<Value> {
    let object: Value = serde_json::from_slice(json).ok()?;
    (object.is_object() && has_unique_names(json)).then_some(object)
}

/// Returns whether this is a JSON object without duplicate names.
fn has_unique_names(json: &[u8]) -> bool {
    serde_json::from_slice(json).is_ok_and(|Names { unique }| unique)
}

/// The names in an object and its nested objects, including duplicates.
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
