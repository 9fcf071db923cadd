//! The limit of tokens per day.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_author::{Author, Report, TokensPerDay};
use quizcraft_core::gateway::{
    Clock, Expense, GatewayError, ModelMeter, QuestionWriter, WriteError,
};
use quizcraft_core::{Day, Timestamp};
use quizcraft_memory::MemoryMeter;

use crate::common::model::{Answer, good};
use crate::common::{World, brief, run};

const SECONDS_PER_DAY: u64 = 86_400;

/// A meter with the time, which may fail.
#[derive(Default)]
struct Meter {
    days: MemoryMeter,
    fault: Option<Fault>,
    adds: AtomicUsize,
    now: AtomicU64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    Fails,
    FailsOnce,
    HangsWhenRead,
    Hangs,
    /// Adds tokens after a tenth of a second.
    Slow,
}

impl Meter {
    fn with(fault: Fault) -> Arc<Self> {
        Arc::new(Self {
            fault: Some(fault),
            ..Self::default()
        })
    }

    /// Returns the tokens of today.
    async fn total(&self) -> u64 {
        self.days.spent(self.now().day()).await.unwrap()
    }

    /// Returns the number of calls that add tokens.
    fn adds(&self) -> usize {
        self.adds.load(Ordering::Relaxed)
    }
}

#[async_trait]
impl ModelMeter for Meter {
    async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
        match self.fault {
            Some(Fault::Fails) => Err(GatewayError::Unavailable("expected by the test".into())),
            Some(Fault::HangsWhenRead) => std::future::pending().await,
            _ => self.days.spent(day).await,
        }
    }

    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        let is_first = self.adds.fetch_add(1, Ordering::Relaxed) == 0;
        match self.fault {
            Some(Fault::Hangs) => std::future::pending().await,
            Some(Fault::Slow) => {
                tokio::time::sleep(Duration::from_millis(100)).await;
                self.days.add(day, tokens).await
            }
            Some(Fault::FailsOnce) if is_first => {
                Err(GatewayError::Unavailable("expected by the test".into()))
            }
            _ => self.days.add(day, tokens).await,
        }
    }
}

impl Clock for Meter {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.now.load(Ordering::Relaxed))
    }
}

/// Returns the author with a limit per day.
fn limited(author: Author, limit: u64, meter: &Arc<Meter>) -> Author {
    let limit = NonZeroU64::new(limit).unwrap();
    author.with_tokens_per_day(TokensPerDay::new(limit, meter.clone(), meter.clone()))
}

fn tokens(report: &Report) -> u64 {
    report.spending().tokens().into()
}

#[test]
fn what_a_game_spends_is_counted() {
    run(async {
        let (world, meter) = (World::good(), Arc::new(Meter::default()));
        let author = limited(world.author, 1_000_000, &meter);
        let (_, first) = author.compose(&brief(3)).await;
        assert_eq!(meter.total().await, tokens(&first));
        let (_, second) = author.compose(&brief(3)).await;
        assert_eq!(meter.total().await, tokens(&first) + tokens(&second));
        assert!(tokens(&second) > 0);
        let calls = first.spending().calls() + second.spending().calls();
        assert!(meter.adds() <= usize::try_from(calls).unwrap());
    });
}

#[test]
fn a_dropped_game_has_counted_every_call_that_returned() {
    for secs in 0..=20 {
        run(async {
            let (world, meter) = (World::good(), Arc::new(Meter::default()));
            let author = limited(world.author, 1_000_000, &meter);
            // The model replies after two seconds.
            let time = Duration::from_secs(secs) + Duration::from_millis(500);
            let brief = brief(15);
            let dropped = tokio::time::timeout(time, author.compose(&brief)).await;
            assert_eq!(meter.total().await, u64::from(world.model.tokens()));
            assert_eq!(meter.total().await > 0, secs >= 2);
            assert!(dropped.is_ok() || secs < 10, "the game ends");
        });
    }
}

#[test]
fn calls_that_fail_or_hang_are_counted_with_their_estimate() {
    let faults: [fn(Answer) -> Answer; 3] = [
        |_| Answer::temporary(None),
        |_| Answer::unusable(None),
        |answer| answer.after(Duration::from_hours(1)),
    ];
    for fault in faults {
        run(async {
            let world = World::scripted(move |call| match call.index {
                0 => fault(good(call)),
                _ => good(call),
            });
            let meter = Arc::new(Meter::default());
            let author = limited(world.author, 1_000_000, &meter);
            let (_, report) = author.compose(&brief(10)).await;
            assert_eq!(meter.total().await, tokens(&report));
            assert!(tokens(&report) > u64::from(world.model.tokens()));
            let calls = usize::try_from(report.spending().calls()).unwrap();
            assert!(meter.adds() <= calls + 1);
        });
    }
}

