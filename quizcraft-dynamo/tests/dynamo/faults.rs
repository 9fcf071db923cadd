//! Every request of every use case goes wrong in every way, once and for good: the promises hold,
//! and doing it again completes it.

use quizcraft_core::gateway::Causes;
use quizcraft_core::testing::block_on;
use quizcraft_core::{Error, Play};
use tokio::task::JoinSet;

use crate::support::wire::Fault;
use crate::support::{EVERY, UseCase, World};

/// What a use case comes to where nothing goes wrong.
#[derive(Clone)]
struct Undisturbed {
    outcome: String,
    requests: usize,
    after: Vec<Play>,
    messages: usize,
}

async fn undisturbed(use_case: UseCase) -> Undisturbed {
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.wire.forget();
    let outcome = use_case.run(&world, game).await.unwrap();
    Undisturbed {
        outcome,
        requests: world.database.wire.calls().len(),
        messages: world.queue.take_all().len(),
        after: world.everything().await,
    }
}

#[test]
fn a_request_that_goes_wrong_once_is_not_noticed() {
    for use_case in EVERY {
        block_on(async {
            let expected = undisturbed(use_case).await;
            let mut cases = JoinSet::new();
            for number in 0..expected.requests {
                for fault in Fault::ALL {
                    let expected = expected.clone();
                    cases.spawn(async move {
                        goes_wrong_once(use_case, &expected, number, fault).await;
                    });
                }
            }
            cases.join_all().await;
        });
    }
}

async fn goes_wrong_once(use_case: UseCase, expected: &Undisturbed, number: usize, fault: Fault) {
    let what = format!("{use_case:?}, request {number}: {fault:?}");
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    world.database.wire.fail_once(number, fault);
    let outcome = use_case.run(&world, game).await;
    world.database.wire.heal();

    let outcome = outcome.unwrap_or_else(|error| panic!("{what}: {}", Causes(&error)));
    assert_eq!(outcome, expected.outcome, "{what}");
    assert_eq!(world.queue.take_all().len(), expected.messages, "{what}");
    assert_eq!(world.everything().await, expected.after, "{what}");
}

#[test]
fn what_goes_wrong_for_good_has_no_half_effect_and_is_completed_by_a_retry() {
    for use_case in EVERY {
        block_on(async {
            let expected = undisturbed(use_case).await;
            let mut cases = JoinSet::new();
            for number in 0..expected.requests {
                for fault in Fault::ALL {
                    let expected = expected.clone();
                    cases.spawn(async move {
                        goes_wrong_for_good(use_case, &expected, number, fault).await;
                    });
                }
            }
            cases.join_all().await;
        });
    }
}

async fn goes_wrong_for_good(
    use_case: UseCase,
    expected: &Undisturbed,
    number: usize,
    fault: Fault,
) {
    let what = format!("{use_case:?}, from request {number} on: {fault:?}");
    let world = World::new().await;
    let game = use_case.set_up(&world).await;
    let before = world.everything().await;
    world.database.wire.fail_from(number, fault);
    let outcome = use_case.run(&world, game).await;
    world.database.wire.heal();

    // Looking at an overdue game shows it, whether or not it could be brought on.
    let repairs = matches!(use_case, UseCase::ViewOverdue | UseCase::GiveUp) && number > 0;
    match outcome {
        Err(Error::Unavailable(_)) if !repairs => {}
        // What meets no transaction goes well.
        Ok(_) if fault == Fault::Conflict => {}
        // A worker goes on without a look at a player's earlier games.
        Ok(_) if repairs || matches!(use_case, UseCase::Prepare | UseCase::PrepareInVain) => {}
        other => panic!("{what}: {other:?}"),
    }
    let between = world.everything().await;
    let whole = between == before || between == expected.after;
    let another = use_case == UseCase::Start && between.len() <= 1;
    assert!(whole || another, "{what} is half done: {between:?}");

    let again = use_case.run(&world, game).await;
    assert!(again.is_ok(), "{what}, again: {again:?}");
    if use_case != UseCase::Start {
        assert_eq!(world.everything().await, expected.after, "{what}, again");
    }
}
