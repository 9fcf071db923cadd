use serde_json::Value;

use super::Outcome;

/// A response as API Gateway receives it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u64,
    pub(crate) text: String,
    /// The body as JSON, or null if it is not JSON.
    pub(crate) body: Value,
    headers: Value,
}

impl Reply {
    #[track_caller]
    pub(crate) fn of(outcome: Outcome) -> Self {
        let Outcome::Response(response) = outcome else {
            panic!("expected a response: {outcome:?}");
        };
        assert_eq!(response["isBase64Encoded"], false, "{response}");
        let text = response["body"].as_str().unwrap_or_default().to_owned();
        Self {
            status: response["statusCode"].as_u64().expect("a status"),
            body: serde_json::from_str(&text).unwrap_or_default(),
            text,
            headers: response["headers"].clone(),
        }
    }

    /// Asserts the status, and returns the response.
    #[track_caller]
    pub(crate) fn is(self, status: u64) -> Self {
        assert_eq!(self.status, status, "{self:?}");
        self
    }

    /// Asserts the status and the code of an error, and returns the response.
    #[track_caller]
    pub(crate) fn fails(self, status: u64, code: &str) -> Self {
        let reply = self.is(status);
        assert_eq!(reply.body["errors"][0]["code"], code, "{reply:?}");
        assert!(!reply.header("x-request-id").is_empty(), "{reply:?}");
        reply
    }

    /// Returns a header, or an empty string if it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers[name].as_str().unwrap_or_default()
    }
}
