//! What the clients of models have in common.

use std::sync::atomic::{AtomicBool, Ordering};

use reqwest::StatusCode;
use serde_json::Value;

use super::HttpError;
use super::response::Response;
use crate::{ChatReply, ChatRequest, End, ModelError, Usage};

/// The maximum size of a response body of a model, in bytes.
pub(super) const MAX_BYTES: usize = 1024 * 1024;

/// Whether a response showed that the server does not support a parameter.
#[derive(Debug, Default)]
pub(super) struct Unsupported(AtomicBool);

impl Unsupported {
    pub(super) fn get(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Remembers that the server does not support the parameter, if it does not.
    pub(super) fn learn(&self, is_unsupported: bool) {
        self.0.fetch_or(is_unsupported, Ordering::Relaxed);
    }
}

/// A response with status 400.
pub(super) struct BadRequest {
    error: HttpError,
    body: Value,
}

impl BadRequest {
    /// Returns the response, unless its status is 400.
    pub(super) async fn check(response: Response) -> Result<Response, Self> {
        if response.status() != StatusCode::BAD_REQUEST {
            return Ok(response);
        }
        let error = response.error();
        let body = response.json(MAX_BYTES).await.unwrap_or_default();
        Err(Self { error, body })
    }

    /// Returns whether it is because of this parameter.
    pub(super) fn names(&self, parameter: &str) -> bool {
        let error = self.body.get("error").unwrap_or(&self.body);
        let text = |field| error.get(field).and_then(Value::as_str);
        match text("param") {
            Some(name) => name == parameter,
            None => text("message").is_some_and(|message| message.contains(parameter)),
        }
    }

    /// Returns the error, which does not contain the body.
    pub(super) fn into_error(self) -> HttpError {
        self.error
    }
}

/// Creates a reply. Token counts that the server does not send are estimated.
pub(super) fn reply(
    request: &ChatRequest,
    text: String,
    end: End,
    (input, output): (Option<u32>, Option<u32>),
) -> ChatReply {
    let usage = Usage::or_estimate(request, &text, input, output);
    ChatReply { text, usage, end }
}

/// Creates the error of a response without a reply. Its usage is known only if the server sends both token counts.
pub(super) fn unusable(error: HttpError, tokens: Option<(Option<u32>, Option<u32>)>) -> ModelError {
    let usage = tokens.and_then(|(input, output)| {
        let (input, output) = (input?, output?);
        Some(Usage { input, output })
    });
    let source = error.into();
    ModelError::Unusable { source, usage }
}
