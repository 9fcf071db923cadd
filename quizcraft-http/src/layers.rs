//! What stands around every route: ids and traces, limits, CORS, and the one format for errors.

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use axum::Router;
use axum::extract::MatchedPath;
use axum::response::{IntoResponse, Response};
use http::header::{
    AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER,
    WWW_AUTHENTICATE,
};
use http::{HeaderName, HeaderValue, Method, Request};
use tower::ServiceBuilder;
use tower::layer::layer_fn;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{
    MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::trace::TraceLayer;
use tracing::Span;

use crate::Api;
use crate::api::Limits;
use crate::origin::Origin;
use crate::problem::{InOneFormat, Problem};
use crate::route_name::method_name;
use crate::time_limit::InTime;
use crate::unread_body::ReadOrClose;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The answer to a request, which no layer fails to give.
pub(crate) type BoxedAnswer = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

/// Puts the layers around a router, from the outside in.
///
/// They are one layer of the router: for each of those, axum boxes the service and clones, for each
/// request, all that is inside. For the same reason those of our own are services and not functions,
/// which axum clones and boxes as well.
pub(crate) fn around(router: Router, limits: &Limits) -> Router {
    let time = limits.time;
    let trace = TraceLayer::new_for_http().make_span_with(span);
    let layers = ServiceBuilder::new()
        .map_request(without_unusable_id)
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(trace.on_response(log_response).on_failure(()))
        .layer(PropagateRequestIdLayer::x_request_id())
        // Around all layers that answer, and inside the trace: its latency is the whole answer's.
        .layer(layer_fn(move |inner| ReadOrClose::new(inner, time)))
        .option_layer(limits.cors_origin.clone().map(cors))
        .map_response(in_one_format)
        .layer(layer_fn(move |inner| InTime::new(inner, time)))
        .layer(RequestBodyLimitLayer::new(Api::MAX_BODY_BYTES));
    router.layer(layers)
}

/// Gives what the framework refuses the body that all errors have.
fn in_one_format(response: Response) -> Response {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.extensions().get::<InOneFormat>().is_some() {
        return response;
    }
    let formatted = Problem::from(status).into_response();
    let mut headers = response.into_parts().0.headers;
    for about_the_body in [CONTENT_TYPE, CONTENT_LENGTH, CONTENT_ENCODING] {
        headers.remove(about_the_body);
    }
    (headers, formatted).into_response()
}

/// Takes away an id that its sender made up and that no log could be searched for.
fn without_unusable_id<B>(mut request: Request<B>) -> Request<B> {
    const MAX_BYTES: usize = 64;
    // Among them no `@`: what is logged holds no address.
    let of_an_id = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:;=+/".contains(byte);
    let usable = |id: &HeaderValue| {
        id.len() <= MAX_BYTES && !id.is_empty() && id.as_bytes().iter().all(of_an_id)
    };
    if !request.headers().get_all(REQUEST_ID).iter().all(usable) {
        request.headers_mut().remove(REQUEST_ID);
    }
    request
}

fn cors(origin: Origin) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(only(origin))
        .allow_methods([Method::GET, Method::POST, Method::PUT])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, IDEMPOTENCY_KEY])
        .expose_headers([LOCATION, RETRY_AFTER, WWW_AUTHENTICATE, REQUEST_ID])
}

/// Allows this origin only, and tells the pages of no other origin which one it is; allows every
/// origin, if that is meant.
fn only(origin: Origin) -> AllowOrigin {
    if origin.is_any() {
        AllowOrigin::any()
    } else {
        AllowOrigin::list([origin.into_header()])
    }
}

/// The span of a request: its id, method and route; not its path, which may name anything. Whatever the
/// level, an error has them.
fn span<B>(request: &Request<B>) -> Span {
    let id = request
        .extensions()
        .get::<RequestId>()
        .and_then(|id| id.header_value().to_str().ok());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(MatchedPath::as_str);
    let method = method_name(request.method());
    tracing::error_span!("request", id, method, route)
}

fn log_response<B>(response: &http::Response<B>, latency: Duration, _: &Span) {
    let status = response.status().as_u16();
    let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(status, micros, "answered");
}
