//! What is sent is delivered, at least once.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;

use super::given::new_game;
use super::race::all_at_once;
use super::steps::given;
use super::time_limits::{in_time, plenty};
use quizcraft_core::gateway::{Work, WorkQueue};

/// A queue together with its other end, which an adapter's tests bring along.
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
/// #     fn forget_who_has_what(&self) {}
/// # }
/// /// An adapter, and what receives at its other end.
/// struct BothEnds(Channel);
///
/// #[async_trait]
/// impl WorkQueue for BothEnds {
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
/// impl DeliveringQueue for BothEnds {
///     async fn delivered(&self) -> Option<Work> {
///         self.0.receive()
///     }
///     async fn done(&self, work: &Work) {
///         self.0.delete(work);
///     }
///     async fn time_out(&self) {
///         self.0.forget_who_has_what();
///     }
/// }
/// ```
#[async_trait]
pub trait DeliveringQueue: WorkQueue {
    /// Receives the next unit of work as a worker would, or `None` if none is waiting.
    async fn delivered(&self) -> Option<Work>;

    /// Reports done what was delivered last of this work.
    async fn done(&self, work: &Work);

    /// Lets the visibility timeout of unfinished work pass.
    async fn time_out(&self);
}

/// The queue of a scenario.
type Queue = Arc<dyn DeliveringQueue>;

/// Nothing comes out of a queue to which nothing was sent.
pub async fn an_empty_queue_delivers_nothing(queue: &Queue) {
    assert_eq!(
        queue.delivered().await,
        None,
        "what was not sent is not delivered"
    );
}

/// A piece of work arrives with its game and its player, and then the queue is empty again.
pub async fn what_is_sent_is_delivered(queue: &Queue) {
    given(queue.send(&work(1)).await);
    assert_eq!(
        all_done(queue).await,
        HashSet::from([work(1)]),
        "what is sent is delivered as it is"
    );
    assert_eq!(
        queue.delivered().await,
        None,
        "what is done is not waiting any more"
    );
}

/// What is done does not come again, however long one waits.
pub async fn what_is_done_does_not_come_again(queue: &Queue) {
    given(queue.send(&work(1)).await);
    all_done(queue).await;
    queue.time_out().await;
    assert_eq!(queue.delivered().await, None, "what is done is over");
}

/// Work whose worker dies is delivered to another.
pub async fn what_is_taken_and_not_done_comes_again(queue: &Queue) {
    let sent = HashSet::from([work(1), work(2)]);
    for work in &sent {
        given(queue.send(work).await);
    }
    while queue.delivered().await.is_some() {}
    queue.time_out().await;
    assert_eq!(
        all_done(queue).await,
        sent,
        "what is taken and not done is delivered again"
    );
}

/// Every piece of work arrives, and nothing else does.
pub async fn everything_that_is_sent_is_delivered(queue: &Queue) {
    let sent: HashSet<Work> = (1..=20).map(work).collect();
    for work in &sent {
        given(queue.send(work).await);
    }
    assert_eq!(all_done(queue).await, sent, "all that is sent is delivered");
}

/// Sending a piece of work again is allowed, before it is delivered and after.
pub async fn the_same_may_be_sent_again(queue: &Queue) {
    for _ in 0..2 {
        given(queue.send(&work(1)).await);
        given(queue.send(&work(1)).await);
        assert_eq!(
            all_done(queue).await,
            HashSet::from([work(1)]),
            "it is delivered at least once"
        );
    }
}

/// What many send at the same moment is all delivered.
pub async fn what_many_send_at_once_is_delivered(queue: &Queue) {
    let sent = all_at_once(|racer| {
        let (queue, first) = (Arc::clone(queue), u32::try_from(racer).unwrap_or_default());
        async move {
            let works = [first, first + 100, first + 200].map(work);
            for work in &works {
                given(queue.send(work).await);
            }
            works
        }
    })
    .await;
    let sent: HashSet<Work> = sent.into_iter().flatten().collect();
    assert_eq!(all_done(queue).await, sent, "all that is sent is delivered");
}

/// What is sent for one request is delivered as everything else is.
pub async fn a_queue_for_one_request_leads_to_the_same_worker(queue: &Queue) {
    given(Arc::clone(queue).until(plenty()).send(&work(1)).await);
    assert_eq!(
        all_done(queue).await,
        HashSet::from([work(1)]),
        "what is sent for one request is delivered"
    );
}

/// What could not be sent because the time was over is told so, and may be sent again.
pub async fn work_sent_out_of_time_is_delivered_or_unavailable(queue: &Queue) {
    let late = Arc::clone(queue).until(Instant::now());
    let sent = in_time(late.send(&work(1)).await).is_some();
    let delivered = all_done(queue).await;
    assert!(
        !sent || delivered == HashSet::from([work(1)]),
        "what is sent is delivered, whenever it was sent"
    );
    given(queue.send(&work(1)).await);
    assert_eq!(
        all_done(queue).await,
        HashSet::from([work(1)]),
        "what ran out of time may be sent again"
    );
}

fn work(n: u32) -> Work {
    Work::on(new_game(n).game())
}

/// Takes all there is, and reports it done.
async fn all_done(queue: &Queue) -> HashSet<Work> {
    let mut delivered = HashSet::new();
    for _ in 0..10_000 {
        let Some(work) = queue.delivered().await else {
            return delivered;
        };
        queue.done(&work).await;
        delivered.insert(work);
    }
    panic!("what is done is delivered over and over: {delivered:?}")
}
