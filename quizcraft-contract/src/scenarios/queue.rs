//! Sent work is delivered at least once.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::fixtures::new_game;
use super::race::run_concurrently;
use super::time_limits::far_deadline;
use quizcraft_core::gateway::{Work, WorkQueue};

/// A queue together with its receiving end, which the adapter's tests implement.
///
/// ```
/// use std::sync::Arc;
/// use std::time::Instant;
///
/// use async_trait::async_trait;
/// use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
/// use quizcraft_contract::DeliveringQueue;
///
/// # struct Channel;
/// # impl Channel {
/// #     fn push(&self, _: Work) {}
/// #     fn receive(&self) -> Option<Work> { None }
/// #     fn delete(&self, _: &Work) {}
/// #     fn expire_visibility_timeouts(&self) {}
/// # }
/// /// An adapter with its receiving end.
/// struct TestQueue(Channel);
///
/// #[async_trait]
/// impl WorkQueue for TestQueue {
///     async fn send(&self, work: &Work) -> Result<(), GatewayError> {
///         Ok(self.0.push(*work))
///     }
///
///     fn until(self: Arc<Self>, _: Instant) -> Arc<dyn WorkQueue> {
///         self
///     }
/// }
///
/// #[async_trait]
/// impl DeliveringQueue for TestQueue {
///     async fn delivered(&self) -> Option<Work> {
///         self.0.receive()
///     }
///     async fn done(&self, work: &Work) {
///         self.0.delete(work);
///     }
///     async fn time_out(&self) {
///         self.0.expire_visibility_timeouts();
///     }
/// }
/// ```
#[async_trait]
pub trait DeliveringQueue: WorkQueue {
    /// Receives the next unit of work as a worker would, or `None` if none is waiting.
    async fn delivered(&self) -> Option<Work>;

    /// Reports the last delivery of this work as done.
    async fn done(&self, work: &Work);

    /// Lets the visibility timeout of unfinished work pass.
    async fn time_out(&self);
}

/// The queue of a scenario.
type Queue = Arc<dyn DeliveringQueue>;

/// An empty queue has no deliveries.
pub async fn an_empty_queue_delivers_nothing(queue: &Queue) {
    assert_eq!(
        queue.delivered().await,
        None,
        "work that was not sent is not delivered"
    );
}

/// Work is delivered with its game and player; once it is done, the queue is empty.
pub async fn sent_work_is_delivered(queue: &Queue) {
    call!(WorkQueue::send(queue, &work(1))).expect_ok();
    assert_eq!(
        all_done(queue).await,
        HashSet::from([work(1)]),
        "sent work is delivered unchanged"
    );
    assert_eq!(
        queue.delivered().await,
        None,
        "work that is done is no longer waiting"
    );
}

/// Work that is done is not redelivered after the visibility timeout.
pub async fn work_that_is_done_is_not_redelivered(queue: &Queue) {
    call!(WorkQueue::send(queue, &work(1))).expect_ok();
    all_done(queue).await;
    queue.time_out().await;
    assert_eq!(
        queue.delivered().await,
        None,
        "work that is done is not redelivered"
    );
}

/// Work that was received and not done is redelivered after the visibility timeout.
pub async fn work_that_is_not_done_is_redelivered(queue: &Queue) {
    let sent = HashSet::from([work(1), work(2)]);
    for work in &sent {
        call!(WorkQueue::send(queue, work)).expect_ok();
    }
    while queue.delivered().await.is_some() {}
    queue.time_out().await;
    assert_eq!(
        all_done(queue).await,
        sent,
        "work that is not done is redelivered"
    );
}

/// All sent work is delivered, and no other.
pub async fn all_sent_work_is_delivered(queue: &Queue) {
    let sent: HashSet<Work> = (1..=20).map(work).collect();
    for work in &sent {
        call!(WorkQueue::send(queue, work)).expect_ok();
    }
    assert_eq!(all_done(queue).await, sent, "all sent work is delivered");
}

/// The same work may be sent again, before and after its delivery.
pub async fn the_same_work_can_be_sent_again(queue: &Queue) {
    for _ in 0..2 {
        call!(WorkQueue::send(queue, &work(1))).expect_ok();
        call!(WorkQueue::send(queue, &work(1))).expect_ok();
        assert_eq!(
            all_done(queue).await,
            HashSet::from([work(1)]),
            "it is delivered at least once"
        );
    }
}

/// Work that is sent concurrently is delivered.
pub async fn concurrently_sent_work_is_delivered(queue: &Queue) {
    let sent = run_concurrently(|racer| {
        let (queue, first) = (Arc::clone(queue), u32::try_from(racer).unwrap_or_default());
        async move {
            let works = [first, first + 100, first + 200].map(work);
            for work in &works {
                call!(WorkQueue::send(queue, work)).expect_ok();
            }
            works
        }
    })
    .await;
    let sent: HashSet<Work> = sent.into_iter().flatten().collect();
    assert_eq!(all_done(queue).await, sent, "all sent work is delivered");
}

/// Work that is sent through the queue for one request is delivered by the same queue.
pub async fn a_queue_for_one_request_delivers_to_the_same_worker(queue: &Queue) {
    call!(WorkQueue::send(
        Arc::clone(queue).until(far_deadline()),
        &work(1)
    ))
    .expect_ok();
    assert_eq!(
        all_done(queue).await,
        HashSet::from([work(1)]),
        "work sent for one request is delivered"
    );
}

/// Sending past the deadline either succeeds or is unavailable, and can be retried.
pub async fn work_sent_past_the_deadline_is_delivered_or_unavailable(queue: &Queue) {
    let late = Arc::clone(queue).until(Instant::now());
    let sent = call!(WorkQueue::send(late, &work(1)))
        .ok_or_unavailable()
        .is_some();
    let delivered = all_done(queue).await;
    assert!(
        !sent || delivered == HashSet::from([work(1)]),
        "acknowledged work is delivered"
    );
    call!(WorkQueue::send(queue, &work(1))).expect_ok();
    assert_eq!(
        all_done(queue).await,
        HashSet::from([work(1)]),
        "a retry delivers the work"
    );
}

fn work(n: u32) -> Work {
    Work::on(new_game(n).game())
}

/// Receives all waiting work and reports it as done.
async fn all_done(queue: &Queue) -> HashSet<Work> {
    let mut delivered = HashSet::new();
    for _ in 0..10_000 {
        let Some(work) = queue.delivered().await else {
            return delivered;
        };
        queue.done(&work).await;
        delivered.insert(work);
    }
    panic!("work that is done is delivered repeatedly: {delivered:?}")
}
