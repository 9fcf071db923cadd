//! The contract suite of the work queue, run by the one over SQS. The fake queue here redelivers messages;
//! the tests in the emulated cloud check that SQS does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use async_trait::async_trait;
use aws_credential_types::Credentials;
use aws_sdk_sqs::config::{BehaviorVersion, Region};
use aws_smithy_http_client::Builder;
use quizcraft_contract::DeliveringQueue;
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use quizcraft_lambda::{QueueUrl, SqsQueue};

use crate::support::{ACCESS_KEY, QUEUE_URL, Queue, SECRET_KEY};

/// The sender, and an event source mapping that delivers its messages.
struct SentAndDelivered {
    sender: Arc<SqsQueue>,
    queue: Queue,
    messages: Mutex<Messages>,
}

#[derive(Default)]
struct Messages {
    waiting: VecDeque<Work>,
    in_flight: Vec<Work>,
}

impl SentAndDelivered {
    async fn new() -> Self {
        let queue = Queue::start().await;
        let credentials = Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "test");
        let config = aws_sdk_sqs::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::from_static("eu-west-1"))
            .credentials_provider(credentials)
            .http_client(Builder::new().build_http())
            .endpoint_url(queue.url());
        let client = aws_sdk_sqs::Client::from_conf(config.build());
        Self {
            sender: Arc::new(SqsQueue::new(client, QueueUrl::new(QUEUE_URL).unwrap())),
            queue,
            messages: Mutex::default(),
        }
    }

    /// Returns the messages, including those that were sent since the last call.
    fn messages(&self) -> MutexGuard<'_, Messages> {
        let mut messages = self.messages.lock().unwrap();
        let sent = self.queue.sent().into_iter();
        let sent = sent.map(|body| serde_json::from_str::<Work>(&body).expect("the body is work"));
        messages.waiting.extend(sent);
        messages
    }
}

#[async_trait]
impl WorkQueue for SentAndDelivered {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        self.sender.send(work).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn WorkQueue> {
        Arc::clone(&self.sender).until(deadline)
    }
}

#[async_trait]
impl DeliveringQueue for SentAndDelivered {
    async fn delivered(&self) -> Option<Work> {
        let mut messages = self.messages();
        let work = messages.waiting.pop_front()?;
        messages.in_flight.push(work);
        Some(work)
    }

    async fn done(&self, work: &Work) {
        let mut messages = self.messages();
        let place = messages
            .in_flight
            .iter()
            .rposition(|in_flight| in_flight == work);
        messages.in_flight.remove(place.expect("it was delivered"));
    }

    async fn time_out(&self) {
        let mut messages = self.messages();
        let in_flight = std::mem::take(&mut messages.in_flight);
        messages.waiting.extend(in_flight);
    }
}

quizcraft_contract::work_queue_contract!(async {
    Arc::new(SentAndDelivered::new().await) as Arc<dyn DeliveringQueue>
});
