use std::fmt;
use std::sync::Arc;

use http::request::Parts;
use jsonwebtoken::dangerous::insecure_decode_claims;
use quizcraft_core::Timestamp;
use serde_json::{Map, Value};

use crate::verify::claims::restore_types;
use crate::verify::{Claims, Expected, jws, token_type};
use crate::{BearerToken, Refusal, TokenFault};

/// The claims of a token that a gateway in front of this service has verified: what API Gateway's
/// JWT authorizer hands over with the event. `Debug` shows none of them.
///
/// API Gateway makes strings of all values, and of a list `[one two]`: such claims are collected
/// from pairs of strings. Claims whose values have kept their JSON types are converted from a JSON
/// object; a claim that is null counts as absent.
///
/// The root that receives the event puts them into the request's extensions, which no client can set:
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
        claims.retain(|_, value| !value.is_null());
        restore_types(&mut claims);
        Self(Arc::new(claims))
    }
}

impl fmt::Debug for ApiGatewayClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiGatewayClaims(…)")
    }
}

/// Believes a gateway about tokens: that their signatures fit, and nothing else.
///
/// By whom and for whom a token was issued, what it says to be, and when it is good, is looked at
/// once more, by the rules of [`TokenVerifier`](crate::TokenVerifier): a gateway that is set up for
/// another audience would otherwise let its tokens in, and any gateway an ID token for ours.
#[derive(Clone, Debug)]
pub struct ApiGatewayVerifier {
    expected: Expected,
}

impl ApiGatewayVerifier {
    /// Believes the gateway about what `issuer` issues for `audience`.
    #[must_use]
    pub fn new(issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self {
            expected: Expected::new(issuer, audience),
        }
    }

    /// Returns the claims that the gateway verified for this request, if they are good at `now`.
    ///
    /// # Errors
    ///
    /// [`Refusal::NoToken`] for a request that no gateway vouches for;
    /// [`Refusal::InvalidToken`] with the first thing that is wrong with its claims.
    pub fn verify(&self, request: &Parts, now: Timestamp) -> Result<Claims, Refusal> {
        let verified = request.extensions.get::<ApiGatewayClaims>();
        let ApiGatewayClaims(claims) = verified.ok_or(Refusal::NoToken)?;
        let claims = Claims::read(Arc::clone(claims))?;
        self.expected.check(&claims, now)?;
        check_header(request, &claims)?;
        Ok(claims)
    }

    /// Returns the token that the claims were verified of, to query the provider with.
    ///
    /// A gateway may be set up to look for tokens elsewhere than in `Authorization`. A request could
    /// then carry two, and what is known of the one must not be said of the other.
    pub(crate) fn token(request: &Parts, claims: &Claims) -> Result<BearerToken, Refusal> {
        let token = BearerToken::from_headers(&request.headers)?;
        match unverified(&token) {
            Some(read) if read.is_behind(claims) => Ok(token),
            _ => Err(TokenFault::SubjectMismatch.into()),
        }
    }
}

/// Checks what the header of the token that the claims were verified of says to be. A gateway hands
/// over no header, so that it can be checked only where the request carries the token.
fn check_header(request: &Parts, claims: &Claims) -> Result<(), TokenFault> {
    let token = BearerToken::from_headers(&request.headers).ok();
    let read = token.as_ref().and_then(unverified);
    match read.filter(|read| read.is_behind(claims)) {
        Some(read) => token_type::check_parameter(read.typ.as_ref()),
        None => Ok(()),
    }
}

/// What a JWT says, without a look at its signature.
struct Unverified {
    /// The parameter `typ` of its header.
    typ: Option<Value>,
    claims: Claims,
}

impl Unverified {
    /// Returns whether these claims may have been verified of this token.
    fn is_behind(&self, claims: &Claims) -> bool {
        self.claims.subject() == claims.subject() && self.claims.expires() == claims.expires()
    }
}

/// Reads a JWT, if it is one. A text of fewer or more than three parts is no token that the gateway
/// can have verified, though the library reads its last but one.
fn unverified(token: &BearerToken) -> Option<Unverified> {
    let [header, _, _] = jws::parts(token.expose()).ok()?;
    let claims = insecure_decode_claims::<Map<String, Value>>(token.expose());
    Some(Unverified {
        typ: jws::parameters(header).and_then(|mut header| header.remove("typ")),
        claims: Claims::read(claims.ok()?).ok()?,
    })
}
