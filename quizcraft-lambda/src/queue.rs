//! The work queue over SQS.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::http::HttpResponse;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::types::MessageAttributeValue;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use quizcraft_dynamo::is_transient;
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::url::http_url;

/// The URL of an SQS queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueUrl(String);

/// The text is not the URL of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected the URL of an SQS queue, such as https://sqs.eu-west-1.amazonaws.com/123456789012/games"
)]
pub struct InvalidQueueUrl;

impl QueueUrl {
    /// Parses the URL of a queue.
    ///
    /// # Errors
    ///
    /// Returns [`InvalidQueueUrl`] if the text is not an http or https URL with a path, or if it has a
    /// user, a query or a fragment.
    pub fn new(text: &str) -> Result<Self, InvalidQueueUrl> {
        let names_a_queue = |url: &Url| !url.path().trim_matches('/').is_empty();
        let url = http_url(text).filter(names_a_queue);
        url.map(|_| Self(text.to_owned())).ok_or(InvalidQueueUrl)
    }

    /// Returns the URL as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The message attribute with the id of the request that caused the work.
pub(crate) const REQUEST_ID: &str = "request_id";

/// The message attribute with the trace of the request that caused the work.
pub(crate) const TRACE_PARENT: &str = "traceparent";

/// The message attribute with the fingerprint of the game's keywords.
pub(crate) const KEYWORDS: &str = "keywords_fingerprint";

/// A [`WorkQueue`] over SQS. Its messages have the format that the deployed worker reads. The request that
/// caused the work is in the message attributes `request_id` and `traceparent`, and the fingerprint of the game's
/// keywords in `keywords_fingerprint`.
#[derive(Clone, Debug)]
pub struct SqsQueue {
    client: Client,
    url: QueueUrl,
    deadline: Option<Instant>,
}

/// The timeout of one attempt to send a message.
pub(crate) const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(1);

/// The timeout of sending a message, which is enough for two attempts. It is short because a player
/// waits. The game is already stored, so its work is sent again if it is lost.
const SEND_TIMEOUT: Duration = ATTEMPT_TIMEOUT.saturating_mul(2);

impl SqsQueue {
    /// Creates the queue with this URL. The timeouts of the client apply, too.
    #[must_use]
    pub const fn new(client: Client, url: QueueUrl) -> Self {
        Self {
            client,
            url,
            deadline: None,
        }
    }

    /// Returns the deadline of a message that is sent now.
    fn send_deadline(&self, now: Instant) -> Instant {
        let timeout = now.checked_add(SEND_TIMEOUT).unwrap_or(now);
        self.deadline.map_or(timeout, |own| timeout.min(own))
    }
}

#[async_trait]
impl WorkQueue for SqsQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        let body =
            serde_json::to_string(work).map_err(|error| GatewayError::Broken(error.into()))?;
        let now = Instant::now();
        let deadline = self.send_deadline(now);
        if deadline <= now {
            return Err(GatewayError::Unavailable(TimedOut.into()));
        }
        let message = self.client.send_message();
        let message = message
            .queue_url(self.url.as_str())
            .message_body(body)
            .set_message_attributes(attributes(work)?);
        match timeout_at(deadline, message.send()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(gateway_error(error)),
            Err(_) => Err(GatewayError::Unavailable(TimedOut.into())),
        }
    }

    fn until(self: Arc<Self>, deadline: std::time::Instant) -> Arc<dyn WorkQueue> {
        let deadline = Instant::from_std(deadline);
        let deadline = self.deadline.map_or(deadline, |own| own.min(deadline));
        Arc::new(Self {
            deadline: Some(deadline),
            ..Self::clone(&self)
        })
    }
}

/// Returns the message attributes that name the request that caused the work and the game's keywords, or `None`
/// if the work has neither. They are beside the body, whose format is fixed; a worker that does not know them ignores them.
fn attributes(work: &Work) -> Result<Option<HashMap<String, MessageAttributeValue>>, GatewayError> {
    let correlation = work.correlation();
    let named = [
        (REQUEST_ID, correlation.request().map(ToString::to_string)),
        (TRACE_PARENT, correlation.trace().map(ToString::to_string)),
        (KEYWORDS, work.keywords().as_ref().map(ToString::to_string)),
    ];
    let mut attributes = HashMap::new();
    for (name, value) in named {
        if let Some(value) = value {
            attributes.insert(name.to_owned(), string(value)?);
        }
    }
    Ok(Some(attributes).filter(|attributes| !attributes.is_empty()))
}

fn string(value: String) -> Result<MessageAttributeValue, GatewayError> {
    let attribute = MessageAttributeValue::builder()
        .data_type("String")
        .string_value(value);
    let attribute = attribute.build();
    attribute.map_err(|error| GatewayError::Broken(error.into()))
}

/// Sending a message timed out. The message may have been sent.
#[derive(Debug, thiserror::Error)]
#[error("sending to the queue timed out")]
struct TimedOut;

/// SQS rejected a request. The error contains the code only, not the message.
#[derive(Debug, thiserror::Error)]
#[error("the queue returned {0}")]
struct Rejected(String);

