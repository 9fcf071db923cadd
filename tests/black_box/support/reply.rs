use reqwest::RequestBuilder;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use super::keys;

/// A response with its whole body.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// The body as JSON, or null if it is not JSON.
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) async fn to(request: RequestBuilder) -> Self {
        let response = request.send().await.expect("a response");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.expect("a complete body");
        let body = serde_json::from_str(&text).unwrap_or_default();
        Self {
            status,
            headers,
            text,
            body,
        }
    }

    /// Asserts the status.
    #[track_caller]
    pub(crate) fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// Asserts that the response is this error in the documented format.
    #[track_caller]
    pub(crate) fn fails(self, status: u16, code: &str) -> Self {
        let reply = self.is(status);
        assert_eq!(reply.codes(), [code], "{reply:?}");
        reply
    }

    /// Asserts that the response is an error in the documented format. Returns its distinct codes.
    #[track_caller]
    pub(crate) fn codes(&self) -> Vec<&str> {
        assert!(self.status >= 400, "{self:?}");
        assert_eq!(self.header(CONTENT_TYPE.as_str()), "application/json");
        assert!(!self.header("x-request-id").is_empty());
        assert_eq!(keys(&self.body), ["errors"], "{self:?}");
        let errors = self.body["errors"].as_array().expect("a list of errors");
        assert!(!errors.is_empty(), "{self:?}");
        let mut codes: Vec<_> = errors.iter().map(code).collect();
        codes.dedup();
        codes
    }

    #[track_caller]
    pub(crate) fn message(&self) -> &str {
        self.body["errors"][0]["message"].as_str().unwrap()
    }

    /// Returns a header, or an empty string.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap_or("(not ASCII)"))
    }
}

/// Returns the code of one error. Asserts that it has only documented fields and no internals.
fn code(error: &Value) -> &str {
    let known = ["code", "field", "message"];
    assert!(keys(error).iter().all(|key| known.contains(key)), "{error}");
    let message = error["message"].as_str().expect("a message");
    assert!(!message.is_empty());
    for internal in ["panicked", ".rs", "quizcraft_", "tokio", "axum"] {
        assert!(!message.contains(internal), "{message}");
    }
    let field = error.get("field");
    assert!(field.is_none_or(Value::is_string), "{error}");
    error["code"].as_str().expect("a code")
}
