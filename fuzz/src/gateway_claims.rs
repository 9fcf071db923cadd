use std::collections::HashMap;

use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderValue, Request};
use quizcraft_identity::ApiGatewayClaims;
use quizcraft_identity::Refusal;
use serde_json::{Map, Value};

use crate::authentication::TestAuthenticator;
use crate::claims::{Claims, ExpectedPlayer};
use crate::rejection;
use crate::token::{bearer, has_fitting_type, object};

/// A request with claims that the authorizer of API Gateway has verified.
pub struct ClaimedRequest {
    authorization: Option<HeaderValue>,
    claims: HashMap<String, String>,
}

impl ClaimedRequest {
    /// Parses the value of `Authorization`, and a line `name=value` for each claim.
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

    /// Authenticates the request, and compares the player with the expected one. Asserts that the
    /// request is rejected without the claims.
    pub fn check(&self) {
        let (authenticator, mut request) = (TestAuthenticator::behind_api_gateway(), self.parts());
        let without_claims = authenticator.authenticate(&request);
        assert!(
            matches!(without_claims, Err(Refusal::NoToken)),
            "{without_claims:?}"
        );
        let claims = self.claims.iter().collect::<ApiGatewayClaims>();
        request.extensions.insert(claims);
        let claims = self.typed();
        let claims = Claims(&claims);
        let expected = self
            .expected_player(&claims)
            .map(|expected_player| expected_player.player());
        match authenticator.authenticate(&request) {
            Ok(player) => {
                assert_eq!(Some(player), expected);
                let expires = claims.expires().expect("valid claims have an expiry");
                authenticator.check_expiry(&request, player, expires);
            }
            Err(refusal) => {
                assert_eq!(expected, None, "a valid token is rejected: {refusal}");
                rejection::check(&refusal, self.authorization.as_ref().and_then(bearer));
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

    fn expected_player(&self, claims: &Claims<'_>) -> Option<ExpectedPlayer> {
        let expected_player = claims.expected_player()?;
        let needs_provider = matches!(expected_player, ExpectedPlayer::FromProvider(_));
        let fits = match self.header_behind(claims) {
            Some(header) => header.is_none_or(|header| has_fitting_type(&header)),
            None => !needs_provider,
        };
        fits.then_some(expected_player)
    }

    /// Returns the header of the token with these claims, `Some(None)` if the header is malformed,
    /// or
    /// `None` if the request has no such token.
    fn header_behind(&self, claims: &Claims<'_>) -> Option<Option<Map<String, Value>>> {
        let token = self.authorization.as_ref().and_then(bearer);
        let (header, claims_of_token) = token.and_then(parts_of_jwt)?;
        let claims_of_token = object(claims_of_token)?;
        let claims_of_token = Claims(&claims_of_token);
        let same = claims_of_token.subject() == claims.subject()
            && claims_of_token.expires() == claims.expires();
        same.then(|| object(header))
    }

    /// Returns the claims with the JSON types that they had before API Gateway converted them to
    /// strings.
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

/// Returns the first two of exactly three parts, as a signed JWT has (RFC 7515, section 3.1).
fn parts_of_jwt(token: &str) -> Option<(&str, &str)> {
    let (message, _) = token.rsplit_once('.')?;
    let (header, claims) = message.split_once('.')?;
    (!header.contains('.') && !claims.contains('.')).then_some((header, claims))
}

/// Parses a JSON number without surrounding whitespace.
fn number(text: &str) -> Option<Value> {
    let value: Value = serde_json::from_str(text).ok()?;
    (value.is_number() && text.trim() == text).then_some(value)
}

fn list(text: &str) -> Option<Value> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    Some(inside.split_whitespace().map(Value::from).collect())
}
