//! Requests of API Gateway, as an axum router understands them, and its answers.

mod event;
mod mapping_key;
mod path;

use std::panic::AssertUnwindSafe;

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use axum::Router;
use axum::response::{IntoResponse as _, Response};
use futures_util::FutureExt;
use http::header::SET_COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};
use lambda_http::lambda_runtime::Runtime;
use lambda_http::tower::ServiceExt;
use lambda_http::{Body, Context, Error, IntoResponse, LambdaEvent, service_fn};
use quizcraft_http::Problem;
use tokio::time::timeout;

use crate::deadline::last_moment;
use crate::event::{InvalidEvent, RawEvent};
use event::HttpEvent;

pub(crate) use mapping_key::MappingKey;

/// Serves a router to the HTTP API of API Gateway (payload 2.0), until the process is ended.
///
/// A stage in front of a path is taken away; it must not be called as a route begins. What the JWT
/// authorizer verified stands in the request's extensions, as
/// [`GatewayClaims`](quizcraft_http::auth::GatewayClaims); so does the
/// [`Context`](lambda_http::Context) of the invocation. A request that does not end within the
/// invocation's time is answered in its last moments, with 503, and one that panics with 500. An
/// event that is no such request is answered with an error, and the next one is waited for.
///
/// # Errors
///
/// If the runtime does not answer any more.
///
/// # Panics
///
/// If this is no function: the variables that Lambda sets are missing.
pub async fn serve(router: Router) -> Result<(), Error> {
    serve_noting(router, None, |_, _| ()).await
}

/// Serves a router below this key of a domain of its own, and tells of each event that is no request.
pub(crate) async fn serve_noting(
    router: Router,
    key: Option<MappingKey>,
    note: impl Fn(InvalidEvent, &Context),
) -> Result<(), Error> {
    let function = service_fn(|event: LambdaEvent<RawEvent>| {
        let (event, context) = event.into_parts();
        let event = HttpEvent::read(&event, key.as_ref());
        let event = event.inspect_err(|invalid| note(*invalid, &context));
        let router = router.clone();
        async move { Ok::<_, InvalidEvent>(answer(router, event?, context).await) }
    });
    Runtime::new(function).run().await
}

async fn answer(router: Router, event: HttpEvent, context: Context) -> ApiGatewayV2httpResponse {
    let last_moment = last_moment(&context);
    let answer = router
        .oneshot(event.into_request(context))
        .then(async |Ok(response)| as_answer(response).await);
    // The API's own routes do not let it come to either; routes beside them may.
    match timeout(last_moment, AssertUnwindSafe(answer).catch_unwind()).await {
        Ok(Ok(answer)) => answer,
        Ok(Err(_)) => as_answer(Problem::Panicked.into_response()).await,
        Err(_) => as_answer(Problem::OutOfTime.into_response()).await,
    }
}

/// A response as API Gateway takes it: cookies by themselves, and a body that is no text as base64.
async fn as_answer(response: Response) -> ApiGatewayV2httpResponse {
    let (mut parts, body) = IntoResponse::into_response(response).await.into_parts();
    let cookies = parts.headers.get_all(SET_COOKIE).iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok().map(str::to_owned));
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = parts.status.as_u16().into();
    answer.cookies = cookies.collect();
    answer.is_base64_encoded = matches!(body, Body::Binary(_));
    answer.body = Some(body).filter(|body| !matches!(body, Body::Empty));
    parts.headers.remove(SET_COOKIE);
    answer.headers = joined(&parts.headers);
    answer
}

/// Headers with one value each: the gateway takes no more, and several mean the same as a list
/// ([RFC 9110, 5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3)).
fn joined(headers: &HeaderMap) -> HeaderMap {
    let join = |name: &HeaderName| {
        let values = headers.get_all(name).iter().map(HeaderValue::as_bytes);
        let list = values.collect::<Vec<_>>().join(&b", "[..]);
        HeaderValue::from_bytes(&list)
            .ok()
            .map(|list| (name.clone(), list))
    };
    headers.keys().filter_map(join).collect()
}
