//! Requests of API Gateway, as an axum router understands them, and its answers.

mod event;
mod path;

use std::convert::Infallible;

use aws_lambda_events::apigw::ApiGatewayV2httpResponse;
use axum::Router;
use axum::response::Response;
use http::header::SET_COOKIE;
use lambda_http::lambda_runtime::Runtime;
use lambda_http::tower::ServiceExt;
use lambda_http::{Body, Error, IntoResponse, LambdaEvent, service_fn};

use event::HttpEvent;

/// Serves a router to the HTTP API of API Gateway (payload 2.0), until the process is ended.
///
/// A stage in front of a path is taken away; it must not be called as a route begins. What the JWT
/// authorizer verified stands in the request's extensions, as
/// [`GatewayClaims`](quizcraft_http::auth::GatewayClaims); so does the
/// [`Context`](lambda_http::Context) of the invocation. An event that is no such request is answered
/// with an error, and the next one is waited for.
///
/// # Errors
///
/// If the runtime does not answer any more.
///
/// # Panics
///
/// If this is no function: the variables that Lambda sets are missing.
pub async fn serve(router: Router) -> Result<(), Error> {
    let function = service_fn(move |event: LambdaEvent<HttpEvent>| {
        let router = router.clone();
        async move { Ok::<_, Infallible>(answer(router, event).await) }
    });
    Runtime::new(function).run().await
}

async fn answer(router: Router, event: LambdaEvent<HttpEvent>) -> ApiGatewayV2httpResponse {
    let (event, context) = event.into_parts();
    match router.oneshot(event.into_request(context)).await {
        Ok(response) => as_answer(response).await,
    }
}

/// A response as API Gateway takes it: cookies by themselves, and a body that is no text as base64.
async fn as_answer(response: Response) -> ApiGatewayV2httpResponse {
    let (mut parts, body) = response.into_response().await.into_parts();
    let cookies = parts.headers.get_all(SET_COOKIE).iter();
    let cookies = cookies.filter_map(|cookie| cookie.to_str().ok().map(str::to_owned));
    let mut answer = ApiGatewayV2httpResponse::default();
    answer.status_code = parts.status.as_u16().into();
    answer.cookies = cookies.collect();
    answer.is_base64_encoded = matches!(body, Body::Binary(_));
    answer.body = Some(body).filter(|body| !matches!(body, Body::Empty));
    parts.headers.remove(SET_COOKIE);
    answer.headers = parts.headers;
    answer
}
