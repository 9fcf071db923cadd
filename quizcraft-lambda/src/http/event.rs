//! Converts events of an HTTP API (payload format 2.0) to requests.
//!
//! The conversion of `lambda_http` is not used: it rejects an event for any field of an unexpected type,
//! resolves `..` in the path, and panics on an invalid host.

use axum::body::Body;
use axum::extract::OriginalUri;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use lambda_http::Context;
use quizcraft_http::RequestTimeout;
use quizcraft_identity::ApiGatewayClaims;
use serde_json::value::RawValue;

use super::{MappingKey, context, path};
use crate::deadline::time_left;
use crate::event::{self, InvalidEvent, Object, parse_object, scalar};

/// Parses an event of an HTTP API (payload format 2.0) as the request that [`serve`](crate::serve)
/// passes to a router, without the extensions that belong to an invocation.
///
/// Fields that are not needed may be missing, null or of any type.
///
/// # Errors
///
/// Returns [`InvalidEvent`] if the event is of another kind, or if a field that is needed is malformed.
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
    request(event::parse(event)?, None, Extensions::LambdaHttp)
}

/// The extensions that a request gets.
#[derive(Clone, Copy)]
pub(super) enum Extensions {
    /// Those that the routes of the API read. Adding those of `lambda_http` would take a third of the
    /// time of the conversion.
    Api,
    /// Those and the ones of [`RequestExt`](lambda_http::RequestExt).
    LambdaHttp,
}

/// Converts an event to a request, without the mapping key `key` of a custom domain.
pub(super) fn request(
    event: &RawValue,
    key: Option<&MappingKey>,
    extensions: Extensions,
) -> Result<Request<Body>, InvalidEvent> {
    let event = parse_object(event, InvalidEvent::NotARequest)?;
    let context = event.object("requestContext");
    // One of the two is enough: the client of a malformed request waits for a response.
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
        Extensions::Api => request,
        Extensions::LambdaHttp => context::extend(request, &event, &context, &method),
    };
    *request.method_mut() = method;
    *request.uri_mut() = uri;
    Ok(request)
}

/// Adds the context of an invocation to a request, and the time limit that follows from its deadline.
pub(super) fn with_invocation(invocation: Context, mut request: Request<Body>) -> Request<Body> {
    let limit = RequestTimeout::new(time_left(&invocation));
    request.extensions_mut().insert(limit);
    request.extensions_mut().insert(invocation);
    request
}

fn method(context: &Object<'_>) -> Result<Method, InvalidEvent> {
    let method: Option<String> = context.object("http").typed("method")?;
    let method = method.and_then(|method| Method::from_bytes(method.as_bytes()).ok());
    method.ok_or(InvalidEvent::Malformed("method"))
}

/// Returns the URI without the stage and the mapping key, and the URI that the client requested.
///
/// Only the configuration decides what the client's URI starts with. The host of the event does not,
/// because it differs behind a proxy. With a mapping key, the URI starts with it. Without one, it is
/// the path of the event, which at the default endpoint of API Gateway is what the client requested.
fn uris(
    event: &Object<'_>,
    context: &Object<'_>,
    key: Option<&MappingKey>,
) -> Result<(Uri, OriginalUri), InvalidEvent> {
    let query = event.typed::<String>("rawQueryString")?.unwrap_or_default();
    let raw_path = event.typed::<String>("rawPath")?.unwrap_or_default();
    let stage: Option<String> = context.typed("stage")?;
    let stage = path::named_stage(stage.as_deref());
    let path = path::without_stage(&raw_path, stage);
    let path = key.map_or(path, |key| key.strip_from(path));
    let original = key.map_or_else(|| raw_path.clone(), |key| key.prepend_to(path));
    let original = path::uri(&original, &query)?;
    Ok((path::uri(path, &query)?, OriginalUri(original)))
}

/// Returns the headers of the request, without invalid ones.
///
/// API Gateway joins the values of a header with commas and sends cookies in a field of their own
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

/// Joins all cookies to the one header that a client sends ([RFC 6265,
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

/// Returns the claims that the JWT authorizer verified, if the route has one.
fn claims(context: &Object<'_>) -> Option<ApiGatewayClaims> {
    let jwt = context.object("authorizer").object("jwt");
    let claims: Object<'_> = jwt.value("claims")?;
    Some(claims.values().into())
}
