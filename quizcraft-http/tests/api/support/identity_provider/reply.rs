use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value;

/// The response of a provider to one request.
#[derive(Clone)]
pub(crate) struct Reply {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: String,
}

impl Reply {
    pub(crate) fn text(body: impl Into<String>) -> Self {
        Self {
            status: StatusCode::OK,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    pub(crate) fn json(body: &Value) -> Self {
        Self::text(body.to_string())
    }

    /// A response with the media type of a JWT.
    pub(crate) fn jwt(jwt: impl Into<String>) -> Self {
        Self::text(jwt).with("content-type", "application/jwt")
    }

    /// A status, with a body that the client must ignore.
    pub(crate) fn status(status: u16) -> Self {
        let mut reply = Self::text(r#"{"error": "the secret of the provider"}"#);
        reply.status = StatusCode::from_u16(status).unwrap();
        reply
    }

    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        let value = HeaderValue::try_from(value).unwrap();
        self.headers.push((HeaderName::from_static(name), value));
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.body).into_response();
        for (name, value) in self.headers {
            response.headers_mut().insert(name, value);
        }
        response
    }
}
