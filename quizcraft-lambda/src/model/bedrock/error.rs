//! Classifies errors.

use std::time::Duration;

use aws_sdk_bedrockruntime::config::http::HttpResponse;
use aws_sdk_bedrockruntime::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_bedrockruntime::operation::converse::ConverseError;
use http::{HeaderMap, HeaderName, HeaderValue};
use quizcraft_author::{ModelError, retry_after};
use quizcraft_core::gateway::BoxError;

use super::parameters::Parameter;
use crate::model::{RETRY_AFTER, postponed};

/// The error of a call. It contains the response, so it must not be printed.
pub(super) type CallError = SdkError<ConverseError, HttpResponse>;

/// What a message contains with which Bedrock rejects every request for a model: its name is unknown, it needs an inference
/// profile, it has no tools, or the account may not call it. These rejections have the same code as that of one request.
const UNUSABLE_MODEL: [&str; 4] = [
    "model identifier",
    "on-demand throughput",
    "model doesn't support",
    "Operation not allowed",
];

/// The maximum length of an error code that is printed.
const MAX_CODE: usize = 64;

/// Why a call of Bedrock failed. It contains neither the response nor the message of Bedrock, which can quote the prompt.
#[derive(Debug, thiserror::Error)]
pub(super) enum BedrockError {
    #[error("failed to build the request")]
    Request,
    #[error("the request timed out")]
    TimedOut,
    #[error("the connection to Amazon Bedrock failed")]
    Connection(#[source] BoxError),
    #[error("the connection to Amazon Bedrock ended within the response")]
    Interrupted,
    #[error("Amazon Bedrock returned {0}")]
    Rejected(String),
    #[error("the response of Amazon Bedrock is malformed")]
    Malformed,
    #[error("the response of Amazon Bedrock contains no reply")]
    NoReply,
}

/// Returns the parameter because of which a model rejects a request.
pub(super) fn rejected_parameter(error: &CallError) -> Option<Parameter> {
    let message = complaint(error)?;
    let names = |name| message.contains(name);
    if names("temperature") {
        Some(Parameter::Temperature)
    } else if names("toolChoice") || names("tool_choice") {
        Some(Parameter::ToolChoice)
    } else {
        None
    }
}

/// Classifies the error of a call.
///
/// A rejection of every request, because of the role, the account or the model, is a transient error, unlike that of a
/// single request: it affects the games of all players, so it must open the circuit.
pub(super) fn model_error(error: CallError) -> ModelError {
    let affects_all = affects_all_games(&error);
    let (is_transient, retry_after) = (is_transient(&error), wait(&error));
    let source = BedrockError::from(error).into();
    if affects_all {
        postponed(source)
    } else if is_transient {
        ModelError::Temporary {
            source,
            retry_after,
        }
    } else {
        ModelError::Permanent { source }
    }
}

fn affects_all_games(error: &CallError) -> bool {
    let is_unusable = |message: &str| UNUSABLE_MODEL.iter().any(|part| message.contains(part));
    matches!(status(error), Some(401 | 403 | 404)) || complaint(error).is_some_and(is_unusable)
}

/// Returns the message of a request that breaks a rule of Bedrock or of the model.
fn complaint(error: &CallError) -> Option<&str> {
    match error.as_service_error()? {
        ConverseError::ValidationException(invalid) => invalid.message(),
        _ => None,
    }
}

/// Returns whether a retry may succeed.
fn is_transient(error: &CallError) -> bool {
    let of_model = match error.as_service_error() {
        Some(ConverseError::ModelTimeoutException(_)) => true,
        Some(ConverseError::ModelErrorException(failed)) => {
            matches!(failed.original_status_code(), Some(429 | 500..=599))
        }
        _ => false,
    };
    of_model || quizcraft_dynamo::is_transient(error)
}

/// Returns how long to wait before a retry. Bedrock usually does not say so, but a request that it throttles costs no
/// tokens.
fn wait(error: &CallError) -> Option<Duration> {
    let requested = error.raw_response().and_then(requested_wait);
    let throttled = (status(error) == Some(429)).then_some(RETRY_AFTER);
    requested.or(throttled)
}

fn requested_wait(response: &HttpResponse) -> Option<Duration> {
    let headers = response.headers().iter_bytes();
    let headers = headers.filter_map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        Some((name, HeaderValue::from_bytes(value).ok()?))
    });
    retry_after(&headers.collect::<HeaderMap>())
}

/// Returns the status of the response of a rejected call.
fn status(error: &CallError) -> Option<u16> {
    match error {
        SdkError::ServiceError(rejected) => Some(rejected.raw().status().as_u16()),
        _ => None,
    }
}

impl From<CallError> for BedrockError {
    fn from(error: CallError) -> Self {
        match error {
            SdkError::ConstructionFailure(_) => Self::Request,
            SdkError::TimeoutError(_) => Self::TimedOut,
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Self::TimedOut,
            SdkError::DispatchFailure(_) => error
                .into_source()
                .map_or(Self::Interrupted, Self::Connection),
            SdkError::ServiceError(rejected) if rejected.raw().status().is_success() => {
                Self::Malformed
            }
            SdkError::ServiceError(rejected) => Self::Rejected(code(rejected.err())),
            _ => Self::Interrupted,
        }
    }
}

/// Returns the code of a rejection, unless it is longer than a code or has characters that no code has.
fn code(rejection: &ConverseError) -> String {
    let is_code = |code: &&str| {
        code.len() <= MAX_CODE && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let code = rejection.code().filter(is_code);
    code.unwrap_or("an error without a code").to_owned()
}
