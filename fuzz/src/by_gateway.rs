use std::collections::HashMap;

use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderValue, Request};
use quizcraft_identity::ApiGatewayClaims;
use quizcraft_identity::Refusal;
use serde_json::{Map, Value};

use crate::answer;
use crate::claims::{Claims, Whom};
use crate::token::{bearer, has_fitting_type, object};
use crate::world::World;

/// A request that came through a gateway with claims that this has verified.
pub struct ClaimedRequest {
    authorization: Option<HeaderValue>,
    claims: HashMap<String, String>,
}

impl ClaimedRequest {
    /// Reads the value of `Authorization`, and a line `name=value` for each claim.
    #[must_use]
    pub fn read(input: &[u8]) -> Option<Self> {
        let text = str::from_utf8(input).ok()?;
        let (authorization, claims) = text.split_once('\n')?;
        let claims = claims.split('\n').filter_map(|line| line.split_once('='));
        let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        let authorization = Some(authorization).filter(|value| !value.is_empty());
        Some(Self {
            authorization: authorization.and_then(|value| HeaderValue::from_str(value).ok()),
            claims: claims.map(owned).collect(),
        })
    }

    /// Sends it, and checks who is let in and what a refusal tells. Without the claims, no player is.
    pub fn check(&self) {
        let (world, mut request) = (World::behind_api_gateway(), self.parts());
        let unvouched = world.ask(&request);
        assert!(matches!(unvouched, Err(Refusal::NoToken)), "{unvouched:?}");
        let claims = self.claims.iter().collect::<ApiGatewayClaims>();
        request.extensions.insert(claims);
        let claims = self.typed();
        let claims = Claims(&claims);
        let expected = self.whom(&claims).map(|whom| whom.player());
        match world.ask(&request) {
            Ok(player) => {
                assert_eq!(Some(player), expected);
                let expires = claims.expires().expect("good claims have their time");
                world.check_expiry(&request, player, expires);
            }
            Err(refusal) => {
                assert_eq!(expected, None, "a valid token is refused: {refusal}");
                answer::check(&refusal, self.authorization.as_ref().and_then(bearer));
            }
        }
    }

    fn parts(&self) -> Parts {
        let request = Request::builder();
        let request = match &self.authorization {
            Some(value) => request.header(AUTHORIZATION, value),
            None => request,
        };
        request.body(()).expect("a request").into_parts().0
    }

    fn whom(&self, claims: &Claims<'_>) -> Option<Whom> {
        let whom = claims.whom()?;
        let asks = matches!(whom, Whom::ProvidersWord(_));
        let fits = match self.header_behind(claims) {
            Some(header) => header.is_none_or(|header| has_fitting_type(&header)),
            None => !asks,
        };
        fits.then_some(whom)
    }

    /// The header of the token that the claims were verified of, as far as it can be read; nothing
    /// if the request does not carry that token.
    fn header_behind(&self, claims: &Claims<'_>) -> Option<Option<Map<String, Value>>> {
        let token = self.authorization.as_ref().and_then(bearer);
        let (header, said) = token.and_then(parts_of_jwt)?;
        let said = object(said)?;
        let said = Claims(&said);
        let same = said.subject() == claims.subject() && said.expires() == claims.expires();
        same.then(|| object(header))
    }

    /// The claims with the types that they had before they became strings.
    fn typed(&self) -> Map<String, Value> {
        let typed = |(name, text): (&String, &String)| {
            let value = match name.as_str() {
                "exp" | "nbf" | "iat" => number(text),
                "aud" => list(text),
                _ => None,
            };
            (
                name.clone(),
                value.unwrap_or_else(|| Value::from(text.as_str())),
            )
        };
        self.claims.iter().map(typed).collect()
    }
}

/// The first two of exactly three parts: what has fewer or more is no signed JWT (RFC 7515, 3.1).
fn parts_of_jwt(token: &str) -> Option<(&str, &str)> {
    let (message, _) = token.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    (!header.contains('.') && !claims.contains('.')).then_some((header, claims))
}

/// A number, without blanks around it.
fn number(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.is_number() && text.trim() == text).then_some(value)
}

fn list(text: &str) -> Option<Value> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(inside.split_whitespace().map(Value::from).collect())
}