/// Classifies an error of SQS.
pub(crate) fn gateway_error<E>(error: SdkError<E, HttpResponse>) -> GatewayError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let is_transient = is_transient(&error);
    let cause = match error.as_service_error() {
        Some(rejection) => {
            let code = rejection.code().unwrap_or("an error without a code");
            Rejected(code.to_owned()).into()
        }
        None => error.into(),
    };
    if is_transient {
        GatewayError::Unavailable(cause)
    } else {
        GatewayError::Broken(cause)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use aws_credential_types::Credentials;
    use aws_credential_types::provider::error::CredentialsError;
    use aws_credential_types::provider::{ProvideCredentials, future};
    use aws_sdk_sqs::config::{BehaviorVersion, Builder, Region};
    use aws_sdk_sqs::error::ErrorMetadata;
    use aws_sdk_sqs::operation::send_message::SendMessageError;
    use aws_smithy_runtime_api::client::http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
    };
    use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
    use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
    use aws_smithy_types::body::SdkBody;
    use quizcraft_core::gateway::Causes;
    use quizcraft_core::{GameId, GameRequest, PlayerId, Timestamp};

    use super::*;

    fn rejection(code: &str, status: u16) -> GatewayError {
        let meta = ErrorMetadata::builder().code(code).message("hush").build();
        let response = HttpResponse::new(status.try_into().unwrap(), SdkBody::empty());
        let error = SendMessageError::generic(meta);
        gateway_error(SdkError::service_error(error, response))
    }

    #[test]
    fn transient_errors_are_told_from_permanent_ones() {
        for (code, status, expected) in [
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
            ("ExpiredToken", 403, false),
            ("SignatureDoesNotMatch", 403, false),
            ("AnythingElse", 400, false),
        ] {
            let error = rejection(code, status);
            let is_transient = matches!(error, GatewayError::Unavailable(_));
            let is_permanent = matches!(error, GatewayError::Broken(_));
            assert_eq!(
                (is_transient, is_permanent),
                (expected, !expected),
                "{error:?}"
            );
            assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        }
    }

    /// An HTTP client that counts requests and never responds.
    #[derive(Clone, Debug, Default)]
    struct Unresponsive(Arc<AtomicUsize>);

    impl HttpConnector for Unresponsive {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            self.0.fetch_add(1, Ordering::Relaxed);
            HttpConnectorFuture::new(std::future::pending())
        }
    }

    impl HttpClient for Unresponsive {
        fn http_connector(
            &self,
            _: &HttpConnectorSettings,
            _: &RuntimeComponents,
        ) -> SharedHttpConnector {
            SharedHttpConnector::new(self.clone())
        }
    }

    fn queue(
        network: &Unresponsive,
        credentials: impl ProvideCredentials + 'static,
    ) -> Arc<SqsQueue> {
        let config = Builder::new()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(credentials)
            .http_client(network.clone());
        let url = QueueUrl::new("https://sqs.eu-west-1.amazonaws.com/123456789012/games");
        let client = Client::from_conf(config.build());
        Arc::new(SqsQueue::new(client, url.unwrap()))
    }

    fn credentials() -> Credentials {
        Credentials::new("id", "secret", None, None, "test")
    }

    fn work() -> Work {
        let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
        let request = GameRequest::parse(["Rome"], None).unwrap();
        Work::on(request.begin(game, player, Timestamp::from_secs(0)).game())
    }

    #[tokio::test]
    async fn sending_ends_at_the_deadline_of_the_request() {
        let network = Unresponsive::default();
        let now = std::time::Instant::now();
        let deadline = now.checked_add(Duration::from_millis(50)).unwrap();
        let queue = queue(&network, credentials()).until(deadline);
        let error = queue.send(&work()).await.unwrap_err();
        assert!(std::time::Instant::now() >= deadline);
        let text = Causes(&error).to_string();
        assert!(matches!(error, GatewayError::Unavailable(_)), "{text}");
        assert!(text.contains("sending to the queue timed out"), "{text}");
        assert_eq!(network.0.load(Ordering::Relaxed), 1);

        let error = queue.send(&work()).await.unwrap_err();
        let text = Causes(&error).to_string();
        assert!(text.contains("sending to the queue timed out"), "{text}");
        let sent = network.0.load(Ordering::Relaxed);
        assert_eq!(sent, 1, "nothing is sent after the deadline");
    }

    #[test]
    fn the_deadline_of_a_request_shortens_the_timeout_and_never_extends_it() {
        let (network, now) = (Unresponsive::default(), Instant::now());
        let own = SqsQueue::clone(&queue(&network, credentials()));
        let after = |time| now.checked_add(time).unwrap();
        assert_eq!(own.send_deadline(now), after(SEND_TIMEOUT));
        for (left, expected) in [
            (Duration::from_millis(50), 50),
            (SEND_TIMEOUT.saturating_mul(5), 2_000),
        ] {
            let deadline = Some(after(left));
            let queue = SqsQueue {
                deadline,
                ..own.clone()
            };
            let expected = after(Duration::from_millis(expected));
            assert_eq!(queue.send_deadline(now), expected);
        }
    }

    /// A credentials provider that always fails.
    #[derive(Debug)]
    struct Provider(fn() -> CredentialsError);

    impl ProvideCredentials for Provider {
        fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
        where
            Self: 'a,
        {
            future::ProvideCredentials::ready(Err((self.0)()))
        }
    }

    #[tokio::test]
    async fn missing_credentials_are_a_permanent_error_and_timeouts_a_transient_one() {
        let reasons: [(fn() -> CredentialsError, bool); 4] = [
            (|| CredentialsError::not_loaded("no profile"), true),
            (|| CredentialsError::invalid_configuration("a circle"), true),
            (|| CredentialsError::provider_timed_out(SEND_TIMEOUT), false),
            (|| CredentialsError::provider_error("503 from STS"), false),
        ];
        for (reason, expected) in reasons {
            let queue = queue(&Unresponsive::default(), Provider(reason));
            let error = queue.send(&work()).await.unwrap_err();
            let is_broken = matches!(error, GatewayError::Broken(_));
            let is_unavailable = matches!(error, GatewayError::Unavailable(_));
            assert_eq!(
                (is_broken, is_unavailable),
                (expected, !expected),
                "{error:?}"
            );
        }
    }
}
