//! Compares the cache with a model, for every sequence of successes and failures.

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

/// Seconds between two calls: zero, and the threshold of each rule.
const GAPS: [u64; 6] = [0, 1, 10, MINUTE, 10 * MINUTE, HOUR];

/// One call of the cache.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// Seconds since the previous call.
    gap: u64,
    /// Whether the provider responds from now on.
    responds: bool,
    call: Call,
}

#[derive(Clone, Copy, Debug)]
enum Call {
    /// Calls `get`.
    Get,
    /// Calls `newer` with the cached value.
    Newer,
}

/// The expected behaviour, stated independently of the code. A value is the number of its fetch.
#[derive(Default)]
struct Model {
    now: u64,
    /// The cached value, and when it was fetched.
    cached: Option<(u32, u64)>,
    /// When the last attempt failed; `None` if it succeeded.
    failed: Option<u64>,
    /// The earliest time of the next attempt.
    next: u64,
    fetches: u32,
}

impl Model {
    /// Returns the value that a call returns, or `None` for an error.
    fn step(&mut self, step: Step) -> Option<u32> {
        self.now += step.gap;
        let Some((value, since)) = self.cached else {
            if self.now >= self.next {
                self.attempt(step.responds);
            }
            return self.cached.map(|(value, _)| value);
        };
        match step.call {
            Call::Get => self.get(step.responds, value, self.now - since),
            Call::Newer => self.newer(step.responds),
        }
    }

    /// From ten minutes on, `get` refreshes in the background. From an hour on, the caller waits for the
    /// refresh, unless one failed within the last minute.
    fn get(&mut self, responds: bool, value: u32, age: u64) -> Option<u32> {
        let failed_lately = self.failed.is_some_and(|failed| self.now - failed < MINUTE);
        if age >= 10 * MINUTE && self.now >= self.next {
            self.attempt(responds);
        }
        let waits = age >= HOUR && !failed_lately;
        if waits {
            self.cached.map(|(value, _)| value)
        } else {
            Some(value)
        }
    }

    fn newer(&mut self, responds: bool) -> Option<u32> {
        if self.now >= self.next {
            self.attempt(responds);
        }
        match self.failed {
            Some(_) => None,
            None => self.cached.map(|(value, _)| value),
        }
    }

    fn attempt(&mut self, responds: bool) {
        self.fetches += 1;
        let pause = match (responds, self.cached) {
            (true, None) => 0,
            (false, None) => 1,
            _ => 10,
        };
        self.next = self.now + pause;
        if responds {
            self.cached = Some((self.fetches, self.now));
            self.failed = None;
        } else {
            self.failed = Some(self.now);
        }
    }
}

/// The cache under test, with a provider that responds or fails.
struct Subject {
    cached: Cached<u32>,
    responds: Arc<AtomicBool>,
    fetches: Arc<AtomicU32>,
    /// The last value in the cache.
    seen: u32,
}

impl Subject {
    fn new() -> Self {
        let (responds, fetches) = (Arc::<AtomicBool>::default(), Arc::<AtomicU32>::default());
        let provider = (Arc::clone(&responds), Arc::clone(&fetches));
        let cached = Cached::new(move || {
            let number = provider.1.fetch_add(1, Ordering::SeqCst) + 1;
            let responds = provider.0.load(Ordering::SeqCst);
            let failure = || {
                Arc::new(ProviderError::TooLarge {
                    url: "the provider".to_owned(),
                })
            };
            std::future::ready(responds.then_some(number).ok_or_else(failure))
        });
        Self {
            cached,
            responds,
            fetches,
            seen: 0,
        }
    }

    async fn step(&mut self, step: Step) -> Option<u32> {
        tokio::time::advance(Duration::from_secs(step.gap)).await;
        self.responds.store(step.responds, Ordering::SeqCst);
        let seen = self.seen;
        let result = match step.call {
            Call::Get => self.cached.get().await.ok(),
            Call::Newer => self.cached.newer(|value| *value != seen).await.ok(),
        };
        // Lets a background refresh end before the next call.
        for _ in 0..4 {
            tokio::task::yield_now().await;
        }
        if let Some(entry) = lock(&self.cached.state).entry() {
            self.seen = entry.value;
        }
        result
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
        gaps.flat_map(move |gap| {
            [true, false].map(|responds| Step {
                gap,
                responds,
                call,
            })
        })
    })
}

#[test]
fn short_sequences_of_results_match_the_model() {
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
    (gap, any::<bool>(), call).prop_map(|(gap, responds, call)| Step {
        gap,
        responds,
        call,
    })
}

proptest! {
    #[test]
    fn long_sequences_of_results_match_the_model(
        steps in proptest::collection::vec(step(), 4..16),
    ) {
        check(&runtime(), &steps);
    }
}
