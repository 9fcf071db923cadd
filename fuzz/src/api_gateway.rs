use axum::body::{Body, to_bytes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Method, Request};
use quizcraft_identity::ApiGatewayClaims;
use quizcraft_lambda::read_request;
use serde_json::Value;

use crate::authentication::wait_for;
use crate::service::Service;
use crate::token::parse_unambiguous_json;

/// An event of the Lambda Runtime API for the function behind API Gateway.
pub struct ApiGatewayEvent<'a>(pub &'a [u8]);

impl ApiGatewayEvent<'_> {
    /// Parses the event, compares the request with a reference parser, and asserts that the router
    /// does not respond with a server error.
    pub fn check(&self) {
        let event = parse_unambiguous_json(self.0);
        match read_request(self.0) {
            Ok(request) => {
                if let Some(event) = &event {
                    check_request(&request, event);
                }
                let (parts, body) = request.into_parts();
                let body = wait_for(to_bytes(body, usize::MAX)).expect("a body");
                if let Some(event) = &event {
                    assert_eq!(Some(body.to_vec()), expected_body(event));
                }
                let status = Service::new().status(Request::from_parts(parts, Body::from(body)));
                assert!(!status.is_server_error(), "{status}");
            }
            Err(error) => {
                let plain = event.as_ref().is_some_and(is_plain);
                assert!(!plain, "a valid event is rejected: {error}");
            }
        }
    }
}

fn check_request(request: &Request<Body>, event: &Value) {
    let method = event.pointer("/requestContext/http/method");
    assert_eq!(method, Some(&Value::from(request.method().as_str())));
    let path = event["rawPath"].as_str().expect("a path");
    assert!(path.starts_with('/'), "{path}");
    let is_simple = |c: char| c == '/' || c.is_ascii_alphanumeric();
    let stage = event.pointer("/requestContext/stage");
    if stage.is_none_or(|stage| stage == "$default") && path.chars().all(is_simple) {
        assert_eq!(request.uri().path(), path);
    }
    let claims = event.pointer("/requestContext/authorizer/jwt/claims");
    let verified = request.extensions().get::<ApiGatewayClaims>().is_some();
    assert_eq!(verified, claims.is_some_and(Value::is_object));
}

/// Returns the bytes of the body, decoded from base64 if the event says so.
fn expected_body(event: &Value) -> Option<Vec<u8>> {
    let text = event["body"].as_str().unwrap_or_default();
    if event["isBase64Encoded"] == true {
        STANDARD.decode(text).ok()
    } else {
        Some(text.into())
    }
}

/// Returns whether the event is certainly a valid request.
fn is_plain(event: &Value) -> bool {
    let text = |pointer| event.pointer(pointer).and_then(Value::as_str);
    let is_text = |pointer| event.pointer(pointer).is_none_or(Value::is_string);
    let path = text("/rawPath").is_some_and(|path| path.starts_with('/') && path.len() < 1_000);
    let query = text("/rawQueryString").unwrap_or_default().len() < 1_000;
    let method = text("/requestContext/http/method");
    let method = method.is_some_and(|method| Method::from_bytes(method.as_bytes()).is_ok());
    let optional = ["/rawQueryString", "/requestContext/stage", "/body"];
    let optional = optional.into_iter().all(is_text);
    let encoded = event.get("isBase64Encoded");
    let encoded = encoded.is_none_or(Value::is_boolean);
    path && query && method && optional && encoded && expected_body(event).is_some()
}
