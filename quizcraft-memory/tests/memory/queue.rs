//! What is sent comes, comes again unless it is done, and is given up in the end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use quizcraft_contract::{ManualClock, block_on};
use quizcraft_core::gateway::{GatewayError, Work, WorkQueue};
use quizcraft_core::{GameId, GameRequest, PlayerId, Timestamp};
use quizcraft_memory::{MemoryQueue, QueuePolicy};

const VISIBILITY: Duration = Duration::from_secs(30);

struct Desk {
    clock: Arc<ManualClock>,
    queue: Arc<MemoryQueue>,
}

impl Desk {
    fn new() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
        let policy = QueuePolicy {
            capacity: 3,
            visibility: VISIBILITY,
            max_deliveries: 2,
        };
        let queue = Arc::new(MemoryQueue::new(clock.clone(), policy));
        Self { clock, queue }
    }

    fn send(&self, number: u8) -> Result<(), GatewayError> {
        block_on(self.queue.send(&work(number)))
    }
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
fn work_is_hidden_while_somebody_is_at_it_and_comes_again_after_that() {
    let desk = Desk::new();
    desk.send(1).unwrap();
    let first = desk.queue.receive().unwrap();
    assert_eq!((first.work(), first.attempt()), (work(1), 1));

    desk.clock.advance(Duration::from_secs(29));
    assert_eq!(desk.queue.receive(), None, "it is still hidden");

    desk.clock.advance(Duration::from_secs(1));
    let second = desk.queue.receive().unwrap();
    assert_eq!((second.work(), second.attempt()), (work(1), 2));
}

#[test]
fn work_that_is_done_does_not_come_again() {
    let desk = Desk::new();
    desk.send(1).unwrap();
    let delivery = desk.queue.receive().unwrap();
    desk.queue.done(&delivery);

    desk.clock.advance(VISIBILITY * 10);
    assert_eq!(desk.queue.receive(), None);
    assert!(desk.queue.is_empty() && desk.queue.dead_letters().is_empty());
}

#[test]
fn a_late_report_does_not_end_the_work_of_whoever_has_it_now() {
    let desk = Desk::new();
    desk.send(1).unwrap();
    let late = desk.queue.receive().unwrap();
    desk.clock.advance(VISIBILITY);
    let _now = desk.queue.receive().unwrap();

    desk.queue.done(&late);
    assert_eq!(
        desk.queue.len(),
        1,
        "the second delivery is still under way"
    );
}

#[test]
fn work_that_is_given_back_comes_again_at_once() {
    let desk = Desk::new();
    desk.send(1).unwrap();
    let delivery = desk.queue.receive().unwrap();
    desk.queue.give_back(&delivery);
    assert_eq!(desk.queue.receive().unwrap().attempt(), 2);
}

#[test]
fn what_was_delivered_often_enough_is_a_dead_letter() {
    let desk = Desk::new();
    desk.send(1).unwrap();
    for _ in 0..2 {
        assert!(desk.queue.receive().is_some());
        desk.clock.advance(VISIBILITY);
    }
    assert_eq!(desk.queue.receive(), None);
    assert_eq!(desk.queue.dead_letters(), [work(1)]);
    assert!(desk.queue.is_empty());
}

#[test]
fn a_full_queue_takes_no_more_and_loses_nothing() {
    let desk = Desk::new();
    (1..=3).for_each(|number| desk.send(number).unwrap());
    let hidden = desk.queue.receive().unwrap();

    let full = desk.send(4).unwrap_err();
    assert!(matches!(full, GatewayError::Unavailable(_)), "{full}");

    desk.queue.done(&hidden);
    desk.send(4).unwrap();
    let rest: Vec<_> = std::iter::from_fn(|| desk.queue.receive())
        .map(|d| d.work())
        .collect();
    assert_eq!(rest, [work(2), work(3), work(4)]);
}

#[test]
fn everybody_who_waits_is_woken_by_what_arrives() {
    let desk = Desk::new();
    let queue = Arc::clone(&desk.queue);
    block_on(async move {
        let mut waiters: Vec<_> = (0..2).map(|_| Box::pin(queue.arrival())).collect();
        for waiter in &mut waiters {
            assert!(waiter.as_mut().now_or_never().is_none(), "nothing is there");
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
