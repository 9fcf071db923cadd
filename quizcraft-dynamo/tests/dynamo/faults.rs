//! Every request of every use case fails in every way, once and permanently. The promises hold, and
//! a retry completes the use case.

use quizcraft_contract::block_on;
use quizcraft_core::gateway::Causes;
use quizcraft_core::{Asked, Error, Play};
use quizcraft_identity::KnownPlayer;
use tokio::task::JoinSet;

use crate::support::network::Fault;
use crate::support::{ALL_USE_CASES, UseCase, World};

/// The result of a use case without faults.
#[derive(Clone)]
struct Expected {
    outcome: String,
    requests: Vec<String>,
    after: Stored,
    messages: usize,
}

/// The content of the tables: games, the known player, the numbers of started games, and what the player was
/// asked.
type Stored = (
    Vec<Play>,
    Option<KnownPlayer>,
    Counters,
    Vec<(String, Asked)>,
);
type Counters = Vec<(String, String, String)>;

async fn stored(world: &World) -> Stored {
    let (games, token) = (world.all_games().await, world.token().await);
    (games, token, world.counters().await, world.asked().await)
}

impl Expected {
    /// Returns whether any request from this one on is a conditional write.
    fn has_conditional_write_from(&self, number: usize, use_case: UseCase) -> bool {
        let writes = |operation: &String| match operation.as_str() {
            "TransactWriteItems" => true,
            "PutItem" => use_case != UseCase::RememberToken,
            _ => false,
        };
        self.requests.iter().skip(number).any(writes)
    }

    /// Returns whether a use case that repairs a game can still read it if every request from this
    /// one on fails.
    fn is_readable_despite(&self, number: usize, fault: Fault) -> bool {
        let mut requests = self.requests.iter();
        let repair = requests.position(|operation| operation == "TransactWriteItems");
        let is_put = self.requests.iter().any(|operation| operation == "PutItem");
        repair.is_some_and(|repair| number >= repair) || (fault == Fault::Conflict && !is_put)
    }
}

/// Returns whether each game and the token is in its state before or after the use case. A request
/// that repairs several games may have repaired only some.
fn is_consistent(between: &Stored, before: &Stored, after: &Stored, use_case: UseCase) -> bool {
    let (games, token, counters, asked) = between;
    // Removing several games is not atomic.
    let count_fits = match use_case {
        UseCase::PrepareAndTrim => (after.0.len()..=before.0.len()).contains(&games.len()),
        _ => [before.0.len(), after.0.len()].contains(&games.len()),
    };
    let is_either = |game| before.0.contains(game) || after.0.contains(game);
    let token_fits = [before.1, after.1].contains(token);
    // A game is stored if and only if it is counted.
    let counted = if games.len() == before.0.len() {
        &before.2
    } else {
        &after.2
    };
    // A worker that cannot read what the player was asked opens the game without it.
    let asked_fits = *asked == before.3 || (*asked == after.3 && opens(between, before));
    asked_fits && count_fits && token_fits && counters == counted && games.iter().all(is_either)
}

/// Returns whether a game was opened.
fn opens(between: &Stored, before: &Stored) -> bool {
    let open = |stored: &Stored| {
        let games = stored.0.iter();
        games.filter(|game| game.questions().is_some()).count()
    };
    open(between) > open(before)
}

fn operations(world: &World) -> Vec<String> {
    let mut calls = world.database.network.calls();
    calls.sort_by_key(|call| call.started);
    calls.into_iter().map(|call| call.operation).collect()
}

async fn without_faults(use_case: UseCase) -> Expected {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.network.clear_calls();
    let outcome = use_case.run(&world, game).await.unwrap();
    Expected {
        outcome,
        requests: operations(&world),
        messages: world.queue.take_all().len(),
        after: stored(&world).await,
    }
}

/// The maximum number of concurrent cases. Each starts a database, and more would exceed timeouts.
const MAX_CONCURRENT: usize = 6;

/// Checks every combination of use case, request and fault.
fn every_fault<F>(check: impl Fn(UseCase, Expected, usize, Fault) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    for use_case in ALL_USE_CASES {
        block_on(async {
            let expected = without_faults(use_case).await;
            let mut cases = JoinSet::new();
            for number in 0..expected.requests.len() {
                for fault in Fault::TRANSIENT {
                    if cases.len() == MAX_CONCURRENT {
                        cases.join_next().await.unwrap().unwrap();
                    }
                    cases.spawn(check(use_case, expected.clone(), number, fault));
                }
            }
            cases.join_all().await;
        });
    }
}

