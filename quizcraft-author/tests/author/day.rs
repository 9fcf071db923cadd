//! The limit of tokens per day.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use quizcraft_author::{Author, TokensPerDay};
use quizcraft_core::gateway::{
    Clock, Expense, GatewayError, ModelMeter, QuestionWriter, WriteError,
};
use quizcraft_core::{Day, Timestamp};

use crate::common::{World, brief, run};

const SECONDS_PER_DAY: u64 = 86_400;

/// A meter in memory, with the time.
#[derive(Default)]
struct Meter {
    days: Mutex<HashMap<Day, u64>>,
    fails: bool,
    now: AtomicU64,
}

impl Meter {
    /// Returns the tokens of all days.
    fn total(&self) -> u64 {
        self.days.lock().unwrap().values().sum()
    }

    fn check(&self) -> Result<(), GatewayError> {
        if self.fails {
            return Err(GatewayError::Unavailable("expected by the test".into()));
        }
        Ok(())
    }
}

#[async_trait]
impl ModelMeter for Meter {
    async fn spent(&self, day: Day) -> Result<u64, GatewayError> {
        self.check()?;
        Ok(self.days.lock().unwrap().get(&day).copied().unwrap_or(0))
    }

    async fn add(&self, day: Day, tokens: u32) -> Result<(), GatewayError> {
        self.check()?;
        *self.days.lock().unwrap().entry(day).or_default() += u64::from(tokens);
        Ok(())
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

#[test]
fn what_a_game_spends_is_counted() {
    let (world, meter) = (World::good(), Arc::new(Meter::default()));
    let author = limited(world.author, 1_000_000, &meter);
    let (_, first) = run(author.compose(&brief(3)));
    assert_eq!(meter.total(), u64::from(first.spending().tokens()));
    let (_, second) = run(author.compose(&brief(3)));
    let both = first.spending().tokens() + second.spending().tokens();
    assert_eq!(meter.total(), u64::from(both));
    assert!(both > 0);
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
    assert_eq!(meter.total(), 0);
}

#[test]
fn a_meter_that_fails_is_a_transient_error_without_calls() {
    let meter = Arc::new(Meter {
        fails: true,
        ..Meter::default()
    });
    let world = World::good();
    let author = limited(world.author, 1, &meter);
    let result = run(author.write(&brief(3)));
    assert!(
        matches!(result, Err(WriteError::Temporary { .. })),
        "{result:?}"
    );
    assert_eq!(world.model.calls(), 0);
}
