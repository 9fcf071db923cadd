use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder};

/// The timeouts and retries of each request to DynamoDB.
///
/// The SDK has no read timeout by default. The default policy is short, because a player waits for
/// the response. It applies to each request to DynamoDB separately. To limit all requests to
/// DynamoDB that one request of a player causes, use the store that
/// [`until`](quizcraft_core::gateway::GameStore::until) returns.
///
/// ```
/// use std::time::Duration;
/// use quizcraft_dynamo::RequestPolicy;
///
/// let policy = RequestPolicy {
///     max_attempts: 2,
///     ..RequestPolicy::default()
/// };
/// assert_eq!(policy.attempt_timeout, Duration::from_secs(1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestPolicy {
    /// The connect timeout and the read timeout of one attempt.
    pub attempt_timeout: Duration,
    /// The timeout of a request, including all its attempts and the pauses between them.
    pub operation_timeout: Duration,
    /// The maximum number of attempts, including the first one.
    pub max_attempts: u32,
}

/// One second per attempt, and at most four seconds and four attempts.
impl Default for RequestPolicy {
    fn default() -> Self {
        Self {
            attempt_timeout: Duration::from_secs(1),
            operation_timeout: Duration::from_secs(4),
            max_attempts: 4,
        }
    }
}

impl RequestPolicy {
    /// Creates a client from `config` with the timeouts and retries of this policy.
    #[must_use]
    pub fn client(self, config: Builder) -> Client {
        let retries = RetryConfig::standard()
            .with_max_attempts(self.max_attempts)
            .with_initial_backoff(Duration::from_millis(50));
        let timeouts = TimeoutConfig::builder()
            // Not `operation_attempt_timeout`: it includes the time to load credentials, and would
            // interrupt loading them on every attempt.
            .connect_timeout(self.attempt_timeout)
            .read_timeout(self.attempt_timeout)
            .operation_timeout(self.operation_timeout)
            .build();
        let config = config
            .behavior_version(BehaviorVersion::latest())
            .retry_config(retries)
            .timeout_config(timeouts);
        Client::from_conf(config.build())
    }
}
