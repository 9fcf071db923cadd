//! A work queue with the semantics of SQS.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::time::Instant;

use async_trait::async_trait;
use event_listener::Event;
use quizcraft_core::gateway::{Clock, GatewayError, Work, WorkQueue};
use quizcraft_core::{PlayerId, Timestamp};

use crate::locked::locked;

/// A bounded in-memory [`WorkQueue`] with a visibility timeout, redelivery and dead letters.
///
/// Players take turns: of the work that is waiting, one unit of each player is delivered before the
/// second one of any player. The work of one player is delivered in the order of its arrival. Work
/// that is waiting or hidden already is not queued twice.
///
/// Work that was received is hidden for the visibility timeout. If the worker does not report it as
/// [done](Self::done) by then, it is delivered again. A worker that knows when to try again
/// [says so](Self::release_after). Work whose last allowed delivery was not done is
/// moved to the dead letters.
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
/// queue.wait_for_work().await;
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

/// The limits of a [`MemoryQueue`].
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
/// use quizcraft_core::{GameId, PlayerId};
/// use quizcraft_memory::{MemoryQueue, QueuePolicy, SystemClock};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), GatewayError> {
/// let policy = QueuePolicy { capacity: 1, ..QueuePolicy::default() };
/// let queue = MemoryQueue::new(Arc::new(SystemClock), policy);
/// let work = |game| Work::new(GameId::from_bytes([game; 32]), PlayerId::from_bytes([7; 32]));
///
/// queue.send(&work(1)).await?;
/// queue.send(&work(1)).await?;
/// assert_eq!(queue.len(), 1, "work that is queued already is not queued twice");
/// let full = queue.send(&work(2)).await;
/// assert!(matches!(full, Err(GatewayError::Unavailable(_))));
/// assert_eq!(queue.take_rejected(), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePolicy {
    /// The maximum number of waiting and hidden units of work, and the maximum number of dead letters.
    pub capacity: usize,
    /// How long delivered work stays hidden. Fractions of a second are ignored.
    pub visibility_timeout: Duration,
    /// The maximum number of deliveries of a unit of work.
    pub max_deliveries: u32,
}

/// 10,000 units of work, 30 seconds, three deliveries.
impl Default for QueuePolicy {
    fn default() -> Self {
        Self {
            capacity: 10_000,
            visibility_timeout: Duration::from_secs(30),
            max_deliveries: 3,
        }
    }
}

/// What a [`MemoryQueue`] holds and has counted, for metrics.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueueStats {
    /// The number of units of work that wait for a worker.
    pub waiting: usize,
    /// The number of units of work that were delivered and are not done yet.
    pub in_progress: usize,
    /// The number of units of work that became dead letters since the queue was created.
    pub dead_letters: u64,
    /// The number of units of work that were rejected since the queue was created because it was full.
    pub rejected: u64,
}

/// A delivered unit of work.
///
/// ```
/// use quizcraft_core::gateway::{Work, WorkQueue};
/// use quizcraft_core::{GameId, PlayerId};
/// use quizcraft_memory::Memory;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let queue = Memory::new().queue();
/// let work = Work::new(GameId::from_bytes([1; 32]), PlayerId::from_bytes([7; 32]));
/// queue.send(&work).await?;
///
/// for attempt in 1..=3 {
///     let delivery = queue.receive().ok_or("the work is delivered three times")?;
///     assert_eq!((delivery.attempt(), delivery.is_last()), (attempt, attempt == 3));
///     queue.release(&delivery);
/// }
/// assert!(queue.receive().is_none());
/// assert_eq!(queue.dead_letters(), [work]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    work: Work,
    receipt: u64,
    attempt: u32,
    max_attempts: u32,
}

impl Delivery {
    /// Returns the work.
    #[must_use]
    pub const fn work(&self) -> Work {
        self.work
    }

