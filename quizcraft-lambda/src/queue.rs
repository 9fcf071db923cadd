//! The queue between the two functions, as a gateway of core.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::http::HttpResponse;
use aws_sdk_sqs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_sqs::operation::send_message::SendMessageError;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use quizcraft_dynamo::is_transient;
use tokio::time::{Instant, timeout_at};
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

    /// Returns the URL itself.
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
    deadline: Option<Instant>,
}

/// How long one attempt at sending may take.
pub(crate) const ATTEMPT: Duration = Duration::from_secs(1);

/// How long sending may take, which is two attempts: a player waits for it, whose game is stored already.
const PATIENCE: Duration = ATTEMPT.saturating_mul(2);

impl SqsQueue {
    /// Sends to the queue of this URL. The client's own time-outs hold as well.
    #[must_use]
    pub const fn new(client: Client, url: QueueUrl) -> Self {
        Self {
            client,
            url,
            deadline: None,
        }
    }

    /// Returns when sending has to end that begins now.
    fn end(&self, now: Instant) -> Instant {
        let end = now.checked_add(PATIENCE).unwrap_or(now);
        self.deadline.map_or(end, |deadline| end.min(deadline))
    }
}

#[async_trait]
impl WorkQueue for SqsQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        let body =
            serde_json::to_string(work).map_err(|error| GatewayError::Broken(error.into()))?;
        let now = Instant::now();
        let end = self.end(now);
        if end <= now {
            return Err(GatewayError::Unavailable(OutOfTime.into()));
        }
        let message = self.client.send_message();
        let message = message.queue_url(self.url.as_str()).message_body(body);
        match timeout_at(end, message.send()).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(gateway_error(error)),
            Err(_) => Err(GatewayError::Unavailable(OutOfTime.into())),
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

/// A message that was not sent in time, or whose reply did not come in time.
#[derive(Debug, thiserror::Error)]
#[error("no time was left for the queue")]
struct OutOfTime;

/// A message that was not sent. It does not repeat what was in it.
#[derive(Debug, thiserror::Error)]
#[error("the queue answers {0}")]
struct Refused(String);

/// Returns what is wrong with a message that was not sent.
fn gateway_error(error: SdkError<SendMessageError, HttpResponse>) -> GatewayError {
    let is_transient = is_transient(&error);
    let cause = match error.as_service_error() {
        Some(refusal) => {
            let code = refusal.code().unwrap_or("an error without a code");
            Refused(code.to_owned()).into()
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
    use aws_smithy_runtime_api::client::http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
    };
    use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
    use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
    use aws_smithy_types::body::SdkBody;
    use quizcraft_core::gateway::Causes;
    use quizcraft_core::{GameId, GameRequest, PlayerId, Timestamp};

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
            ("ExpiredToken", 403, false),
            ("SignatureDoesNotMatch", 403, false),
            ("AnythingElse", 400, false),
        ] {
            let error = refusal(code, status);
            let is_passing = matches!(error, GatewayError::Unavailable(_));
            let is_lasting = matches!(error, GatewayError::Broken(_));
            assert_eq!((is_passing, is_lasting), (passes, !passes), "{error:?}");
            assert!(!format!("{error:?}").contains("hush"), "{error:?}");
        }
    }

    /// A network that swallows what is sent, and counts it.
    #[derive(Clone, Debug, Default)]
    struct Silence(Arc<AtomicUsize>);

    impl HttpConnector for Silence {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            self.0.fetch_add(1, Ordering::Relaxed);
            HttpConnectorFuture::new(std::future::pending())
        }
    }

    impl HttpClient for Silence {
        fn http_connector(
            &self,
            _: &HttpConnectorSettings,
            _: &RuntimeComponents,
        ) -> SharedHttpConnector {
            SharedHttpConnector::new(self.clone())
        }
    }

    fn queue(network: &Silence, credentials: impl ProvideCredentials + 'static) -> Arc<SqsQueue> {
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
    async fn what_is_sent_for_a_request_does_not_outlive_it() {
        let network = Silence::default();
        let now = std::time::Instant::now();
        let deadline = now.checked_add(Duration::from_millis(50)).unwrap();
        let queue = queue(&network, credentials()).until(deadline);
        let error = queue.send(&work()).await.unwrap_err();
        assert!(std::time::Instant::now() >= deadline);
        let text = Causes(&error).to_string();
        assert!(matches!(error, GatewayError::Unavailable(_)), "{text}");
        assert!(text.contains("no time was left for the queue"), "{text}");
        assert_eq!(network.0.load(Ordering::Relaxed), 1);

        let error = queue.send(&work()).await.unwrap_err();
        let text = Causes(&error).to_string();
        assert!(text.contains("no time was left for the queue"), "{text}");
        let sent = network.0.load(Ordering::Relaxed);
        assert_eq!(sent, 1, "what is too late is not sent");
    }

    #[test]
    fn the_end_of_a_request_shortens_the_queues_own_patience_and_never_lengthens_it() {
        let (network, now) = (Silence::default(), Instant::now());
        let own = SqsQueue::clone(&queue(&network, credentials()));
        let after = |time| now.checked_add(time).unwrap();
        assert_eq!(own.end(now), after(PATIENCE));
        for (left, expected) in [
            (Duration::from_millis(50), 50),
            (PATIENCE.saturating_mul(5), 2_000),
        ] {
            let deadline = Some(after(left));
            let queue = SqsQueue {
                deadline,
                ..own.clone()
            };
            assert_eq!(queue.end(now), after(Duration::from_millis(expected)));
        }
    }

    /// A provider of credentials that has none to give, for some reason.
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
    async fn credentials_that_are_not_there_are_a_fault_of_the_configuration() {
        let reasons: [(fn() -> CredentialsError, bool); 4] = [
            (|| CredentialsError::not_loaded("no profile"), true),
            (|| CredentialsError::invalid_configuration("a circle"), true),
            (|| CredentialsError::provider_timed_out(PATIENCE), false),
            (|| CredentialsError::provider_error("503 from STS"), false),
        ];
        for (reason, expected) in reasons {
            let queue = queue(&Silence::default(), Provider(reason));
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
