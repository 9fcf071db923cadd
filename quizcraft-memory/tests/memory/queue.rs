//! Delivery, redelivery and dead letters of the queue.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use quizcraft_contract::{ManualClock, block_on};
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use quizcraft_core::{Correlation, GameId, GameRequest, PlayerId, Timestamp};
use quizcraft_memory::{MemoryQueue, QueuePolicy};

const VISIBILITY: Duration = Duration::from_secs(30);

struct World {
    clock: Arc<ManualClock>,
    queue: Arc<MemoryQueue>,
}

impl World {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
        let policy = QueuePolicy {
            capacity: 3,
            visibility_timeout: VISIBILITY,
            max_deliveries: 2,
        };
        let queue = Arc::new(MemoryQueue::new(clock.clone(), policy));
        Self { clock, queue }
    }

    fn send(&self, number: u8) -> Result<(), GatewayError> {
        block_on(self.queue.send(&work(number)))
    }
}

/// The work on a game of another player.
fn work_of(player: u8, number: u8) -> Work {
    Work::new(
        GameId::from_bytes([number; 32]),
        PlayerId::from_bytes([player; 32]),
    )
}

fn work(number: u8) -> Work {
    let request = GameRequest::parse(["Rome"], None).expect("a valid request");
    let (id, player) = (
        GameId::from_bytes([number; 32]),
        PlayerId::from_bytes([9; 32]),
    );
    Work::on(
        request
            .begin(id, player, Timestamp::from_secs(1_000))
            .game(),
    )
}

#[test]
fn received_work_is_hidden_and_redelivered_after_the_visibility_timeout() {
    let world = World::new();
    world.send(1).unwrap();
    let first = world.queue.receive().unwrap();
    assert_eq!((first.work(), first.attempt()), (work(1), 1));

    world.clock.advance(Duration::from_secs(29));
    assert_eq!(world.queue.receive(), None, "it is still hidden");

    world.clock.advance(Duration::from_secs(1));
    let second = world.queue.receive().unwrap();
    assert_eq!((second.work(), second.attempt()), (work(1), 2));
}

#[test]
fn work_that_is_done_is_not_redelivered() {
    let world = World::new();
    world.send(1).unwrap();
    let delivery = world.queue.receive().unwrap();
    world.queue.done(&delivery);

    world.clock.advance(VISIBILITY * 10);
    assert_eq!(world.queue.receive(), None);
    assert!(world.queue.is_empty() && world.queue.dead_letters().is_empty());
}

#[test]
fn a_late_done_does_not_delete_work_that_was_redelivered() {
    let world = World::new();
    world.send(1).unwrap();
    let late = world.queue.receive().unwrap();
    world.clock.advance(VISIBILITY);
    let _now = world.queue.receive().unwrap();

    world.queue.done(&late);
    assert_eq!(world.queue.len(), 1, "the second delivery is still hidden");
}

#[test]
fn released_work_is_redelivered_at_once() {
    let world = World::new();
    world.send(1).unwrap();
    let delivery = world.queue.receive().unwrap();
    world.queue.release(&delivery);
    assert_eq!(world.queue.receive().unwrap().attempt(), 2);
}

#[test]
fn work_becomes_a_dead_letter_after_its_last_delivery() {
    let world = World::new();
    world.send(1).unwrap();
    for _ in 0..2 {
        assert!(world.queue.receive().is_some());
        world.clock.advance(VISIBILITY);
    }
    assert_eq!(world.queue.receive(), None);
    assert_eq!(world.queue.dead_letters(), [work(1)]);
    assert!(world.queue.is_empty());
}

#[test]
fn a_full_queue_rejects_work_and_loses_none() {
    let world = World::new();
    (1..=3).for_each(|number| world.send(number).unwrap());
    let hidden = world.queue.receive().unwrap();

    let full = world.send(4).unwrap_err();
    assert!(matches!(full, GatewayError::Unavailable(_)), "{full}");

    world.queue.done(&hidden);
    world.send(4).unwrap();
    let rest: Vec<_> = std::iter::from_fn(|| world.queue.receive())
        .map(|d| d.work())
        .collect();
    assert_eq!(rest, [work(2), work(3), work(4)]);
}

