use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// A response with its whole body.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    /// Reads a response, and checks what holds for every response.
    pub(crate) async fn read(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let answer = Self {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        };
        answer.check_request_id();
        answer.check_error_body();
        answer
    }

    pub(crate) fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"));
        serde_json::from_str(&self.text).expect(&self.text)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().map(|value| value.to_str().unwrap());
        assert!(values.next().is_none(), "{name} is sent once");
        value
    }

    /// Checks the status and returns the body.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        self.json()
    }

    /// Checks that the response is that to a request without a token.
    #[track_caller]
    pub(crate) fn expect_missing_token(&self) {
        self.expect_error(401, "unauthenticated");
        assert_eq!(self.header("www-authenticate"), Some("Bearer"));
        assert_eq!(
            self.message(),
            "missing bearer token in the header Authorization"
        );
    }

    /// Checks that the response is exactly this error.
    #[track_caller]
    pub(crate) fn expect_error(&self, status: u16, code: &str) -> &Self {
        let body = self.expect(status);
        let errors = body["errors"].as_array().unwrap();
        assert!(
            errors.iter().all(|error| error["code"] == code),
            "{code}, not {body}"
        );
        self
    }

    /// Returns the message of the only error.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        let body = self.json();
        assert_eq!(body["errors"].as_array().unwrap().len(), 1);
        body["errors"][0]["message"].as_str().unwrap().to_owned()
    }

    fn check_request_id(&self) {
        let id = self.header("x-request-id");
        assert!(id.is_some_and(|id| !id.is_empty()), "{self:?}");
    }

    /// Checks the body of errors. Responses to `HEAD` have none.
    fn check_error_body(&self) {
        let is_error = self.status.is_client_error() || self.status.is_server_error();
        if !is_error || self.text.is_empty() {
            return;
        }
        let body = self.json();
        assert_eq!(keys(&body), ["errors"], "{body}");
        let errors = body["errors"].as_array().unwrap();
        assert!(!errors.is_empty());
        errors.iter().for_each(check_error);
    }
}

fn check_error(error: &Value) {
    assert!(
        matches!(
            keys(error).as_slice(),
            ["code", "message"] | ["code", "field", "message"]
        ),
        "{error}"
    );
    for text in error.as_object().unwrap().values() {
        assert!(
            text.as_str().is_some_and(|text| !text.is_empty()),
            "{error}"
        );
    }
}

/// The keys of an object, sorted.
fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    keys.sort_unstable();
    keys
}