    /// Returns the number of deliveries of this work so far, including this one.
    #[must_use]
    pub const fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns whether the work becomes a dead letter, and is not delivered again, unless it is
    /// done.
    #[must_use]
    pub const fn is_last(&self) -> bool {
        self.attempt >= self.max_attempts
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the queue is full: it holds {0} units of work")]
struct Full(usize);

#[derive(Default)]
struct State {
    waiting: Waiting,
    hidden: HashMap<u64, Hidden>,
    /// The work that is waiting or hidden.
    queued: HashSet<Work>,
    dead: VecDeque<Work>,
    last_receipt: u64,
    /// The number of rejected units of work since [`MemoryQueue::take_rejected`].
    rejected: u64,
    total_rejected: u64,
    total_dead: u64,
}

/// Waiting work with the number of its deliveries so far. Players take turns.
#[derive(Default)]
struct Waiting {
    of_player: HashMap<PlayerId, VecDeque<(Work, u32)>>,
    /// The players that have work, in the order of their turns.
    turns: VecDeque<PlayerId>,
}

struct Hidden {
    work: Work,
    deliveries: u32,
    until: Timestamp,
}

impl MemoryQueue {
    /// Creates an empty queue. Visibility timeouts are measured with this clock.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, policy: QueuePolicy) -> Self {
        Self {
            clock,
            policy,
            state: Mutex::default(),
            arrivals: Event::new(),
        }
    }

    /// Delivers the next unit of work and hides it; returns `None` if none is waiting.
    ///
    /// ```
    /// use quizcraft_core::gateway::{Work, WorkQueue};
    /// use quizcraft_core::{GameId, PlayerId};
    /// use quizcraft_memory::Memory;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let queue = Memory::new().queue();
    /// for (game, player) in [(1, 1), (2, 1), (3, 2)] {
    ///     let (game, player) = (GameId::from_bytes([game; 32]), PlayerId::from_bytes([player; 32]));
    ///     queue.send(&Work::new(game, player)).await?;
    /// }
    /// let received = std::iter::from_fn(|| queue.receive()).map(|delivery| delivery.work().game());
    /// let order = [1, 3, 2].map(|game| GameId::from_bytes([game; 32]));
    /// assert!(received.eq(order), "the second player does not wait for both games of the first");
    /// # Ok(())
    /// # }
    /// ```
    pub fn receive(&self) -> Option<Delivery> {
        let now = self.clock.now();
        let mut state = locked(&self.state);
        state.redeliver_due(now, &self.policy);
        let (work, deliveries) = state.waiting.pop()?;
        let until = now.plus(self.policy.visibility_timeout);
        let receipt = state.hide(work, deliveries.saturating_add(1), until);
        Some(Delivery {
            work,
            receipt,
            attempt: deliveries.saturating_add(1),
            max_attempts: self.policy.max_deliveries,
        })
    }

    /// Waits until work is sent or released; returns at once if work is waiting.
    ///
    /// Work whose visibility timeout passes does not wake the caller, so the caller should also poll
    /// [`receive`](Self::receive) periodically.
    pub async fn wait_for_work(&self) {
        // Listens before it checks, so that no arrival in between is missed.
        let arrival = self.arrivals.listen();
        let empty = locked(&self.state).waiting.turns.is_empty();
        if empty {
            arrival.await;
        }
    }

    /// Deletes work that is done. Has no effect if its visibility timeout has passed and it was
    /// delivered again.
    ///
    /// ```
    /// use quizcraft_core::gateway::{Work, WorkQueue};
    /// use quizcraft_core::{GameId, PlayerId};
    /// use quizcraft_memory::Memory;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let queue = Memory::new().queue();
    /// queue.send(&Work::new(GameId::from_bytes([1; 32]), PlayerId::from_bytes([7; 32]))).await?;
    /// let late = queue.receive().ok_or("the work was sent")?;
    /// queue.release(&late);
    /// let current = queue.receive().ok_or("the work was released")?;
    ///
    /// queue.done(&late);
    /// assert_eq!(queue.len(), 1, "a delivery that was superseded deletes nothing");
    /// queue.done(&current);
    /// assert!(queue.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn done(&self, delivery: &Delivery) {
        let mut state = locked(&self.state);
        if let Some(hidden) = state.hidden.remove(&delivery.receipt) {
            state.queued.remove(&hidden.work);
        }
    }

    /// Ends the visibility timeout of a delivery, so that its work is delivered again at once.
    pub fn release(&self, delivery: &Delivery) {
        let mut state = locked(&self.state);
        if let Some(hidden) = state.hidden.remove(&delivery.receipt) {
            state.redeliver(&hidden, &self.policy);
        }
        drop(state);
        self.arrivals.notify_additional(1);
    }

