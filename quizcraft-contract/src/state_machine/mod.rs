//! Random play on any game store: sequences of requests and deliveries, compared step by step with a
//! simple model without stores, conditions and transactions.
//!
//! ```no_run
//! use std::sync::Arc;
//! use quizcraft_core::gateway::GameStore;
//! use quizcraft_contract::state_machine;
//!
//! fn the_quiz_behaves_like_the_model(new_store: impl Fn() -> Arc<dyn GameStore>) {
//!     let (cases, seed) = (100, 1);
//!     state_machine::run(cases, seed, || async { new_store() });
//! }
//! ```

mod expecting;
mod model;
mod seen;
mod step;
mod system;
mod world;

use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::strategy::{BoxedStrategy, Just, Strategy as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use proptest_state_machine::ReferenceStateMachine;

use super::{Fixture, block_on};
use crate::gateways::seeded_bytes;
use quizcraft_core::gateway::GameStore;

pub use model::Model;
pub use step::Step;
use system::System;

/// The reference state machine: its states are [`Model`]s, its transitions [`Step`]s.
#[derive(Debug)]
pub struct Machine;

impl ReferenceStateMachine for Machine {
    type State = Model;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Step> {
        step::step_or_read(model.overdue())
    }

    fn apply(mut model: Model, step: &Step) -> Model {
        let _outcome = model.apply(step);
        model
    }
}

/// Runs `cases` random sequences, each on a fresh store, and compares every result and the state after
/// it with the model. The same seed produces the same sequences.
///
/// A failed sequence is saved below `proptest-regressions/`, in a file named after the caller's, and
/// runs first from then on, for every seed and number of cases.
///
/// # Panics
///
/// Panics with the shortest sequence found in which the store and the model differ.
#[track_caller]
pub fn run<M, F>(cases: u32, seed: u64, make: impl Fn() -> M)
where
    M: Future<Output = F>,
    F: Into<Fixture<dyn GameStore>>,
{
    let config = Config {
        cases,
        source_file: Some(Location::caller().file()),
        ..Config::default()
    };
    if let Err(difference) = run_with(config, seed, make) {
        panic!("{difference}");
    }
}

/// A sequence in which the store and the model differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference(String);

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the quiz differs from the model: {}", self.0)
    }
}

impl std::error::Error for Difference {}

/// Runs the same sequences as [`run`], but saves none. Use it to check that a flawed store is detected.
///
/// # Errors
///
/// Returns the shortest sequence found in which the store and the model differ.
pub fn check<M, F>(cases: u32, seed: u64, make: impl Fn() -> M) -> Result<(), Difference>
where
    M: Future<Output = F>,
    F: Into<Fixture<dyn GameStore>>,
{
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    run_with(config, seed, make)
}

fn run_with<M, F>(config: Config, seed: u64, make: impl Fn() -> M) -> Result<(), Difference>
where
    M: Future<Output = F>,
    F: Into<Fixture<dyn GameStore>>,
{
    let seed = seeded_bytes("seed of a state machine", seed);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed);
    let sequences = Machine::sequential_strategy(1..=60);
    let played = TestRunner::new_with_rng(config, rng).run(&sequences, |(model, steps, seen)| {
        block_on(async {
            let fixture = make().await.into();
            play(&fixture, model, &steps, seen.as_deref()).await;
        });
        Ok(())
    });
    played.map_err(|difference| Difference(difference.to_string()))
}

