//! Every order of success and failure, against a second statement of the rules.

#![expect(
    clippy::arithmetic_side_effects,
    reason = "the numbers are small, and an overflow fails the test"
)]

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};

use super::*;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;

/// Seconds between two uses: too early for anything, and just enough for each rule.
const GAPS: [u64; 6] = [0, 1, 10, MINUTE, 10 * MINUTE, HOUR];

/// One use of something cached.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Seconds since the use before.
    gap: u64,
    /// Whether the provider answers from now on.
    answers: bool,
    call: Call,
}

#[derive(Clone, Copy, Debug)]
enum Call {
    /// Takes what there is.
    Get,
    /// Asks for something newer than what there is.
    Newer,
}

/// What is to happen, by the rules and not by the code. The value is the number of its fetch.
#[derive(Default)]
struct Model {
    now: u64,
    /// The value, and when it was fetched.
    held: Option<(u32, u64)>,
    /// When the last attempt failed, unless one succeeded since.
    failed: Option<u64>,
    /// Before this, there is no other attempt.
    next: u64,
    fetches: u32,
}

impl Model {
    /// Returns what a use gives; nothing, for an error.
    fn step(&mut self, step: Step) -> Option<u32> {
        self.now += step.gap;
        let Some((value, since)) = self.held else {
            if self.now >= self.next {
                self.attempt(step.answers);
            }
            return self.held.map(|(value, _)| value);
        };
        match step.call {
            Call::Get => self.get(step.answers, value, self.now - since),
            Call::Newer => self.newer(step.answers),
        }
    }

    /// From ten minutes on there is an attempt in the background, from an hour on the caller waits
    /// for it, unless one failed within the last minute.
    fn get(&mut self, answers: bool, value: u32, age: u64) -> Option<u32> {
        let lately = self.failed.is_some_and(|failed| self.now - failed < MINUTE);
        if age >= 10 * MINUTE && self.now >= self.next {
            self.attempt(answers);
        }
        let waits = age >= HOUR && !lately;
        if waits {
            self.held.map(|(value, _)| value)
        } else {
            Some(value)
        }
    }

    fn newer(&mut self, answers: bool) -> Option<u32> {
        if self.now >= self.next {
            self.attempt(answers);
        }
        match self.failed {
            Some(_) => None,
            None => self.held.map(|(value, _)| value),
        }
    }

    fn attempt(&mut self, answers: bool) {
        self.fetches += 1;
        let pause = match (answers, self.held) {
            (true, None) => 0,
            (false, None) => 1,
            _ => 10,
        };
        self.next = self.now + pause;
        if answers {
            self.held = Some((self.fetches, self.now));
            self.failed = None;
        } else {
            self.failed = Some(self.now);
        }
    }
}

/// Something cached, of a provider that answers or does not.
struct Subject {
    cached: Cached<u32>,
    answers: Arc<AtomicBool>,
    fetches: Arc<AtomicU32>,
    /// What a caller saw last.
    seen: u32,
}

impl Subject {
    fn new() -> Self {
        let (answers, fetches) = (Arc::<AtomicBool>::default(), Arc::<AtomicU32>::default());
        let provider = (Arc::clone(&answers), Arc::clone(&fetches));
        let cached = Cached::new(move || {
            let number = provider.1.fetch_add(1, Ordering::SeqCst) + 1;
            let answers = provider.0.load(Ordering::SeqCst);
            let failure = || {
                Arc::new(ProviderError::TooLarge {
                    url: "the provider".to_owned(),
                })
            };
            std::future::ready(answers.then_some(number).ok_or_else(failure))
        });
        Self {
            cached,
            answers,
            fetches,
            seen: 0,
        }
    }

    async fn step(&mut self, step: Step) -> Option<u32> {
        tokio::time::advance(Duration::from_secs(step.gap)).await;
        self.answers.store(step.answers, Ordering::SeqCst);
        let seen = self.seen;
        let given = match step.call {
            Call::Get => self.cached.get().await.ok(),
            Call::Newer => self.cached.newer(|value| *value != seen).await.ok(),
        };
        // What goes on in the background ends before the next use, which sees what came of it.
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        if let Some(held) = lock(&self.cached.state).held() {
            self.seen = held.value;
        }
        given
    }
}

fn runtime() -> Runtime {
    let mut runtime = Builder::new_current_thread();
    runtime.enable_time().start_paused(true).build().unwrap()
}

fn check(runtime: &Runtime, steps: &[Step]) {
    runtime.block_on(async {
        let (mut subject, mut model) = (Subject::new(), Model::default());
        for at in 0..steps.len() {
            let so_far = &steps[..=at];
            let expected = model.step(steps[at]);
            assert_eq!(subject.step(steps[at]).await, expected, "{so_far:?}");
            let fetches = subject.fetches.load(Ordering::SeqCst);
            assert_eq!(fetches, model.fetches, "fetches after {so_far:?}");
        }
    });
}

fn all_steps() -> impl Iterator<Item = Step> {
    let calls = [Call::Get, Call::Newer].into_iter();
    calls.flat_map(|call| {
        let gaps = GAPS.into_iter();
        gaps.flat_map(move |gap| [true, false].map(|answers| Step { gap, answers, call }))
    })
}

#[test]
fn every_order_of_success_and_failure_follows_the_rules() {
    let runtime = runtime();
    for first in all_steps() {
        for second in all_steps() {
            for third in all_steps() {
                check(&runtime, &[first, second, third]);
            }
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let call = prop_oneof![Just(Call::Get), Just(Call::Newer)];
    let gap = prop_oneof![4 => proptest::sample::select(GAPS.to_vec()), 1 => 0..2 * HOUR];
    (gap, any::<bool>(), call).prop_map(|(gap, answers, call)| Step { gap, answers, call })
}

proptest! {
    #[test]
    fn long_orders_of_success_and_failure_follow_the_rules(
        steps in proptest::collection::vec(step(), 4..16),
    ) {
        check(&runtime(), &steps);
    }
}
