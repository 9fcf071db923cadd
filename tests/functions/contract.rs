//! What core promises of a queue, held to by the one that sends to SQS. What is sent is delivered again by
//! the stand-in here; that SQS does so is shown where the functions are deployed to an emulator of it.

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

/// The sender, and what an event source mapping does with what is sent.
struct BothEnds {
    sender: Arc<SqsQueue>,
    queue: Queue,
    messages: Mutex<Messages>,
}

#[derive(Default)]
struct Messages {
    waiting: VecDeque<Work>,
    taken: Vec<Work>,
}

impl BothEnds {
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

    /// The messages, with those that were sent in the meantime.
    fn messages(&self) -> MutexGuard<'_, Messages> {
        let mut messages = self.messages.lock().unwrap();
        let sent = self.queue.sent().into_iter();
        let sent = sent.map(|body| serde_json::from_str::<Work>(&body).expect("the body is work"));
        messages.waiting.extend(sent);
        messages
    }
}

#[async_trait]
impl WorkQueue for BothEnds {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        self.sender.send(work).await
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn WorkQueue> {
        Arc::clone(&self.sender).until(deadline)
    }
}

#[async_trait]
impl DeliveringQueue for BothEnds {
    async fn delivered(&self) -> Option<Work> {
        let mut messages = self.messages();
        let work = messages.waiting.pop_front()?;
        messages.taken.push(work);
        Some(work)
    }

    async fn done(&self, work: &Work) {
        let mut messages = self.messages();
        let place = messages.taken.iter().rposition(|taken| taken == work);
        messages.taken.remove(place.expect("it was delivered"));
    }

    async fn time_out(&self) {
        let mut messages = self.messages();
        let taken = std::mem::take(&mut messages.taken);
        messages.waiting.extend(taken);
    }
}

quizcraft_contract::work_queue_contract!(async {
    Arc::new(BothEnds::new().await) as Arc<dyn DeliveringQueue>
});