/// Applies every step to the quiz and to the model. `taken` counts the steps for proptest's shrinker.
async fn play(
    fixture: &Fixture<dyn GameStore>,
    mut model: Model,
    steps: &[Step],
    taken: Option<&AtomicUsize>,
) {
    let mut system = System::over(Arc::clone(fixture.gateway()));
    for step in steps {
        if let Some(taken) = taken {
            taken.fetch_add(1, Ordering::SeqCst);
        }
        let expected = model.apply(step);
        let actual = system.apply(step).await;
        assert_eq!(
            seen::comparable(actual),
            seen::comparable(expected),
            "{step:?}"
        );
        system.check(&model, step).await;
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Machine, ReferenceStateMachine as _, seen};
    use proptest::strategy::{Strategy as _, ValueTree as _};
    use proptest::test_runner::TestRunner;

    /// The possible outcomes of a step.
    const OUTCOMES: [&str; 26] = [
        "AlreadyAnswered",
        "Feedback { is_right: false }",
        "Feedback { is_right: true }",
        "Game(failed)",
        "Game(finished)",
        "Game(pending)",
        "Game(ready)",
        "GameFailed",
        "GamePending",
        "Games { is_last: false }",
        "Games { is_last: true }",
        "IdempotencyKeyReused",
        "InvalidAnswer",
        "InvalidRequest",
        "NoSuchGame",
        "NoSuchQuestion",
        "OutOfOrder",
        "Posed",
        "Prepared(failed)",
        "Prepared(gone)",
        "Prepared(not pending)",
        "Prepared(opened)",
        "QuestionsLimitReached",
        "Started",
        "TooManyGames",
        "Unavailable",
    ];

    #[test]
    fn the_sequences_reach_every_outcome() {
        let mut reached = BTreeSet::new();
        let mut runner = TestRunner::deterministic();
        for _ in 0..600 {
            let sequence = Machine::sequential_strategy(1..=60).new_tree(&mut runner);
            let (mut model, steps, _) = sequence.unwrap().current();
            for step in &steps {
                reached.insert(label(&model.apply(step)));
            }
        }
        let missing: Vec<_> = OUTCOMES
            .iter()
            .filter(|name| !reached.contains(**name))
            .collect();
        assert!(missing.is_empty(), "{missing:?} of {reached:?}");
    }

    #[test]
    fn the_sequences_reach_every_expense() {
        let mut reached = BTreeSet::new();
        let mut runner = TestRunner::deterministic();
        for _ in 0..200 {
            let sequence = Machine::sequential_strategy(1..=60).new_tree(&mut runner);
            let (mut model, steps, _) = sequence.unwrap().current();
            for step in &steps {
                let _outcome = model.apply(step);
            }
            reached.extend(
                model
                    .expenses()
                    .iter()
                    .map(|expense| format!("{expense:?}")),
            );
        }
        let expected = [
            "Allowed",
            "NeedsLease",
            "Refused(Attempts)",
            "Refused(GamesPerHour)",
        ];
        assert_eq!(
            reached.iter().map(String::as_str).collect::<Vec<_>>(),
            expected
        );
    }

    /// The steps that read a game.
    const READS: [&str; 7] = [
        "Answer",
        "Ask",
        "List",
        "Question",
        "Questions",
        "Start",
        "View",
    ];

    #[test]
    fn the_sequences_repair_games_in_every_kind_of_read() {
        let mut repaired = BTreeSet::new();
        let mut runner = TestRunner::deterministic();
        for _ in 0..200 {
            let sequence = Machine::sequential_strategy(1..=60).new_tree(&mut runner);
            let (mut model, steps, _) = sequence.unwrap().current();
            for step in &steps {
                let overdue = model.overdue().len();
                let _outcome = model.apply(step);
                if model.overdue().len() < overdue {
                    repaired.insert(first_word(&format!("{step:?}")));
                }
            }
        }
        let missing: Vec<_> = READS
            .iter()
            .filter(|name| !repaired.contains(**name))
            .collect();
        assert!(missing.is_empty(), "{missing:?} of {repaired:?}");
    }

    fn label(outcome: &seen::Outcome) -> String {
        use seen::Seen;
        match outcome {
            Ok(Seen::Game(game)) => format!("Game({})", game.status),
            Ok(Seen::Games { is_last, .. }) => format!("Games {{ is_last: {is_last} }}"),
            Ok(Seen::Feedback { is_right, .. }) => format!("Feedback {{ is_right: {is_right} }}"),
            Ok(Seen::Prepared { what, .. }) => format!("Prepared({what})"),
            Ok(other) => first_word(&format!("{other:?}")),
            Err(error) => format!("{:?}", error.code()),
        }
    }

    fn first_word(text: &str) -> String {
        text.chars().take_while(char::is_ascii_alphabetic).collect()
    }
}
