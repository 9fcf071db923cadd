//! Serves an axum router behind API Gateway.

mod context;
mod event;
mod mapping_key;
mod path;
mod response;

use std::panic::AssertUnwindSafe;

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use axum::Router;
use axum::body::Body;
use axum::response::IntoResponse;
use futures_util::FutureExt;
use http::{HeaderName, HeaderValue, Request};
use lambda_http::lambda_runtime::Runtime;
use lambda_http::{Context, Error, LambdaEvent, service_fn};
use quizcraft_http::Problem;
use serde_json::value::RawValue;
use tokio::time::timeout;
use tower::ServiceExt;
use tower::util::MapRequestLayer;

use crate::deadline::abort_after;
use crate::event::{InvalidEvent, RawEvent, replace_invalid_json};
use crate::observe::invocation_span;

use event::Extensions;
pub use event::read_request;
pub(crate) use mapping_key::MappingKey;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Serves a router behind an HTTP API of API Gateway (payload format 2.0) until the process ends.
///
/// - The stage is removed from the path. It must not be the prefix of a route. The extension
///   [`OriginalUri`](axum::extract::OriginalUri) has the path of the event.
/// - The cookies of an event become one `Cookie` header. Each `Set-Cookie` header of a response becomes
///   one cookie.
/// - A request body in base64 is decoded. A response body that is not UTF-8 is encoded in base64.
/// - The URI has no host, and the version is HTTP/1.1.
///
/// The extensions of a request contain the claims that the JWT authorizer verified
/// ([`ApiGatewayClaims`](quizcraft_identity::ApiGatewayClaims)) and the [`Context`] of the invocation. The
/// methods of [`RequestExt`](lambda_http::RequestExt) return the request context with the client's
/// address and protocol, the stage variables, and the path and query parameters. Values of a type that
/// `lambda_http` does not expect are left out.
///
/// | event | response |
/// | --- | --- |
/// | the handler runs until just before the invocation's deadline | 503 |
/// | the handler panics, or a needed field is malformed | 500 |
/// | the event is not a request | an error of the function |
///
/// # Examples
///
/// ```no_run
/// use axum::Router;
/// use axum::routing::get;
///
/// # async fn example() -> Result<(), lambda_http::Error> {
/// let app = Router::new().route("/health", get(async || "ok"));
/// quizcraft_lambda::serve(app).await
/// # }
/// ```
///
/// # Errors
///
/// Returns an error if the Lambda runtime API does not respond.
///
/// # Panics
///
/// Panics if the variables that Lambda sets are missing.
pub async fn serve(router: Router) -> Result<(), Error> {
    let read = |event: &RawValue| event::request(event, None, Extensions::LambdaHttp);
    serve_events(router, read, |_, _| ()).await
}

/// Serves the routes of the API only. The mapping key of a custom domain is removed from the path, and
/// every `Location` starts with it.
/// `on_invalid` is called with each event that is not a valid request.
pub(crate) async fn serve_api(
    router: Router,
    key: Option<MappingKey>,
    on_invalid: impl Fn(InvalidEvent, &Context),
) -> Result<(), Error> {
    let read = |event: &RawValue| event::request(event, key.as_ref(), Extensions::Api);
    serve_events(router, read, on_invalid).await
}

async fn serve_events(
    router: Router,
    read: impl Fn(&RawValue) -> Result<Request<Body>, InvalidEvent>,
    on_invalid: impl Fn(InvalidEvent, &Context),
) -> Result<(), Error> {
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let request = read(&event).inspect_err(|invalid| on_invalid(*invalid, &context));
        let router = router.clone();
        async move {
            match request {
                Ok(request) => Ok(respond(router, request, context).await),
                Err(invalid) => reject(invalid, &context).await,
            }
        }
    });
    let runtime = Runtime::new(function).layer(MapRequestLayer::new(replace_invalid_json));
    runtime.run().await
}

async fn respond(
    router: Router,
    request: Request<Body>,
    context: Context,
) -> ApiGatewayV2httpResponse {
    let abort_after = abort_after(&context);
    let response = router
        .oneshot(event::with_invocation(context, request))
        .then(async |Ok(response)| response::to_api_gateway(response).await);
    // The API handles panics and deadlines itself; other routes may not.
    match timeout(abort_after, AssertUnwindSafe(response).catch_unwind()).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => response::to_api_gateway(Problem::Panicked.into_response()).await,
        Err(_) => response::to_api_gateway(Problem::TimedOut.into_response()).await,
    }
}

/// Returns the response to a malformed request, or the error of the function for an event of another
/// kind: that has no client that could read a response, and its sender (such as a queue) must not
/// consider it processed.
async fn reject(
    invalid: InvalidEvent,
    context: &Context,
) -> Result<ApiGatewayV2httpResponse, InvalidEvent> {
    let problem = match invalid {
        InvalidEvent::TooLong => Problem::InvalidRequest(invalid.to_string()),
        InvalidEvent::Malformed(_) => Problem::Internal(invalid.into()),
        InvalidEvent::NotJson | InvalidEvent::NotARequest | InvalidEvent::NotABatch => {
            return Err(invalid);
        }
    };
    let mut response = invocation_span(context).in_scope(|| problem.into_response());
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    Ok(response::to_api_gateway(response).await)
}
