//! Delivers failed messages again after a short delay.

use std::sync::OnceLock;
use std::time::Duration;

use aws_sdk_sqs::Client;
use aws_sdk_sqs::types::ChangeMessageVisibilityBatchRequestEntry as Entry;
use futures_util::stream::{self, StreamExt};
use quizcraft_core::gateway::{Causes, GatewayError};
use tokio::time::timeout;

use super::event::Message;
use crate::aws::Aws;
use crate::queue::{QueueUrl, gateway_error};

/// The maximum number of messages in one request, a limit of SQS.
const MAX_ENTRIES: usize = 10;

/// The number of requests that are sent concurrently.
const MAX_CONCURRENT_REQUESTS: usize = 4;

/// The maximum delay. It is below the pending timeout of games, from which on the next request that
/// reads a game sends its work again.
const MAX_DELAY: Duration = Duration::from_mins(1);

/// The maximum delay that an error may request. It is above the default pending timeout of games: if a request
/// reads the overdue game meanwhile, it sends the work again, and this message then finds the game prepared.
const MAX_REQUESTED_DELAY: Duration = Duration::from_mins(15);

/// Delivers failed messages of a queue again after a short delay.
///
/// Without it, SQS hides a failed message for the visibility timeout of its queue, which must be longer
/// than the timeout of the function by far, so that a short outage delays a game by minutes.
///
/// The delay is two seconds after the first delivery. It doubles with each delivery, up to a minute. An error
/// that says when to [try again](quizcraft_core::Error::retry_after) sets a longer delay, up to 15 minutes. If
/// the delay cannot be set, the message returns after the visibility timeout.
///
/// The function needs the permission `sqs:ChangeMessageVisibility`. The SQS client is created when the
/// first message fails, so that a cold start does not pay for it.
#[derive(Debug)]
pub struct Redelivery {
    aws: Aws,
    queue: QueueUrl,
    client: OnceLock<Client>,
}

/// A message whose processing failed.
#[derive(Debug)]
pub(super) struct Failed {
    id: Option<String>,
    receipt: Option<String>,
    /// The time after which the message is delivered again.
    delay: Duration,
}

impl Failed {
    /// Creates a failed message that is delivered again no earlier than `retry_after`, if that is known, up to
    /// [`MAX_REQUESTED_DELAY`].
    pub(super) fn new(message: Message, retry_after: Option<Duration>) -> Self {
        let backoff = delay_after(message.deliveries);
        let requested = retry_after.map_or(backoff, |delay| delay.max(backoff));
        Self {
            delay: requested.min(MAX_REQUESTED_DELAY),
            id: message.id,
            receipt: message.receipt,
        }
    }

    /// Returns the id that SQS assigned to the message, if the event contains it.
    pub(super) fn into_id(self) -> Option<String> {
        self.id
    }
}

impl Redelivery {
    /// Creates the redelivery of messages of this queue. Sends no request.
    #[must_use]
    pub const fn new(aws: Aws, queue: QueueUrl) -> Self {
        Self {
            aws,
            queue,
            client: OnceLock::new(),
        }
    }

    /// Sets the delays of failed messages, within this time. Errors are only logged.
    pub(super) async fn schedule(&self, failed: &[Failed], time: Duration) {
        let entries = failed
            .iter()
            .filter_map(|failed| Some((failed.receipt.as_deref()?, failed.delay)));
        let entries: Vec<_> = entries.collect();
        let requests = stream::iter(entries.chunks(MAX_ENTRIES))
            .for_each_concurrent(MAX_CONCURRENT_REQUESTS, |entries| self.request(entries));
        if timeout(time, requests).await.is_err() {
            tracing::warn!("setting the delays of failed messages timed out; {FALLBACK}");
        }
    }

    /// Sets the delays of at most [`MAX_ENTRIES`] messages.
    async fn request(&self, entries: &[(&str, Duration)]) {
        if let Err(error) = self.change_visibility(entries).await {
            let (messages, error) = (entries.len(), Causes(&error));
            tracing::warn!(messages, %error, "the delays of failed messages could not be set; {FALLBACK}");
        }
    }

    async fn change_visibility(&self, entries: &[(&str, Duration)]) -> Result<(), GatewayError> {
        let entries = entries.iter().enumerate();
        let entries = entries.map(|(place, (receipt, delay))| {
            let seconds = i32::try_from(whole_seconds(*delay)).unwrap_or(i32::MAX);
            let entry = Entry::builder().id(place.to_string());
            let entry = entry.receipt_handle(*receipt).visibility_timeout(seconds);
            entry.build()
        });
        let entries = entries.collect::<Result<Vec<_>, _>>();
        let entries = entries.map_err(|error| GatewayError::Broken(error.into()))?;
        let client = self.client.get_or_init(|| self.aws.sqs());
        let change = client
            .change_message_visibility_batch()
            .queue_url(self.queue.as_str())
            .set_entries(Some(entries));
        let changed = change.send().await.map_err(gateway_error)?;
        for rejected in changed.failed() {
            let code = rejected.code();
            tracing::warn!(
                code,
                "the delay of a failed message could not be set; {FALLBACK}"
            );
        }
        Ok(())
    }
}

/// Returns a duration in whole seconds, rounded up, so that no message is delivered too early.
fn whole_seconds(delay: Duration) -> u64 {
    let rest = u64::from(delay.subsec_nanos() > 0);
    delay.as_secs().saturating_add(rest)
}

/// What happens to a message whose delay could not be set.
const FALLBACK: &str = "messages return after the visibility timeout of the queue";

/// Returns the delay of a message whose delivery with this number failed: two seconds, doubled with
/// each delivery.
fn delay_after(deliveries: u32) -> Duration {
    let seconds = 2_u64.checked_pow(deliveries.max(1));
    seconds.map_or(MAX_DELAY, |seconds| {
        Duration::from_secs(seconds).min(MAX_DELAY)
    })
}

#[cfg(test)]
mod tests {
    use quizcraft_core::{Correlation, PendingTimeout};

    use super::*;

    #[test]
    fn the_delay_doubles_with_each_delivery_up_to_its_maximum() {
        for (deliveries, seconds) in [
            (0, 2),
            (1, 2),
            (2, 4),
            (3, 8),
            (4, 16),
            (5, 32),
            (6, 60),
            (64, 60),
            (u32::MAX, 60),
        ] {
            assert_eq!(delay_after(deliveries), Duration::from_secs(seconds));
        }
    }

    #[test]
    fn an_error_may_request_a_longer_delay_up_to_its_maximum() {
        let delay = |after: Option<u64>| {
            let message = Message {
                id: None,
                body: None,
                receipt: None,
                deliveries: 3,
                correlation: Correlation::default(),
                keywords: None,
            };
            Failed::new(message, after.map(Duration::from_millis)).delay
        };
        assert_eq!(delay(None), Duration::from_secs(8));
        assert_eq!(delay(Some(1_000)), Duration::from_secs(8));
        assert_eq!(whole_seconds(delay(Some(40_500))), 41);
        assert_eq!(delay(Some(86_400_000)), MAX_REQUESTED_DELAY);
    }

    #[test]
    fn the_maximum_is_below_the_pending_timeout() {
        assert!(MAX_DELAY < PendingTimeout::default().get());
    }
}
