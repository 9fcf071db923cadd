//! What the clients of models have in common.

use std::sync::atomic::{AtomicBool, Ordering};

use reqwest::StatusCode;
use serde_json::Value;

use super::HttpError;
use super::response::Response;
use crate::{ChatReply, ChatRequest, End, Usage};

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
    let request = [&request.instructions, &request.message];
    let usage = Usage {
        input: input.unwrap_or_else(|| estimate(request.into_iter().map(String::as_str))),
        output: output.unwrap_or_else(|| estimate([text.as_str()])),
    };
    ChatReply { text, usage, end }
}

/// Estimates a number of tokens: one for three characters.
fn estimate<'a>(texts: impl IntoIterator<Item = &'a str>) -> u32 {
    let chars: usize = texts.into_iter().map(|text| text.chars().count()).sum();
    u32::try_from(chars.div_ceil(3)).unwrap_or(u32::MAX)
}