    /// Delivers the work of a failed delivery again after `delay`, and no earlier. Fractions of a second count as
    /// a second.
    ///
    /// ```
    /// use std::sync::Arc;
    /// use std::time::Duration;
    ///
    /// use quizcraft_contract::ManualClock;
    /// use quizcraft_core::gateway::{Work, WorkQueue};
    /// use quizcraft_core::{GameId, PlayerId, Timestamp};
    /// use quizcraft_memory::{MemoryQueue, QueuePolicy};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
    /// let queue = MemoryQueue::new(clock.clone(), QueuePolicy::default());
    /// queue.send(&Work::new(GameId::from_bytes([1; 32]), PlayerId::from_bytes([7; 32]))).await?;
    /// let delivery = queue.receive().ok_or("the work was sent")?;
    /// queue.release_after(&delivery, Duration::from_secs(90));
    ///
    /// clock.advance(Duration::from_secs(89));
    /// assert!(queue.receive().is_none());
    /// clock.advance(Duration::from_secs(1));
    /// assert!(queue.receive().is_some());
    /// # Ok(())
    /// # }
    /// ```
    pub fn release_after(&self, delivery: &Delivery, delay: Duration) {
        let whole = Duration::from_secs(delay.as_secs());
        let second = Duration::from_secs(u64::from(delay > whole));
        let until = self.clock.now().plus(whole.saturating_add(second));
        if let Some(hidden) = locked(&self.state).hidden.get_mut(&delivery.receipt) {
            hidden.until = until;
        }
    }

    /// Returns the dead letters, oldest first.
    #[must_use]
    pub fn dead_letters(&self) -> Vec<Work> {
        locked(&self.state).dead.iter().copied().collect()
    }

    /// Returns how many units of work were rejected since the last call because the queue was full.
    ///
    /// Their games are stored, so a server sends their work again once the queue has room.
    pub fn take_rejected(&self) -> u64 {
        std::mem::take(&mut locked(&self.state).rejected)
    }

    /// Returns what the queue holds and has counted.
    #[must_use]
    pub fn stats(&self) -> QueueStats {
        let state = locked(&self.state);
        QueueStats {
            waiting: state.queued.len().saturating_sub(state.hidden.len()),
            in_progress: state.hidden.len(),
            dead_letters: state.total_dead,
            rejected: state.total_rejected,
        }
    }

    /// Returns the number of waiting and hidden units of work.
    #[must_use]
    pub fn len(&self) -> usize {
        locked(&self.state).len()
    }

    /// Returns whether no work is waiting or hidden.
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
        self.queued.len()
    }

    fn push(&mut self, work: Work, policy: &QueuePolicy) -> Result<(), Full> {
        if self.queued.contains(&work) {
            return Ok(());
        }
        if self.len() >= policy.capacity {
            self.rejected = self.rejected.saturating_add(1);
            self.total_rejected = self.total_rejected.saturating_add(1);
            return Err(Full(self.len()));
        }
        self.queued.insert(work);
        self.waiting.push(work, 0);
        Ok(())
    }

    /// Hides work that is delivered, and returns the receipt.
    fn hide(&mut self, work: Work, deliveries: u32, until: Timestamp) -> u64 {
        self.last_receipt = self.last_receipt.wrapping_add(1);
        self.hidden.insert(
            self.last_receipt,
            Hidden {
                work,
                deliveries,
                until,
            },
        );
        self.last_receipt
    }

    /// Redelivers work whose visibility timeout has passed, in the order of its deliveries.
    fn redeliver_due(&mut self, now: Timestamp, policy: &QueuePolicy) {
        let mut due: Vec<_> = self
            .hidden
            .extract_if(|_, hidden| hidden.until <= now)
            .collect();
        due.sort_unstable_by_key(|(receipt, _)| *receipt);
        for (_, hidden) in due {
            self.redeliver(&hidden, policy);
        }
    }

    /// Makes work visible again, or moves it to the dead letters after its last delivery.
    fn redeliver(&mut self, hidden: &Hidden, policy: &QueuePolicy) {
        if hidden.deliveries < policy.max_deliveries {
            return self.waiting.push(hidden.work, hidden.deliveries);
        }
        self.queued.remove(&hidden.work);
        self.total_dead = self.total_dead.saturating_add(1);
        if self.dead.len() >= policy.capacity {
            self.dead.pop_front();
        }
        self.dead.push_back(hidden.work);
    }
}

impl Waiting {
    fn push(&mut self, work: Work, deliveries: u32) {
        let of_player = self.of_player.entry(work.player()).or_default();
        if of_player.is_empty() {
            self.turns.push_back(work.player());
        }
        of_player.push_back((work, deliveries));
    }

    /// Takes the first unit of work of the player whose turn it is.
    fn pop(&mut self) -> Option<(Work, u32)> {
        let player = self.turns.pop_front()?;
        let of_player = self.of_player.get_mut(&player)?;
        let first = of_player.pop_front();
        if of_player.is_empty() {
            self.of_player.remove(&player);
        } else {
            self.turns.push_back(player);
        }
        first
    }
}
