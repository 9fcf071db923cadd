use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request, Version};
use quizcraft_http::RequestTimeout;
use quizcraft_identity::ApiGatewayClaims;
use serde_json::Value;

/// A builder of requests.
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

    /// Adds the token of this player.
    pub(crate) fn by(self, player: &str) -> Self {
        self.header(AUTHORIZATION.as_str(), format!("Bearer {player}"))
    }

    /// Appends a header.
    pub(crate) fn header(mut self, name: &'static str, value: impl AsRef<[u8]>) -> Self {
        let value = HeaderValue::from_bytes(value.as_ref()).unwrap();
        self.0.headers_mut().append(name, value);
        self
    }

    /// Sets the version of HTTP.
    pub(crate) fn version(mut self, version: Version) -> Self {
        *self.0.version_mut() = version;
        self
    }

    /// Adds claims that API Gateway verified.
    pub(crate) fn verified(mut self, claims: ApiGatewayClaims) -> Self {
        self.0.extensions_mut().insert(claims);
        self
    }

    /// Sets the time limit of the request.
    pub(crate) fn within(mut self, limit: RequestTimeout) -> Self {
        self.0.extensions_mut().insert(limit);
        self
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw_json(body.to_string())
    }

    /// Adds a body with the content type of JSON, whatever it contains.
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
