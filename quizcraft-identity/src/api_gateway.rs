use std::fmt;
use std::sync::Arc;

use http::request::Parts;
use jsonwebtoken::dangerous::insecure_decode_claims;
use quizcraft_core::Timestamp;
use serde_json::{Map, Value};

use crate::verify::claims::restore_types;
use crate::verify::{Claims, Expected, jws, token_type};
use crate::{BearerToken, Refusal, TokenFault};

/// The claims of a token that API Gateway verified: its JWT authorizer passes them in the event.
/// `Debug` hides them.
///
/// API Gateway converts all values to strings, and lists to the form `[one two]`. Collect such claims
/// from pairs of strings. Convert claims that kept their JSON types from a JSON object.
///
/// The root that receives the event inserts them into the request's extensions, which clients cannot
/// set:
///
/// ```
/// use quizcraft_identity::ApiGatewayClaims;
///
/// # let mut request = http::Request::new(());
/// let verified = [("sub", "auth0|5f7c8ec7"), ("exp", "1700003600"), ("aud", "[one two]")];
/// request.extensions_mut().insert(ApiGatewayClaims::from_iter(verified));
/// ```
#[derive(Clone)]
pub struct ApiGatewayClaims(Arc<Map<String, Value>>);

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for ApiGatewayClaims {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(claims: I) -> Self {
        let owned = |(name, value): (N, V)| (name.into(), Value::String(value.into()));
        let claims: Map<_, _> = claims.into_iter().map(owned).collect();
        claims.into()
    }
}

impl From<Map<String, Value>> for ApiGatewayClaims {
    fn from(mut claims: Map<String, Value>) -> Self {
        restore_types(&mut claims);
        Self(Arc::new(claims))
    }
}

impl fmt::Debug for ApiGatewayClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiGatewayClaims(…)")
    }
}

/// Verifies tokens whose signatures API Gateway verified.
///
/// It relies on API Gateway for the signature only. It checks issuer, token type, audience and times
/// again, by the rules of [`TokenVerifier`](crate::TokenVerifier), because API Gateway may be
/// configured for another audience, and accepts ID tokens.
#[derive(Clone, Debug)]
pub struct ApiGatewayVerifier {
    expected: Expected,
}

impl ApiGatewayVerifier {
    /// Creates a verifier of access tokens that `issuer` issues for `audience`.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            expected: Expected::new(issuer, audience),
        }
    }

    /// Returns the claims that API Gateway verified for this request, if they are valid at `now`.
    ///
    /// # Errors
    ///
    /// - [`Refusal::NoToken`] if the request's extensions contain no [`ApiGatewayClaims`].
    /// - [`Refusal::InvalidToken`] with the first fault of the claims.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::Timestamp;
    /// use quizcraft_identity::{ApiGatewayClaims, ApiGatewayVerifier, Refusal, TokenFault};
    ///
    /// # fn main() -> Result<(), Refusal> {
    /// let verifier = ApiGatewayVerifier::new("https://id.example.org/", "quiz");
    /// let (mut request, ()) = http::Request::new(()).into_parts();
    /// let now = Timestamp::from_secs(1_700_000_000);
    /// assert!(matches!(verifier.verify(&request, now), Err(Refusal::NoToken)));
    ///
    /// let (issuer, audience) = (("iss", "https://id.example.org/"), ("aud", "[quiz other]"));
    /// let verified = [issuer, audience, ("sub", "ada"), ("exp", "1700003600")];
    /// request.extensions.insert(ApiGatewayClaims::from_iter(verified));
    /// let claims = verifier.verify(&request, now)?;
    /// assert_eq!((claims.subject(), claims.expires()), ("ada", Timestamp::from_secs(1_700_003_600)));
    ///
    /// let expired = verifier.verify(&request, claims.expires());
    /// assert!(matches!(expired, Err(Refusal::InvalidToken(TokenFault::Expired))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify(&self, request: &Parts, now: Timestamp) -> Result<Claims, Refusal> {
        let verified = request.extensions.get::<ApiGatewayClaims>();
        let ApiGatewayClaims(claims) = verified.ok_or(Refusal::NoToken)?;
        let claims = Claims::read(Arc::clone(claims))?;
        self.expected.check(&claims, now)?;
        check_header_type(request, &claims)?;
        Ok(claims)
    }

    /// Returns the token that the claims were read from, for requests to the identity provider.
    ///
    /// API Gateway may be configured to read tokens from another header than `Authorization`. A request
    /// could then contain two tokens, and the claims of one must not be used with the other.
    pub(crate) fn token(request: &Parts, claims: &Claims) -> Result<BearerToken, Refusal> {
        let token = BearerToken::from_headers(&request.headers)?;
        match read_unverified(&token) {
            Some(read) if read.may_be_source_of(claims) => Ok(token),
            _ => Err(TokenFault::SubjectMismatch.into()),
        }
    }
}

/// Checks the token type in the header of the token that the claims were read from. API Gateway does
/// not pass the token's header, so it can be checked only if the request contains the token.
fn check_header_type(request: &Parts, claims: &Claims) -> Result<(), TokenFault> {
    let token = BearerToken::from_headers(&request.headers).ok();
    let read = token.as_ref().and_then(read_unverified);
    match read.filter(|read| read.may_be_source_of(claims)) {
        Some(read) => token_type::check_header_value(read.typ.as_ref()),
        None => Ok(()),
    }
}

/// The content of a JWT whose signature is not verified.
struct Unverified {
    /// The parameter `typ` of its header.
    typ: Option<Value>,
    claims: Claims,
}

impl Unverified {
    /// Returns whether API Gateway may have read these claims from this token.
    fn may_be_source_of(&self, claims: &Claims) -> bool {
        self.claims.subject() == claims.subject() && self.claims.expires() == claims.expires()
    }
}

/// Reads a JWT without verifying it, or returns `None` if it is malformed. The number of parts is
/// checked here because the library reads the last but one of any number of parts.
fn read_unverified(token: &BearerToken) -> Option<Unverified> {
    let [header, _, _] = jws::parts(token.expose()).ok()?;
    let claims = insecure_decode_claims::<Map<String, Value>>(token.expose());
    Some(Unverified {
        typ: jws::parameters(header).and_then(|mut header| header.remove("typ")),
        claims: Claims::read(claims.ok()?).ok()?,
    })
}
