//! A function with its own routes, served by `serve`: the requests that its routes receive, and the responses
//! that API Gateway receives.

use std::env;

use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName};
use axum::response::AppendHeaders;
use axum::routing::{get, post};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_http::RequestExt;
use lambda_http::request::RequestContext;
use serde_json::{Value, json};

use crate::support::{Function, HttpEvent, Launch, Outcome};

/// Set in a process of this test that runs the function.
const IS_FUNCTION: &str = "QUIZCRAFT_TEST_IS_FUNCTION";

const NOT_UTF_8: &[u8] = b"\x89PNG\r\n\x1a\n\xff";

/// Starts the function: this test in its own process.
async fn start(test: &str) -> Function {
    let program = env::current_exe().unwrap();
    let launch = Launch::of(program.to_str().unwrap());
    let launch = launch.arg("--exact").arg(test).env(IS_FUNCTION, "1");
    launch.start().await
}

/// Serves the routes, if this process is the function.
async fn serve_if_function() {
    if env::var_os(IS_FUNCTION).is_some() {
        quizcraft_lambda::serve(routes()).await.unwrap();
    }
}

fn routes() -> Router {
    Router::new()
        .route("/headers/{name}", get(headers))
        .route("/size", post(async |body: Bytes| body.len().to_string()))
        .route(
            "/picture",
            get(async || ([(CONTENT_TYPE, "text/plain")], NOT_UTF_8)),
        )
        .route("/visit", get(visit))
        .route("/context", get(context))
}

/// Returns all values of a header.
async fn headers(headers: HeaderMap, request: Request) -> String {
    let name = request.uri().path().rsplit('/').next().unwrap();
    let values = headers.get_all(name.parse::<HeaderName>().unwrap());
    let values = values
        .iter()
        .map(|value| str::from_utf8(value.as_bytes()).unwrap());
    json!(values.collect::<Vec<_>>()).to_string()
}

async fn visit() -> (AppendHeaders<[(HeaderName, &'static str); 4]>, &'static str) {
    let vary = HeaderName::from_static("vary");
    let headers = [
        (
            SET_COOKIE,
            "session=1; Secure; Expires=Wed, 09 Jun 2027 10:18:14 GMT",
        ),
        (vary.clone(), "cookie"),
        (SET_COOKIE, "theme=dark"),
        (vary, "accept"),
    ];
    (AppendHeaders(headers), "")
}

/// Returns what the extensions of `lambda_http` contain.
async fn context(request: Request) -> String {
    let extensions = request.extensions();
    let RequestContext::ApiGatewayV2(context) = extensions.request_context() else {
        panic!("expected an HTTP API context");
    };
    let jwt = context.authorizer.unwrap().jwt.unwrap();
    json!({
        "raw_path": extensions.raw_http_path(),
        "query": extensions.query_string_parameters().all("a"),
        "path": extensions.path_parameters().first("proxy"),
        "stage_variable": extensions.stage_variables().first("size"),
        "stage": context.stage,
        "source_ip": context.http.source_ip,
        "protocol": context.http.protocol,
        "request_id": context.request_id,
        "sub": jwt.claims.get("sub"),
        "verified": jwt.claims.get("email_verified"),
        "invocation": extensions.lambda_context().request_id,
    })
    .to_string()
}

async fn respond(function: &Function, event: &HttpEvent) -> Value {
    match function.invoke(event.to_string()).await {
        Outcome::Response(response) => response,
        Outcome::Error(error) => panic!("{error}"),
    }
}

/// Returns the JSON body of a response.
async fn json_body(function: &Function, event: &HttpEvent) -> Value {
    let response = respond(function, event).await;
    serde_json::from_str(response["body"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn cookies_reach_a_route_as_one_header() {
    serve_if_function().await;
    let function = start("embedded::cookies_reach_a_route_as_one_header").await;
    let mut event = HttpEvent::get("/headers/cookie");
    assert_eq!(json_body(&function, &event).await, json!([]));
    event["cookies"] = json!(["session=1", "theme=\"a, b\""]);
    let expected = json!(["session=1; theme=\"a, b\""]);
    assert_eq!(json_body(&function, &event).await, expected);
    // A `Cookie` header does not duplicate them, and an invalid cookie does not affect the others.
    event["headers"]["Cookie"] = json!("session=1,theme=\"a, b\"");
    assert_eq!(json_body(&function, &event).await, expected);
    event["cookies"] = json!(["a=1", "b=\n", null, "c=é"]);
    assert_eq!(json_body(&function, &event).await, json!(["a=1; c=é"]));
    event["cookies"] = json!([]);
    let in_headers = json!(["session=1,theme=\"a, b\""]);
    assert_eq!(json_body(&function, &event).await, in_headers);
}

#[tokio::test]
async fn headers_and_bodies_reach_a_route_whole() {
    serve_if_function().await;
    let function = start("embedded::headers_and_bodies_reach_a_route_whole").await;
    let event = HttpEvent::get("/headers/x-forwarded-for").with_header("X-Forwarded-For", "a, b");
    let values = json_body(&function, &event).await;
    assert_eq!(values, json!(["a, b", "203.0.113.7"]), "in any letter case");
    let mut event = HttpEvent::new("POST", "/size", "ada");
    event["body"] = json!(STANDARD.encode(NOT_UTF_8));
    event["isBase64Encoded"] = json!(true);
    assert_eq!(json_body(&function, &event).await, json!(NOT_UTF_8.len()));
}

#[tokio::test]
async fn responses_reach_api_gateway_whole() {
    serve_if_function().await;
    let function = start("embedded::responses_reach_api_gateway_whole").await;
    let picture = respond(&function, &HttpEvent::get("/picture")).await;
    assert_eq!(picture["isBase64Encoded"], true, "for every content type");
    assert_eq!(picture["body"], STANDARD.encode(NOT_UTF_8));
    let visit = respond(&function, &HttpEvent::get("/visit")).await;
    let cookies = [
        "session=1; Secure; Expires=Wed, 09 Jun 2027 10:18:14 GMT",
        "theme=dark",
    ];
    assert_eq!(visit["cookies"], json!(cookies));
    assert_eq!(visit["headers"]["set-cookie"], json!(null));
    assert_eq!(visit["headers"]["vary"], "cookie, accept");
}

#[tokio::test]
async fn extensions_of_lambda_http_are_available() {
    serve_if_function().await;
    let function = start("embedded::extensions_of_lambda_http_are_available").await;
    let mut event = HttpEvent::get("/test/context")
        .with_query("a=1&a=b%20c")
        .at_stage("test");
    event["pathParameters"] = json!({"proxy": "context", "other": null});
    event["stageVariables"] = json!({"size": 5, "other": []});
    let claims = &mut event["requestContext"]["authorizer"]["jwt"]["claims"];
    claims["email_verified"] = json!(true);
    claims["roles"] = json!(["one"]);
    event["requestContext"]["timeEpoch"] = json!(1.5);
    let invocation = crate::support::request_id(0);
    assert_eq!(
        json_body(&function, &event).await,
        json!({
            "raw_path": "/test/context",
            "query": ["1", "b c"],
            "path": "context",
            "stage_variable": "5",
            "stage": "test",
            "source_ip": "203.0.113.7",
            "protocol": "HTTP/1.1",
            "request_id": "JKJaXmPLvHcESHA=",
            "sub": "auth0|ada",
            "verified": "true",
            "invocation": invocation,
        })
    );
}
