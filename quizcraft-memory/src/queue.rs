//! A queue of work that behaves as SQS does.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::time::Instant;

use async_trait::async_trait;
use event_listener::Event;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{Clock, GatewayError, Work, WorkQueue};

use crate::locked::locked;

/// A bounded queue of work that redelivers what is not done in time.
///
/// A piece of work that is received stays hidden for the visibility time-out; unless it is reported
/// [done](Self::done) by then, it is delivered again. What was delivered as often as the
/// policy allows goes to the list of dead letters.
///
/// ```
/// # use std::sync::Arc;
/// # use quizcraft_core::{GameRequest, PlayerId};
/// # use quizcraft_memory::Memory;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let memory = Memory::new();
/// let request = GameRequest::parse(["Rome"], None)?;
/// let started = memory.quiz().start(&PlayerId::from_bytes([1; 32]), request, None).await?;
///
/// let queue = memory.queue();
/// queue.arrival().await;
/// let delivery = queue.receive().ok_or("there is work")?;
/// assert_eq!(delivery.work().game(), started.game().id());
/// assert!(queue.receive().is_none(), "it is hidden while a worker processes it");
/// queue.done(&delivery);
/// # Ok(())
/// # }
/// ```
pub struct MemoryQueue {
    clock: Arc<dyn Clock>,
    policy: QueuePolicy,
    state: Mutex<State>,
    arrivals: Event,
}

impl fmt::Debug for MemoryQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryQueue")
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}

/// How a [`MemoryQueue`] treats what it is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePolicy {
    /// How many pieces of work it holds at most, waiting or hidden, and as many dead letters.
    pub capacity: usize,
    /// How long a delivered piece of work stays hidden, in whole seconds.
    pub visibility: Duration,
    /// How often a piece of work is delivered at most.
    pub max_deliveries: u32,
}

/// 10,000 pieces of work, 30 seconds, three deliveries.
impl Default for QueuePolicy {
    fn default() -> Self {
        Self {
            capacity: 10_000,
            visibility: Duration::from_secs(30),
            max_deliveries: 3,
        }
    }
}

/// A piece of work that was delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    work: Work,
    receipt: u64,
    attempt: u32,
}

impl Delivery {
    /// Returns what is to be done.
    #[must_use]
    pub const fn work(&self) -> Work {
        self.work
    }

    /// Returns how often it was delivered, this time included.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the queue is full: {0} pieces of work are waiting")]
struct Full(usize);

#[derive(Default)]
struct State {
    waiting: VecDeque<(Work, u32)>,
    hidden: HashMap<u64, Hidden>,
    dead: VecDeque<Work>,
    last_receipt: u64,
}

struct Hidden {
    work: Work,
    deliveries: u32,
    until: Timestamp,
}

impl MemoryQueue {
    /// Creates an empty queue that goes by this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, policy: QueuePolicy) -> Self {
        Self {
            clock,
            policy,
            state: Mutex::default(),
            arrivals: Event::new(),
        }
    }

    /// Returns the next piece of work, if any is waiting; it is hidden from now on.
    pub fn receive(&self) -> Option<Delivery> {
        let now = self.clock.now();
        let mut state = locked(&self.state);
        state.uncover(now, &self.policy);
        let (work, deliveries) = state.waiting.pop_front()?;
        Some(state.hide(
            work,
            deliveries.saturating_add(1),
            now.plus(self.policy.visibility),
        ))
    }

    /// Waits until work is sent or given back, or is there already.
    ///
    /// Work that becomes visible again by time alone does not wake a waiter: look from time to
    /// time as well.
    pub async fn arrival(&self) {
        let arrival = self.arrivals.listen();
        let empty = locked(&self.state).waiting.is_empty();
        if empty {
            arrival.await;
        }
    }

    /// Reports a piece of work done: it is not delivered again, unless that had happened before.
    pub fn done(&self, delivery: &Delivery) {
        locked(&self.state).hidden.remove(&delivery.receipt);
    }

    /// Gives a piece of work back, to be delivered again at once.
    pub fn give_back(&self, delivery: &Delivery) {
        let mut state = locked(&self.state);
        if let Some(hidden) = state.hidden.remove(&delivery.receipt) {
            state.again(&hidden, &self.policy);
        }
        drop(state);
        self.arrivals.notify_additional(1);
    }

    /// Returns what was delivered too often, oldest first.
    #[must_use]
    pub fn dead_letters(&self) -> Vec<Work> {
        locked(&self.state).dead.iter().copied().collect()
    }

    /// Returns how many pieces of work wait or are hidden.
    #[must_use]
    pub fn len(&self) -> usize {
        locked(&self.state).len()
    }

    /// Returns whether nothing waits and nothing is hidden.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[async_trait]
impl WorkQueue for MemoryQueue {
    async fn send(&self, work: &Work) -> Result<(), GatewayError> {
        locked(&self.state)
            .push(*work, &self.policy)
            .map_err(|full| GatewayError::Unavailable(Box::new(full)))?;
        self.arrivals.notify_additional(1);
        Ok(())
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
        self
    }
}

impl State {
    fn len(&self) -> usize {
        self.waiting.len().saturating_add(self.hidden.len())
    }

    fn push(&mut self, work: Work, policy: &QueuePolicy) -> Result<(), Full> {
        if self.len() >= policy.capacity {
            return Err(Full(self.len()));
        }
        self.waiting.push_back((work, 0));
        Ok(())
    }

    fn hide(&mut self, work: Work, deliveries: u32, until: Timestamp) -> Delivery {
        self.last_receipt = self.last_receipt.wrapping_add(1);
        self.hidden.insert(
            self.last_receipt,
            Hidden {
                work,
                deliveries,
                until,
            },
        );
        Delivery {
            work,
            receipt: self.last_receipt,
            attempt: deliveries,
        }
    }

    /// Lets what was hidden for long enough be delivered again, in the order of its deliveries.
    fn uncover(&mut self, now: Timestamp, policy: &QueuePolicy) {
        let mut due: Vec<_> = self
            .hidden
            .extract_if(|_, hidden| hidden.until <= now)
            .collect();
        due.sort_unstable_by_key(|(receipt, _)| *receipt);
        for (_, hidden) in due {
            self.again(&hidden, policy);
        }
    }

    fn again(&mut self, hidden: &Hidden, policy: &QueuePolicy) {
        if hidden.deliveries < policy.max_deliveries {
            return self.waiting.push_back((hidden.work, hidden.deliveries));
        }
        if self.dead.len() >= policy.capacity {
            self.dead.pop_front();
        }
        self.dead.push_back(hidden.work);
    }
}
