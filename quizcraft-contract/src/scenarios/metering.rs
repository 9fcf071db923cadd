//! A meter counts every token of every day.
//!
//! A meter may forget days a week after their end, so these scenarios use days in the far future, of which none is more
//! than a week before another one.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::race::{RACERS, run_concurrently};
use quizcraft_core::gateway::ModelMeter;
use quizcraft_core::{Day, Timestamp};

/// The meter of a scenario.
type Meter = Arc<dyn ModelMeter>;

/// The number of calls of each thread of a race.
const CALLS: u32 = 8;

/// A day to which nothing was added has no tokens.
pub async fn a_day_without_tokens_has_spent_none(meter: &Meter) {
    assert_spent(meter, 0, 0).await;
    add(meter, 1, 5).await;
    assert_spent(meter, 0, 0).await;
    assert_spent(meter, 2, 0).await;
}

/// The tokens of all calls for a day are added up.
pub async fn the_tokens_of_a_day_are_added_up(meter: &Meter) {
    let mut sum = 0;
    for tokens in [1_200, 1, 3_700, 1] {
        add(meter, 0, tokens).await;
        sum += u64::from(tokens);
        assert_spent(meter, 0, sum).await;
    }
}

/// A call without tokens changes nothing.
pub async fn adding_no_tokens_changes_nothing(meter: &Meter) {
    add(meter, 0, 0).await;
    assert_spent(meter, 0, 0).await;
    add(meter, 0, 7).await;
    add(meter, 0, 0).await;
    assert_spent(meter, 0, 7).await;
}

/// A day can have more tokens than one call can add.
pub async fn more_tokens_than_one_call_can_add_are_counted(meter: &Meter) {
    for calls in 1..=3 {
        add(meter, 0, u32::MAX).await;
        assert_spent(meter, 0, calls * u64::from(u32::MAX)).await;
    }
    add(meter, 0, 1).await;
    assert_spent(meter, 0, 3 * u64::from(u32::MAX) + 1).await;
}

/// Each day has tokens of its own.
pub async fn days_have_separate_tokens(meter: &Meter) {
    for (number, tokens) in (0..6).zip(10..) {
        add(meter, number, tokens).await;
    }
    for (number, tokens) in (0..6).zip(10..) {
        assert_spent(meter, number, tokens).await;
    }
}

/// Tokens can be added to a day after tokens of a later one, because a game may end after midnight.
pub async fn tokens_of_an_earlier_day_are_counted(meter: &Meter) {
    add(meter, 0, 1).await;
    add(meter, 1, 20).await;
    add(meter, 0, 300).await;
    assert_spent(meter, 0, 301).await;
    assert_spent(meter, 1, 20).await;
}

/// Concurrent calls for one day are all counted.
pub async fn tokens_added_concurrently_are_all_counted(meter: &Meter) {
    race(meter, |_| 0).await;
    let calls = RACERS as u64 * u64::from(CALLS);
    assert_spent(meter, 0, calls * 1_000).await;
}

/// Concurrent calls for several days are all counted.
pub async fn tokens_of_several_days_can_be_added_concurrently(meter: &Meter) {
    race(meter, |racer| racer as u64 % 2).await;
    let calls = RACERS as u64 / 2 * u64::from(CALLS);
    for number in [0, 1] {
        assert_spent(meter, number, calls * 1_000).await;
    }
}

/// While other calls run, a read contains every call that has returned, and no number decreases.
pub async fn a_read_sees_every_call_that_has_returned(meter: &Meter) {
    let returned = Arc::new(AtomicU64::new(0));
    run_concurrently(|_| {
        let (meter, returned) = (Arc::clone(meter), Arc::clone(&returned));
        async move {
            let mut last = 0;
            for _ in 0..CALLS {
                add(&meter, 0, 1_000).await;
                let expected = 1_000 * (returned.fetch_add(1, Ordering::SeqCst) + 1);
                let now = spent(&meter, 0).await;
                assert!(
                    now >= expected,
                    "calls that have returned are counted: {expected} tokens, then {now}"
                );
                assert!(now >= last, "no number decreases: {last}, then {now}");
                last = now;
            }
        }
    })
    .await;
}

/// Adds 1,000 tokens several times on each thread, to a day that the thread has.
async fn race(meter: &Meter, day_of: impl Fn(usize) -> u64) {
    run_concurrently(|racer| {
        let (meter, number) = (Arc::clone(meter), day_of(racer));
        async move {
            for _ in 0..CALLS {
                add(&meter, number, 1_000).await;
            }
        }
    })
    .await;
}

/// Returns a day in the far future, so that no store deletes it by its own clock.
fn day(number: u64) -> Day {
    Timestamp::from_secs(4_000_000_000 + number * 86_400).day()
}

async fn add(meter: &Meter, number: u64, tokens: u32) {
    call!(ModelMeter::add(meter, day(number), tokens)).expect_ok();
}

async fn spent(meter: &Meter, number: u64) -> u64 {
    call!(ModelMeter::spent(meter, day(number))).expect_ok()
}

async fn assert_spent(meter: &Meter, number: u64, expected: u64) {
    let spent = spent(meter, number).await;
    assert_eq!(spent, expected, "the tokens of day {number}");
}
