//! Classifies errors.

use std::time::Duration;

use aws_sdk_bedrockruntime::config::http::HttpResponse;
use aws_sdk_bedrockruntime::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_bedrockruntime::operation::converse::ConverseError;
use http::{HeaderMap, HeaderName, HeaderValue};
use quizcraft_author::{ModelError, retry_after};
use quizcraft_core::gateway::BoxError;

use super::parameters::Parameter;

/// The error of a call. It contains the response, so it must not be printed.
pub(super) type CallError = SdkError<ConverseError, HttpResponse>;

/// How a message begins with which Bedrock rejects every request for a model: its name is unknown, it has no tools, or the
/// account may not call it. These rejections have the same code as that of one request.
const UNUSABLE_MODEL: [&str; 4] = [
    "The provided model identifier is invalid",
    "This model doesn't support ",
    "This model doesn’t support ",
    "Operation not allowed",
];
/// What may stand before the name of a parameter at the beginning of a message, in this order.
const BEFORE_PARAMETER: [&str; 10] = [
    "The model returned the following errors: ",
    "Malformed input request: ",
    "#: ",
    "extraneous key [",
    "This model doesn't support the ",
    "This model doesn’t support the ",
    "Thinking may not be enabled when ",
    "inferenceConfig.",
    "toolConfig.",
    "`",
];

/// How long to wait before a request that Bedrock throttles is sent again.
const RETRY_AFTER: Duration = Duration::from_secs(1);
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

/// Returns the parameter because of which a model rejects a request. Only the beginning of the message counts, because
/// the rest can quote the prompt.
pub(super) fn rejected_parameter(error: &CallError) -> Option<Parameter> {
    let message = complaint(error)?;
    let name = BEFORE_PARAMETER.iter().fold(message, |text, before| {
        text.strip_prefix(before).unwrap_or(text)
    });
    if name.starts_with("temperature") {
        Some(Parameter::Temperature)
    } else if name.starts_with("toolChoice") || name.starts_with("tool_choice") {
        Some(Parameter::ToolChoice)
    } else {
        None
    }
}

/// Classifies the error of a call.
///
/// Bedrock rejects every request because of the role, the account or the model.
pub(super) fn model_error(error: CallError) -> ModelError {
    let affects_all = affects_all_games(&error);
    let (is_transient, retry_after) = (is_transient(&error), wait(&error));
    let error = BedrockError::from(error);
    let is_billed = matches!(error, BedrockError::Malformed);
    let source = error.into();
    if affects_all {
        ModelError::of_every_request(source)
    } else if is_billed {
        let usage = None;
        ModelError::Unusable { source, usage }
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
    matches!(status(error), Some(401 | 403 | 404)) || complaint(error).is_some_and(is_of_model)
}

/// Returns whether a message is about the model. Only its beginning counts, because the rest can quote the prompt.
fn is_of_model(message: &str) -> bool {
    let is_unusable = UNUSABLE_MODEL
        .iter()
        .any(|start| message.starts_with(start));
    is_unusable || needs_inference_profile(message).unwrap_or_default()
}

fn needs_inference_profile(message: &str) -> Option<bool> {
    let (_id, rest) = message
        .strip_prefix("Invocation of model ID ")?
        .split_once(' ')?;
    Some(rest.starts_with("with on-demand throughput"))
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
