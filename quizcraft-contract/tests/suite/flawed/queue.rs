use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use async_trait::async_trait;
use quizcraft_contract::CollectingQueue;
use quizcraft_contract::DeliveringQueue;
use quizcraft_core::gateway::{GatewayError, MockWorkQueue, Work, WorkQueue};
use quizcraft_core::{GameId, GameRequest, PlayerId, Timestamp};

/// A flaw of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueueFlaw {
    DeliversOnlyTheFirst,
    RedeliversForever,
    DeliversUnsentWork,
    DropsRepeatedWork,
    DropsConcurrentWork,
    DoesNotRedeliver,
    RedeliversDoneWork,
    LosesTheWorkOfARequest,
    IsBrokenPastTheDeadline,
}

/// A correct queue with one flaw.
pub(crate) struct FlawedQueue {
    flaw: QueueFlaw,
    plain: CollectingQueue,
    sent: Mutex<HashSet<Work>>,
    sending: AtomicBool,
}

impl FlawedQueue {
    pub(crate) fn new(flaw: QueueFlaw) -> Self {
        Self {
            flaw,
            plain: CollectingQueue::default(),
            sent: Mutex::default(),
            sending: AtomicBool::new(false),
        }
    }

    fn is_new(&self, work: &Work) -> bool {
        self.sent.lock().unwrap().insert(*work)
    }

    async fn send_alone(&self, work: &Work) -> Result<(), GatewayError> {
        if self.sending.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(2));
        self.sending.store(false, Ordering::SeqCst);
        self.plain.send(work).await
    }
}

#[async_trait]
impl WorkQueue for FlawedQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        let is_new = self.is_new(work);
        match self.flaw {
            QueueFlaw::DropsRepeatedWork if !is_new => Ok(()),
            QueueFlaw::DropsConcurrentWork => self.send_alone(work).await,
            _ => self.plain.send(work).await,
        }
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn WorkQueue> {
        match self.flaw {
            QueueFlaw::LosesTheWorkOfARequest => Arc::new(Self::new(self.flaw)),
            QueueFlaw::IsBrokenPastTheDeadline if deadline <= Instant::now() => Arc::new(broken()),
            _ => self,
        }
    }
}

/// Returns a queue that reports a timeout as a permanent error.
fn broken() -> MockWorkQueue {
    let mut queue = MockWorkQueue::new();
    let error = |_: &_| Err(GatewayError::Broken("timeout".into()));
    queue.expect_send().returning(error);
    queue
}

#[async_trait]
impl DeliveringQueue for FlawedQueue {
    async fn delivered(&self) -> Option<Work> {
        let work = self.plain.delivered().await;
        match self.flaw {
            QueueFlaw::DeliversOnlyTheFirst => {
                self.plain.take_all();
                work
            }
            QueueFlaw::RedeliversForever => {
                let again = work?;
                self.plain.send(&again).await.ok()?;
                work
            }
            QueueFlaw::DeliversUnsentWork => {
                work.or_else(|| Some(unsent_work()).filter(|work| self.is_new(work)))
            }
            _ => work,
        }
    }

    async fn done(&self, work: &Work) {
        if self.flaw != QueueFlaw::RedeliversDoneWork {
            self.plain.done(work).await;
        }
    }

    async fn time_out(&self) {
        if self.flaw != QueueFlaw::DoesNotRedeliver {
            self.plain.time_out().await;
        }
    }
}

fn unsent_work() -> Work {
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let (game, player) = (GameId::from_bytes([0; 32]), PlayerId::from_bytes([0; 32]));
    Work::on(request.begin(game, player, Timestamp::from_secs(0)).game())
}
