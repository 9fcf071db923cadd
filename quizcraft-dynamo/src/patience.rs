use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Builder};

/// How long one waits for DynamoDB.
///
/// The SDK sets no limit of its own. These suit a player who waits. They hold for each request to a
/// table by itself; all that one player's request waits for together is bounded by its deadline, if
/// the store is [told](quizcraft_core::gateway::GameStore::until).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// How long one attempt may take to connect, and then to get an answer.
    pub attempt: Duration,
    /// How long a request may take with all its attempts and the pauses between them.
    pub operation: Duration,
    /// How often a request is attempted at most.
    pub attempts: u32,
}

/// One second an attempt, four seconds and four attempts in all.
impl Default for Patience {
    fn default() -> Self {
        Self {
            attempt: Duration::from_secs(1),
            operation: Duration::from_secs(4),
            attempts: 4,
        }
    }
}

impl Patience {
    /// Returns a client with this patience, and otherwise as configured.
    #[must_use]
    pub fn client(self, config: Builder) -> Client {
        let retries = RetryConfig::standard()
            .with_max_attempts(self.attempts)
            .with_initial_backoff(Duration::from_millis(50));
        let timeouts = TimeoutConfig::builder()
            // Not the SDK's time-out of an attempt: that would count the time to load credentials,
            // and cut it off again at every attempt.
            .connect_timeout(self.attempt)
            .read_timeout(self.attempt)
            .operation_timeout(self.operation)
            .build();
        let config = config
            .behavior_version(BehaviorVersion::latest())
            .retry_config(retries)
            .timeout_config(timeouts);
        Client::from_conf(config.build())
    }
}
