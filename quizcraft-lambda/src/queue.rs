//! The queue between the two functions, as a gateway of core.

use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::http::HttpResponse;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::operation::send_message::SendMessageError;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use quizcraft_http::TimeLimit;
use url::Url;

use crate::web;

/// Where an SQS queue is: its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueUrl(String);

/// The text was no URL of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no URL of a queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/games")]
pub struct InvalidQueueUrl;

impl QueueUrl {
    /// Takes a URL.
    ///
    /// # Errors
    ///
    /// [`InvalidQueueUrl`] if it is none, or names no queue.
    pub fn new(text: &str) -> Result<Self, InvalidQueueUrl> {
        let names_a_queue = |url: &Url| !url.path().trim_matches('/').is_empty();
        let url = web::url(text).filter(names_a_queue);
        url.map(|_| Self(text.to_owned())).ok_or(InvalidQueueUrl)
    }

    /// The URL itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Sends work to an SQS queue, as the message that the deployed worker reads.
#[derive(Clone, Debug)]
pub struct SqsQueue {
    client: Client,
    url: QueueUrl,
}

/// How long one attempt at sending may take.
pub(crate) const ATTEMPT: Duration = Duration::from_secs(1);

/// How long sending may take, which is two attempts: a player waits for it, whose game is stored already.
const PATIENCE: Duration = ATTEMPT.saturating_mul(2);

/// What is kept of the time of a request, to say that its game is stored.
const MARGIN: Duration = Duration::from_millis(200);

impl SqsQueue {
    /// Sends to the queue of this URL. The client's own time-outs hold as well, and so does the
    /// [`TimeLimit`] of a request.
    #[must_use]
    pub const fn new(client: Client, url: QueueUrl) -> Self {
        Self { client, url }
    }
}

#[async_trait]
impl WorkQueue for SqsQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        let body =
            serde_json::to_string(work).map_err(|error| GatewayError::Broken(error.into()))?;
        let message = self.client.send_message();
        let message = message.queue_url(self.url.as_str()).message_body(body);
        match tokio::time::timeout(patience(), message.send()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(gateway_error(error)),
            Err(late) => Err(GatewayError::Unavailable(late.into())),
        }
    }
}

fn patience() -> Duration {
    let left = TimeLimit::left().map(|left| left.saturating_sub(MARGIN));
    left.map_or(PATIENCE, |left| left.min(PATIENCE))
}

/// A message that was not sent. It does not repeat what was in it.
#[derive(Debug, thiserror::Error)]
#[error("the queue answers {0}")]
struct Refused(String);

/// What comes by itself and goes by itself.
const PASSING: [&str; 9] = [
    "InternalError",
    "InternalFailure",
    "KMS.ThrottlingException",
    "KmsThrottled",
    "OverLimit",
    "RequestThrottled",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
];

/// What is wrong with a message that was not sent.
fn gateway_error(error: SdkError<SendMessageError, HttpResponse>) -> GatewayError {
    let status = error
        .raw_response()
        .map(|response| response.status().as_u16());
    let SdkError::ServiceError(refusal) = &error else {
        return GatewayError::Unavailable(error.into());
    };
    let code = refusal.err().code().unwrap_or("an error without a code");
    let refused = Refused(code.to_owned()).into();
    if PASSING.contains(&code) || status.is_some_and(|status| status == 429 || status >= 500) {
        GatewayError::Unavailable(refused)
    } else {
        GatewayError::Broken(refused)
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_sqs::error::ErrorMetadata;
    use aws_smithy_types::body::SdkBody;

    use super::*;

    fn refusal(code: &str, status: u16) -> GatewayError {
        let meta = ErrorMetadata::builder().code(code).message("hush").build();
        let response = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
        let error = SendMessageError::generic(meta);
        gateway_error(SdkError::service_error(error, response))
    }

    #[test]
    fn what_passes_by_itself_is_told_from_what_does_not() {
        for (code, status, passes) in [
            ("RequestThrottled", 400, true),
            ("KMS.ThrottlingException", 400, true),
            ("ThrottlingException", 400, true),
            ("AnythingElse", 429, true),
            ("AnythingElse", 500, true),
            ("ServiceUnavailable", 503, true),
            ("AccessDenied", 403, false),
            ("AWS.SimpleQueueService.NonExistentQueue", 400, false),
            ("QueueDoesNotExist", 400, false),
            ("InvalidClientTokenId", 403, false),
            ("AnythingElse", 400, false),
        ] {
            let error = refusal(code, status);
            let is_passing = matches!(error, GatewayError::Unavailable(_));
            let is_lasting = matches!(error, GatewayError::Broken(_));
            assert_eq!((is_passing, is_lasting), (passes, !passes), "{error:?}");
            assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        }
    }
}
