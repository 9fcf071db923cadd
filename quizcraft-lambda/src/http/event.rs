//! Events of an HTTP API (payload format 2.0) as requests.
//!
//! `lambda_http` makes requests of them too. But it refuses a whole event for any field that has not
//! the type that it expects, takes the path for a part of a URL, in which `..` means something, and
//! panics over a host that is none.

use axum::body::Body;
use axum::extract::OriginalUri;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use lambda_http::Context;
use quizcraft_http::TimeLimit;
use quizcraft_identity::ApiGatewayClaims;
use serde_json::value::RawValue;

use super::{MappingKey, context, path};
use crate::deadline::time_left;
use crate::event::{self, InvalidEvent, Object, scalar};

/// Reads an event of an HTTP API of API Gateway (payload format 2.0) as the request that
/// [`serve`](crate::serve) gives to a router, except for what belongs to an invocation.
///
/// Fields that are not needed may be missing, null or of any type.
///
/// # Errors
///
/// [`InvalidEvent`] if it is something else, or if a field that is needed is malformed.
///
/// # Examples
///
/// ```
/// let event = br#"{"rawPath": "/games", "requestContext": {"http": {"method": "GET"}}}"#;
/// let request = quizcraft_lambda::read_request(event)?;
/// assert_eq!(request.uri(), "/games");
/// # Ok::<_, quizcraft_lambda::InvalidEvent>(())
/// ```
pub fn read_request(event: &[u8]) -> Result<Request<Body>, InvalidEvent> {
    request(event::raw(event)?, None, Extensions::OfLambdaHttp)
}

/// What the extensions of a request are for.
#[derive(Clone, Copy)]
pub(super) enum Extensions {
    /// The routes of the API, which know nothing of `lambda_http`. What that gives would take a
    /// third of the time that the event of a request takes.
    OfTheApi,
    /// Routes that read what [`RequestExt`](lambda_http::RequestExt) gives as well.
    OfLambdaHttp,
}

/// Reads the request that an event brings to an API that is mapped to its domain by this key.
pub(super) fn request(
    event: &RawValue,
    key: Option<&MappingKey>,
    extensions: Extensions,
) -> Result<Request<Body>, InvalidEvent> {
    let event = event::object(event, InvalidEvent::NotARequest)?;
    let context = event.object("requestContext");
    // Either is enough: a request with a fault has a client that waits for an answer.
    if !event.has("rawPath") && !context.has("http") {
        return Err(InvalidEvent::NotARequest);
    }
    let method = method(&context)?;
    let (uri, original) = uris(&event, &context, key)?;
    let mut request = Request::new(Body::from(body(&event)?));
    *request.headers_mut() = headers(&event);
    request.extensions_mut().insert(original);
    if let Some(claims) = claims(&context) {
        request.extensions_mut().insert(claims);
    }
    let mut request = match extensions {
        Extensions::OfTheApi => request,
        Extensions::OfLambdaHttp => context::extend(request, &event, &context, &method),
    };
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    Ok(request)
}

/// Returns the request within an invocation, by whose deadline it has to be answered.
pub(super) fn within(invocation: Context, mut request: Request<Body>) -> Request<Body> {
    let limit = TimeLimit::new(time_left(&invocation));
    request.extensions_mut().insert(limit);
    request.extensions_mut().insert(invocation);
    request
}

fn method(context: &Object<'_>) -> Result<Method, InvalidEvent> {
    let method: Option<String> = context.object("http").typed("method")?;
    let method = method.and_then(|method| Method::from_bytes(method.as_bytes()).ok());
    method.ok_or(InvalidEvent::Malformed("method"))
}

/// Returns the path and the query below the stage and the key of the mapping, and the same as the
/// client knows them.
fn uris(
    event: &Object<'_>,
    context: &Object<'_>,
    key: Option<&MappingKey>,
) -> Result<(Uri, OriginalUri), InvalidEvent> {
    let query = event.typed::<String>("rawQueryString")?.unwrap_or_default();
    let raw_path = event.typed::<String>("rawPath")?.unwrap_or_default();
    let stage: Option<String> = context.typed("stage")?;
    let domain: Option<String> = context.typed("domainName")?;
    let stage = path::named(stage.as_deref());
    let path = path::without_stage(&raw_path, stage);
    // On a domain of the API's own, the client knows of the key, and nothing of the stage.
    let is_on_own_domain = path::is_on_own_domain(domain.as_deref());
    let key = key.filter(|_| is_on_own_domain);
    let path = key.map_or(path, |key| key.below(path));
    let original = match (key, stage) {
        (Some(key), _) => key.in_front_of(path),
        (None, Some(stage)) if !is_on_own_domain => format!("/{stage}{path}"),
        _ => path.to_owned(),
    };
    let original = path::uri(&original, &query)?;
    Ok((path::uri(path, &query)?, OriginalUri(original)))
}

/// Returns the headers of the request. One that HTTP does not allow is left out: no server would
/// let it in.
///
/// API Gateway joins values of one name with commas, and hands over cookies apart from the headers
/// ([payload format 2.0](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html)).
fn headers(event: &Object<'_>) -> HeaderMap {
    let sent = event.object("headers");
    let header = |(name, value): (&str, String)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name, HeaderValue::try_from(value).ok()?))
    };
    let mut headers = HeaderMap::new();
    for (name, value) in sent.texts().filter_map(header) {
        headers.append(name, value);
    }
    if let Some(cookies) = cookies(event) {
        headers.insert(COOKIE, cookies);
    }
    headers
}

/// Returns all cookies as the one header that a client sends ([RFC 6265,
/// 4.2.1](https://www.rfc-editor.org/rfc/rfc6265#section-4.2.1)).
fn cookies(event: &Object<'_>) -> Option<HeaderValue> {
    let cookies: Vec<&RawValue> = event.value("cookies")?;
    let cookies = cookies.into_iter().filter_map(scalar);
    let cookies = cookies.filter(|cookie| HeaderValue::from_str(cookie).is_ok());
    let joined = cookies.collect::<Vec<_>>().join("; ");
    HeaderValue::try_from(joined)
        .ok()
        .filter(|joined| !joined.is_empty())
}

fn body(event: &Object<'_>) -> Result<Vec<u8>, InvalidEvent> {
    let body = event.typed::<String>("body")?.unwrap_or_default();
    if event.typed("isBase64Encoded")?.unwrap_or(false) {
        let decoded = STANDARD.decode(body);
        decoded.map_err(|_| InvalidEvent::Malformed("body"))
    } else {
        Ok(body.into_bytes())
    }
}

/// Returns what the JWT authorizer verified, if it was asked.
fn claims(context: &Object<'_>) -> Option<ApiGatewayClaims> {
    let jwt = context.object("authorizer").object("jwt");
    let claims: Object<'_> = jwt.value("claims")?;
    Some(claims.values().into())
}