#[test]
fn a_reply_just_before_the_end_of_a_stage_is_counted_at_once() {
    run(async {
        // The stage of writing ends after 27 seconds, before the meter has added the tokens.
        let world = World::scripted(|call| match call.index {
            0 => good(call).after(Duration::from_millis(26_950)),
            _ => good(call),
        });
        let meter = Meter::with(Fault::Slow);
        let author = limited(world.author, 1_000_000, &meter);
        let (brief, time) = (brief(3), Duration::from_secs(28));
        let dropped = tokio::time::timeout(time, author.compose(&brief)).await;
        assert!(dropped.is_err(), "the questions are solved in two seconds");
        assert!(world.model.tokens() > 0);
        assert_eq!(meter.total().await, u64::from(world.model.tokens()));
    });
}

#[test]
fn a_reply_just_before_the_end_of_a_game_is_counted() {
    run(async {
        // The last reply comes a twentieth of a second before the game ends.
        let world = World::scripted(|call| match call.index {
            0 => good(call),
            1 => good(call).after(Duration::from_millis(42_950)),
            _ => good(call).after(Duration::from_hours(1)),
        });
        let meter = Meter::with(Fault::Slow);
        let author = limited(world.author, 1_000_000, &meter);
        let (_, report) = author.compose(&brief(3)).await;
        assert_eq!(meter.total().await, tokens(&report));
    });
}

#[test]
fn what_the_meter_refuses_is_added_at_the_end_of_the_game() {
    run(async {
        let (world, meter) = (World::good(), Meter::with(Fault::FailsOnce));
        let author = limited(world.author, 1_000_000, &meter);
        let (drafts, report) = author.compose(&brief(10)).await;
        assert!(drafts.is_ok());
        assert_eq!(meter.total().await, tokens(&report));
        assert!(
            meter.adds() <= 4,
            "three calls run at once when the first one fails"
        );
    });
}

#[test]
fn a_meter_that_hangs_costs_a_game_a_second() {
    run(async {
        let time = async |author: &Author| {
            let start = tokio::time::Instant::now();
            let (drafts, _) = author.compose(&brief(10)).await;
            assert_eq!(drafts.unwrap().iter().len(), 10);
            start.elapsed()
        };
        let meter = Meter::with(Fault::Hangs);
        let author = limited(World::good().author, 1_000_000, &meter);
        let (without, with) = (time(&World::good().author).await, time(&author).await);
        assert!(with > without);
        assert!(with <= without + Duration::from_secs(1), "{with:?}");
        assert_eq!(meter.total().await, 0);
    });
}

#[test]
fn at_the_limit_no_call_is_made_until_the_next_day() {
    let (world, meter) = (World::good(), Arc::new(Meter::default()));
    let author = limited(world.author, 1, &meter);
    assert!(run(author.write(&brief(3))).is_ok());
    let calls = world.model.calls();
    for expense in [Expense::NeedsLease, Expense::Allowed] {
        let brief = brief(3).with_expense(expense);
        let Err(WriteError::Impossible(failure)) = run(author.write(&brief)) else {
            panic!("expected a failure that the player reads");
        };
        let failure = failure.to_string();
        assert!(
            failure.contains("tomorrow") && failure.contains("Arvan"),
            "{failure}"
        );
    }
    assert_eq!(world.model.calls(), calls);
    meter.now.store(SECONDS_PER_DAY, Ordering::Relaxed);
    assert!(run(author.write(&brief(3))).is_ok());
}

#[test]
fn below_the_limit_the_lease_is_still_needed() {
    let meter = Arc::new(Meter::default());
    let author = limited(World::good().author, 1, &meter);
    let brief = brief(3).with_expense(Expense::NeedsLease);
    let result = run(author.write(&brief));
    assert!(matches!(result, Err(WriteError::NeedsLease)), "{result:?}");
    assert_eq!(meter.adds(), 0);
}

#[test]
fn a_meter_that_fails_or_hangs_is_a_transient_error_without_calls() {
    for fault in [Fault::Fails, Fault::HangsWhenRead] {
        run(async {
            let (world, meter) = (World::good(), Meter::with(fault));
            let author = limited(world.author, 1, &meter);
            let start = tokio::time::Instant::now();
            let result = author.write(&brief(3)).await;
            assert!(
                matches!(result, Err(WriteError::Temporary { .. })),
                "{result:?}"
            );
            assert!(start.elapsed() <= Duration::from_secs(3));
            assert_eq!(world.model.calls(), 0);
        });
    }
}