#[test]
fn every_waiter_is_woken_by_arriving_work() {
    let world = World::new();
    let queue = Arc::clone(&world.queue);
    block_on(async move {
        let mut waiters: Vec<_> = (0..2).map(|_| Box::pin(queue.wait_for_work())).collect();
        for waiter in &mut waiters {
            assert!(
                waiter.as_mut().now_or_never().is_none(),
                "no work is waiting"
            );
        }
        queue.send(&work(1)).await.unwrap();
        queue.send(&work(2)).await.unwrap();
        for waiter in waiters {
            let woken = tokio::time::timeout(Duration::from_secs(30), waiter).await;
            woken.expect("each waiter is woken");
            assert!(queue.receive().is_some());
        }
    });
}

#[test]
fn players_take_turns() {
    let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
    let queue = MemoryQueue::new(clock, QueuePolicy::default());
    for number in 1..=100 {
        block_on(queue.send(&work_of(1, number))).unwrap();
    }
    for (player, number) in [(2, 101), (3, 102), (2, 103)] {
        block_on(queue.send(&work_of(player, number))).unwrap();
    }
    let delivered: Vec<_> = std::iter::from_fn(|| queue.receive())
        .map(|delivery| delivery.work())
        .collect();
    let start = [(1, 1), (2, 101), (3, 102), (1, 2), (2, 103), (1, 3)];
    assert_eq!(
        delivered[..6],
        start.map(|(player, number)| work_of(player, number))
    );
    assert_eq!(delivered.len(), 103);
}

#[test]
fn queued_work_is_not_queued_twice() {
    let world = World::new();
    for _ in 0..10 {
        world.send(1).unwrap();
    }
    assert_eq!(world.queue.len(), 1);
    let first = world.queue.receive().unwrap();
    world.send(1).unwrap();
    assert_eq!(world.queue.receive(), None, "it is hidden");

    world.queue.done(&first);
    world.send(1).unwrap();
    assert!(world.queue.receive().is_some(), "it was done");
}

#[test]
fn a_dead_letter_can_be_sent_again() {
    let world = World::new();
    world.send(1).unwrap();
    for is_last in [false, true] {
        let delivery = world.queue.receive().unwrap();
        assert_eq!(delivery.is_last(), is_last);
        world.clock.advance(VISIBILITY);
    }
    assert_eq!(world.queue.receive(), None);
    assert_eq!(world.queue.dead_letters(), [work(1)]);

    world.send(1).unwrap();
    assert_eq!(world.queue.receive().unwrap().attempt(), 1);
}

#[test]
fn a_full_queue_counts_what_it_rejects() {
    let world = World::new();
    for number in 1..=5 {
        assert_eq!(world.send(number).is_ok(), number <= 3);
    }
    assert_eq!(
        (world.queue.take_rejected(), world.queue.take_rejected()),
        (2, 0)
    );
}

#[test]
fn the_queue_counts_what_it_holds_rejects_and_gives_up() {
    let world = World::new();
    for number in 1..=3 {
        world.send(number).unwrap();
    }
    world.send(4).unwrap_err();
    assert_eq!(world.queue.take_rejected(), 1);
    let counts = |world: &World| {
        let stats = world.queue.stats();
        let counted = (stats.dead_letters, stats.rejected);
        (stats.waiting, stats.in_progress, counted)
    };
    assert_eq!(counts(&world), (3, 0, (0, 1)));
    world.queue.receive().unwrap();
    assert_eq!(counts(&world), (2, 1, (0, 1)));
    let second = world.queue.receive().unwrap();
    world.queue.done(&second);
    assert_eq!(counts(&world), (1, 1, (0, 1)));
    while world.queue.receive().is_some() {}
    for _ in 0..2 {
        world.clock.advance(VISIBILITY);
        while world.queue.receive().is_some() {}
    }
    assert_eq!(counts(&world), (0, 0, (2, 1)));
}

/// Work that is queued already is not queued again for another request.
#[test]
fn work_is_delivered_with_the_request_that_caused_it() {
    let world = World::new();
    let caused_by = |id: &str| {
        let request = Some(id.parse().unwrap());
        work(1).with_correlation(Correlation::new(request, None))
    };
    for id in ["first", "second"] {
        block_on(world.queue.send(&caused_by(id))).unwrap();
    }
    let delivered = world.queue.receive().unwrap().work();
    let request = delivered.correlation().request().copied();
    assert_eq!(request.unwrap().as_str(), "first");
    assert_eq!(world.queue.len(), 1);
}
