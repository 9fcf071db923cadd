use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Version};
use quizcraft_http::TimeLimit;
use quizcraft_identity::ApiGatewayClaims;
use serde_json::Value;

/// A request in the making.
pub(crate) struct Call(Request<Body>);

impl Call {
    pub(crate) fn new(method: Method, path: &str) -> Self {
        let request = Request::builder().method(method).uri(path);
        Self(request.body(Body::empty()).unwrap())
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: &str) -> Self {
        Self::new(Method::POST, path)
    }

    /// Sends it in this player's name.
    pub(crate) fn by(self, player: &str) -> Self {
        self.header(AUTHORIZATION.as_str(), format!("Bearer {player}"))
    }

    /// Adds a header, beside those of its name.
    pub(crate) fn header(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        let value = HeaderValue::from_bytes(value.as_ref()).unwrap();
        self.0.headers_mut().append(name, value);
        self
    }

    /// Sends it in this version of HTTP.
    pub(crate) fn version(mut self, version: Version) -> Self {
        *self.0.version_mut() = version;
        self
    }

    /// Adds what a gateway in front of the service verified.
    pub(crate) fn verified(mut self, claims: ApiGatewayClaims) -> Self {
        self.0.extensions_mut().insert(claims);
        self
    }

    /// Gives it a time limit of its own.
    pub(crate) fn within(mut self, limit: TimeLimit) -> Self {
        self.0.extensions_mut().insert(limit);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw_json(body.to_string())
    }

    /// Says that it is JSON, whatever it is.
    pub(crate) fn raw_json(self, body: impl Into<Body>) -> Self {
        self.header(CONTENT_TYPE.as_str(), "application/json")
            .body(body)
    }

    pub(crate) fn body(mut self, body: impl Into<Body>) -> Self {
        *self.0.body_mut() = body.into();
        self
    }

    pub(crate) fn into_request(self) -> Request<Body> {
        self.0
    }
}
