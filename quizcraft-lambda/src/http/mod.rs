//! Requests of API Gateway, as an axum router understands them, and its answers.

mod answer;
mod context;
mod event;
mod mapping_key;
mod path;

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

use crate::deadline::last_moment;
use crate::event::{InvalidEvent, RawEvent, readable};
use crate::observe::invocation;

use event::Extensions;
pub use event::read_request;
pub(crate) use mapping_key::MappingKey;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Serves a router to the HTTP API of API Gateway (payload 2.0), until the process is ended.
///
/// A stage in front of a path is taken away; it must not be called as a route begins. The cookies
/// of the event become one `Cookie` header, and each `Set-Cookie` of a response one of its cookies.
/// A body is decoded from base64, and one that is not UTF-8 is encoded in it.
///
/// What the JWT authorizer verified stands in the request's extensions, as
/// [`ApiGatewayClaims`](quizcraft_identity::ApiGatewayClaims); so does the
/// [`Context`] of the invocation. The methods of [`RequestExt`](lambda_http::RequestExt) give the
/// context of the request (its client's address among it), the variables of the stage, and the
/// parameters of the path and the query; values of other types than `lambda_http` expects are left
/// out there. The URI has no host and the version is HTTP/1.1, as they are for a server that a
/// client is connected to; the protocol of the client is part of the context of the request.
///
/// A request that does not end within the invocation's time is answered in its last moments, with
/// 503, and one that panics or is malformed in what is needed of it with 500. An event that is not a
/// request is answered with an error of the function, and the next one is waited for.
///
/// # Errors
///
/// If the runtime does not answer any more.
///
/// # Panics
///
/// If this is no function: the variables that Lambda sets are missing.
pub async fn serve(router: Router) -> Result<(), Error> {
    let read = |event: &RawValue| event::request(event, None, Extensions::OfLambdaHttp);
    serve_events(router, read, |_, _| ()).await
}

/// Serves the routes of the API alone, below this key of a domain of its own, and tells of each event
/// that is no request or a malformed one.
pub(crate) async fn serve_api(
    router: Router,
    key: Option<MappingKey>,
    note: impl Fn(InvalidEvent, &Context),
) -> Result<(), Error> {
    let read = |event: &RawValue| event::request(event, key.as_ref(), Extensions::OfTheApi);
    serve_events(router, read, note).await
}

async fn serve_events(
    router: Router,
    read: impl Fn(&RawValue) -> Result<Request<Body>, InvalidEvent>,
    note: impl Fn(InvalidEvent, &Context),
) -> Result<(), Error> {
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let request = read(&event).inspect_err(|invalid| note(*invalid, &context));
        let router = router.clone();
        async move {
            match request {
                Ok(request) => Ok(respond(router, request, context).await),
                Err(invalid) => refuse(invalid, &context).await,
            }
        }
    });
    let runtime = Runtime::new(function).layer(MapRequestLayer::new(readable));
    runtime.run().await
}

async fn respond(
    router: Router,
    request: Request<Body>,
    context: Context,
) -> ApiGatewayV2httpResponse {
    let last_moment = last_moment(&context);
    let response = router
        .oneshot(event::within(context, request))
        .then(async |Ok(response)| answer::of(response).await);
    // The API's own routes do not let it come to either; routes beside them may.
    match timeout(last_moment, AssertUnwindSafe(response).catch_unwind()).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => answer::of(Problem::Panicked.into_response()).await,
        Err(_) => answer::of(Problem::TimedOut.into_response()).await,
    }
}

/// Answers a request that cannot be handed to the router. An event that is not a request has no
/// client that could read an answer, and its sender (a queue, say) must not take it for handled.
async fn refuse(
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
    let mut response = invocation(context).in_scope(|| problem.into_response());
    if let Ok(id) = HeaderValue::from_str(&context.request_id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    Ok(answer::of(response).await)
}
