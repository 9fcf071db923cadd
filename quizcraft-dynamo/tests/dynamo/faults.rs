//! Every request of every use case goes wrong in every way, once and for good: the promises hold,
//! and doing it again completes it.

use quizcraft_contract::block_on;
use quizcraft_core::gateway::Causes;
use quizcraft_core::{Error, Play};
use quizcraft_identity::KnownPlayer;
use tokio::task::JoinSet;

use crate::support::wire::Fault;
use crate::support::{EVERY, UseCase, World};

/// What a use case comes to where nothing goes wrong.
#[derive(Clone)]
struct Undisturbed {
    outcome: String,
    requests: Vec<String>,
    after: Stored,
    messages: usize,
}

/// All that is stored.
type Stored = (Vec<Play>, Option<KnownPlayer>);

async fn stored(world: &World) -> Stored {
    (world.everything().await, world.token().await)
}

impl Undisturbed {
    /// Whether any of the requests from this one on writes on a condition.
    fn writes_from(&self, number: usize, use_case: UseCase) -> bool {
        let writes = |operation: &String| match operation.as_str() {
            "TransactWriteItems" => true,
            "PutItem" => use_case != UseCase::RememberToken,
            _ => false,
        };
        self.requests.iter().skip(number).any(writes)
    }

    /// Whether a use case that repairs a game reads it, though from this request on all go wrong.
    fn is_read_despite(&self, number: usize, fault: Fault) -> bool {
        let mut requests = self.requests.iter();
        let repair = requests.position(|operation| operation == "TransactWriteItems");
        let is_put = self.requests.iter().any(|operation| operation == "PutItem");
        repair.is_some_and(|repair| number >= repair) || (fault == Fault::Conflict && !is_put)
    }
}

/// Whether each game, and the token, is as it was before or as it is after; of several games that
/// one request repairs, some may be repaired and others not.
fn is_whole(between: &Stored, before: &Stored, after: &Stored) -> bool {
    let (games, token) = between;
    let count_fits = [before.0.len(), after.0.len()].contains(&games.len());
    let is_either = |game| before.0.contains(game) || after.0.contains(game);
    let token_fits = [before.1, after.1].contains(token);
    count_fits && token_fits && games.iter().all(is_either)
}

fn operations(world: &World) -> Vec<String> {
    let mut calls = world.database.wire.calls();
    calls.sort_by_key(|call| call.started);
    calls.into_iter().map(|call| call.operation).collect()
}

async fn undisturbed(use_case: UseCase) -> Undisturbed {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.wire.forget();
    let outcome = use_case.run(&world, game).await.unwrap();
    Undisturbed {
        outcome,
        requests: operations(&world),
        messages: world.queue.take_all().len(),
        after: stored(&world).await,
    }
}

/// How many cases are played at the same time: each starts a database, and answers late where too
/// many compete for the machine.
const AT_ONCE: usize = 6;

/// Lets every request of every use case go wrong in every way, several at once.
fn every_fault<F>(check: impl Fn(UseCase, Undisturbed, usize, Fault) -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    for use_case in EVERY {
        block_on(async {
            let expected = undisturbed(use_case).await;
            let mut cases = JoinSet::new();
            for number in 0..expected.requests.len() {
                for fault in Fault::ALL {
                    if cases.len() == AT_ONCE {
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
fn a_request_that_goes_wrong_once_is_not_noticed() {
    every_fault(goes_wrong_once);
}

async fn goes_wrong_once(use_case: UseCase, expected: Undisturbed, number: usize, fault: Fault) {
    let what = format!("{use_case:?}, request {number}: {fault:?}");
    let world = World::soon_given_up().await;
    let game = use_case.set_up(&world).await;
    world.database.wire.fail_once(number, fault);
    let outcome = use_case.run(&world, game).await;
    world.database.wire.heal();

    let outcome = outcome.unwrap_or_else(|error| panic!("{what}: {}", Causes(&error)));
    assert_eq!(outcome, expected.outcome, "{what}");
    assert_eq!(world.queue.take_all().len(), expected.messages, "{what}");
    assert_eq!(stored(&world).await, expected.after, "{what}");
}

#[test]
fn what_goes_wrong_for_good_has_no_half_effect_and_is_completed_by_a_retry() {
    every_fault(goes_wrong_for_good);
}

async fn goes_wrong_for_good(
    use_case: UseCase,
    expected: Undisturbed,
    number: usize,
    fault: Fault,
) {
    let what = format!("{use_case:?}, from request {number} on: {fault:?}");
    let world = World::soon_given_up().await;
    let game = use_case.set_up(&world).await;
    let before = stored(&world).await;
    world.database.wire.fail_from(number, fault);
    let outcome = use_case.run(&world, game).await;
    world.database.wire.heal();

    // A request that reads an overdue game succeeds, whether or not it could repair the game.
    let repairs = use_case.repairs() && expected.is_read_despite(number, fault);
    match outcome {
        Err(Error::Unavailable(_)) if !repairs => {}
        // What writes on no condition meets no transaction, and goes well.
        Ok(_) if fault == Fault::Conflict && !expected.writes_from(number, use_case) => {}
        // A worker goes on without a look at a player's earlier games.
        Ok(_) if repairs || matches!(use_case, UseCase::Prepare | UseCase::PrepareInVain) => {}
        other => panic!("{what}: {other:?}"),
    }
    let between = stored(&world).await;
    let sent = world.queue.take_all();
    assert!(
        between != before || sent.is_empty(),
        "{what}: {sent:?} for nothing"
    );
    let whole = is_whole(&between, &before, &expected.after);
    let another = use_case == UseCase::Start && between.0.len() <= 1;
    assert!(whole || another, "{what} is half done: {between:?}");

    let again = use_case.run(&world, game).await;
    assert!(again.is_ok(), "{what}, again: {again:?}");
    if use_case != UseCase::Start {
        assert_eq!(stored(&world).await, expected.after, "{what}, again");
    }
}

/// A write that is tried again says that it is the same: else a claim whose reply was lost would be
/// taken for another's, and no caller would send the message.
#[test]
fn all_tries_of_a_transaction_carry_one_token() {
    for use_case in [
        UseCase::ViewOverdue,
        UseCase::AskOverdue,
        UseCase::LastAnswer,
        UseCase::Prepare,
    ] {
        block_on(async {
            let last = undisturbed(use_case).await.requests.len() - 1;
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.wire.forget();
            world.database.wire.fail_once(last, Fault::Conflict);
            use_case.run(&world, game).await.unwrap();
            let calls = world.database.wire.calls();
            let writes = calls
                .iter()
                .filter(|call| call.operation == "TransactWriteItems");
            let tokens: Vec<_> = writes
                .map(|call| &call.body["ClientRequestToken"])
                .collect();
            assert_eq!(tokens.len(), 2, "{use_case:?}");
            assert!(
                tokens[0].is_string() && tokens[0] == tokens[1],
                "{use_case:?}"
            );
        });
    }
}
