use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpRequestContext};
use axum::body::Body;
use axum::extract::OriginalUri;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, Request, Uri};
use lambda_http::Context;
use quizcraft_http::TimeLimit;
use quizcraft_http::auth::GatewayClaims;
use serde_json::value::RawValue;

use super::{MappingKey, path};
use crate::deadline::time_left;
use crate::event::{self, InvalidEvent};

/// An event of an HTTP API, which a request can be made of.
///
/// The library could make one too; it takes the path for a part of a URL, in which `..` means
/// something, and panics over what is none.
pub(super) struct HttpEvent {
    /// The path and the query below the stage and the key of the mapping.
    uri: Uri,
    /// The path and the query as the sender knows them.
    original: Uri,
    headers: HeaderMap,
    body: Vec<u8>,
    context: ApiGatewayV2httpRequestContext,
}

impl HttpEvent {
    pub(super) fn read(event: &RawValue, key: Option<&MappingKey>) -> Result<Self, InvalidEvent> {
        let event: ApiGatewayV2httpRequest = event::read(event, InvalidEvent::NoRequest)?;
        let context = event.request_context;
        let query = event.raw_query_string.as_deref().unwrap_or_default();
        let raw_path = event.raw_path.unwrap_or_default();
        let stage = path::named(context.stage.as_deref());
        let path = path::without_stage(&raw_path, stage);
        // On a domain of the API's own, the sender knows of the key, and nothing of the stage.
        let is_on_own_domain = path::is_on_own_domain(context.domain_name.as_deref());
        let key = key.filter(|_| is_on_own_domain);
        let path = key.map_or(path, |key| key.below(path));
        let original = match (key, stage) {
            (Some(key), _) => key.in_front_of(path),
            (None, Some(stage)) if !is_on_own_domain => format!("/{stage}{path}"),
            _ => path.to_owned(),
        };
        Ok(Self {
            uri: path::uri(path, query)?,
            original: path::uri(&original, query)?,
            headers: event.headers,
            body: body(event.body, event.is_base64_encoded)?,
            context,
        })
    }

    /// The request, with what the gateway verified and what Lambda says of the invocation.
    pub(super) fn into_request(self, invocation: Context) -> Request<Body> {
        let authorizer = self.context.authorizer;
        let claims = authorizer.and_then(|authorizer| Some(authorizer.jwt?.claims));
        let mut request = Request::new(Body::from(self.body));
        *request.method_mut() = self.context.http.method;
        *request.uri_mut() = self.uri;
        *request.headers_mut() = self.headers;
        let extensions = request.extensions_mut();
        extensions.insert(OriginalUri(self.original));
        extensions.insert(TimeLimit::new(time_left(&invocation)));
        extensions.insert(invocation);
        if let Some(claims) = claims {
            extensions.insert(GatewayClaims::from_iter(claims));
        }
        request
    }
}

fn body(body: Option<String>, is_base64: bool) -> Result<Vec<u8>, InvalidEvent> {
    let body = body.unwrap_or_default();
    if is_base64 {
        let decoded = STANDARD.decode(body);
        decoded.map_err(|_| InvalidEvent::NoBase64)
    } else {
        Ok(body.into_bytes())
    }
}