#[test]
fn a_single_fault_does_not_change_the_outcome() {
    every_fault(check_single_fault);
}

async fn check_single_fault(use_case: UseCase, expected: Expected, number: usize, fault: Fault) {
    let what = format!("{use_case:?}, request {number}: {fault:?}");
    let world = World::with_short_timeouts().await;
    let game = use_case.set_up(&world).await;
    world.database.network.fail_once(number, fault);
    let outcome = use_case.run(&world, game).await;
    world.database.network.clear_fault();

    let outcome = outcome.unwrap_or_else(|error| panic!("{what}: {}", Causes(&error)));
    assert_eq!(outcome, expected.outcome, "{what}");
    assert_eq!(world.queue.take_all().len(), expected.messages, "{what}");
    assert_eq!(stored(&world).await, expected.after, "{what}");
}

#[test]
fn a_permanent_fault_leaves_consistent_data_and_a_retry_completes_the_use_case() {
    every_fault(check_permanent_fault);
}

async fn check_permanent_fault(use_case: UseCase, expected: Expected, number: usize, fault: Fault) {
    // An interrupted worker keeps its lease, so that a retry waits until it expires.
    if use_case == UseCase::PrepareLeased {
        return;
    }
    let what = format!("{use_case:?}, from request {number} on: {fault:?}");
    let world = World::with_short_timeouts().await;
    let game = use_case.set_up(&world).await;
    let before = stored(&world).await;
    world.database.network.fail_from(number, fault);
    let outcome = use_case.run(&world, game).await;
    world.database.network.clear_fault();

    // A request that reads an overdue game succeeds even if the repair fails.
    let repairs = use_case.repairs() && expected.is_readable_despite(number, fault);
    match outcome {
        Err(Error::Unavailable(_)) if !repairs => {}
        // Unconditional writes do not conflict with transactions.
        Ok(_)
            if fault == Fault::Conflict
                && !expected.has_conditional_write_from(number, use_case) => {}
        // A worker continues if it cannot read what the player was asked before.
        Ok(_) if repairs || use_case.is_of_a_worker() => {}
        other => panic!("{what}: {other:?}"),
    }
    let between = stored(&world).await;
    let sent = world.queue.take_all();
    assert!(
        between != before || sent.is_empty(),
        "{what}: sent {sent:?} without a change"
    );
    let consistent = is_consistent(&between, &before, &expected.after, use_case);
    let another = use_case == UseCase::Start && between.0.len() <= 1;
    assert!(consistent || another, "{what}: inconsistent: {between:?}");

    let again = use_case.run(&world, game).await;
    assert!(again.is_ok(), "{what}, again: {again:?}");
    if use_case == UseCase::PrepareAndTrim {
        // The game was opened before, so that the next one that opens causes the removal.
        world.trim().await;
    }
    if use_case != UseCase::Start {
        let mut after = expected.after;
        if opens(&between, &before) {
            after.3 = between.3;
        }
        assert_eq!(stored(&world).await, after, "{what}, again");
    }
}

/// Without the token, a claim whose response was lost would look like another caller's claim, and no
/// caller would send the message.
#[test]
fn all_attempts_of_a_transaction_carry_the_same_token() {
    for use_case in [
        UseCase::StartCounted,
        UseCase::ViewOverdue,
        UseCase::AskOverdue,
        UseCase::LastAnswer,
        UseCase::LastAnswerExpiring,
        UseCase::Prepare,
        UseCase::PrepareLeased,
    ] {
        block_on(async {
            let last = without_faults(use_case).await.requests.len() - 1;
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.network.clear_calls();
            world.database.network.fail_once(last, Fault::Conflict);
            use_case.run(&world, game).await.unwrap();
            let calls = world.database.network.calls();
            let writes = calls
                .iter()
                .filter(|call| call.operation == "TransactWriteItems");
            let mut tokens: Vec<_> = writes
                .map(|call| &call.body["ClientRequestToken"])
                .collect();
            // The lease is taken in a transaction of its own.
            let last = tokens.split_off(tokens.len() - 2);
            assert!(last[0].is_string() && last[0] == last[1], "{use_case:?}");
            let others = usize::from(use_case == UseCase::PrepareLeased);
            assert_eq!(tokens.len(), others, "{use_case:?}");
            assert!(!tokens.contains(&last[0]), "{use_case:?}");
        });
    }
}
