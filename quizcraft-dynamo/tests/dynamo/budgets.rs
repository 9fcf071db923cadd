//! What each use case may send, and how much of it must wait: the budgets of the project.

use std::time::Duration;

use quizcraft_contract::block_on;

use crate::support::wire::Call;
use crate::support::{EVERY, UseCase, World};

/// How many requests a use case sends, how many of them must wait for each other, and what they
/// are. The work message, which goes to a queue, is not among them.
fn budget(use_case: UseCase) -> (usize, &'static [&'static str]) {
    match use_case {
        UseCase::Start | UseCase::StartUnderKey | UseCase::StartAgain | UseCase::RememberToken => {
            (1, &["PutItem"])
        }
        UseCase::List => (1, &["Query"]),
        // A page, and the questions of each of its two games side by side.
        UseCase::ListDeployed => (2, &["Query", "Query", "Query"]),
        UseCase::ViewDeployed => (2, &["GetItem", "Query"]),
        UseCase::View | UseCase::FindToken => (1, &["GetItem"]),
        UseCase::StartAgainOverdue => (2, &["PutItem", "TransactWriteItems"]),
        UseCase::ViewOverdue | UseCase::Fail => (2, &["GetItem", "TransactWriteItems"]),
        // A page, and a claim on each of its two games at the same time.
        UseCase::ListOverdue => (2, &["Query", "TransactWriteItems", "TransactWriteItems"]),
        UseCase::Questions | UseCase::Question | UseCase::Ask => (1, &["GetItem", "Query"]),
        UseCase::QuestionsOverdue
        | UseCase::QuestionOverdue
        | UseCase::AskOverdue
        | UseCase::AskGivenUp
        | UseCase::AnswerOverdue
        | UseCase::Answer
        | UseCase::LastAnswer
        | UseCase::Prepare
        | UseCase::PrepareInVain => (2, &["GetItem", "Query", "TransactWriteItems"]),
    }
}

#[test]
fn every_use_case_keeps_to_its_budget() {
    for use_case in EVERY {
        block_on(async {
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.wire.slow_down(Duration::from_millis(30));
            world.database.wire.forget();
            use_case.run(&world, game).await.unwrap();

            let calls = world.database.wire.calls();
            let (round_trips, operations) = budget(use_case);
            let mut sent: Vec<_> = calls.iter().map(|call| call.operation.as_str()).collect();
            sent.sort_unstable();
            assert_eq!(sent, operations, "{use_case:?}");
            for call in calls
                .iter()
                .filter(|call| ["GetItem", "Query"].contains(&&*call.operation))
            {
                assert_eq!(call.body["ConsistentRead"], true, "{use_case:?}: {call:?}");
            }
            assert_eq!(sequential(calls), round_trips, "{use_case:?}");
        });
    }
}

/// What an index does not hold is fetched where it is named: the deployed one holds no counters.
#[test]
fn a_list_names_all_that_it_needs() {
    block_on(async {
        let world = World::new().await;
        world.database.wire.forget();
        UseCase::List.run(&world, None).await.unwrap();
        let calls = world.database.wire.calls();
        let names = calls[0].body["ExpressionAttributeNames"].to_string();
        for name in [
            "QuestionsAnswered",
            "QuestionsCorrect",
            "Failure",
            "AskedAt",
            "Repeats",
        ] {
            assert!(names.contains(name), "{name} in {names}");
        }
    });
}

#[test]
fn a_page_of_a_hundred_games_is_one_request() {
    block_on(async {
        let world = World::new().await;
        for _ in 0..101 {
            let started = world.quiz.start(&World::ADA, World::request(), None).await;
            drop(started.unwrap());
        }
        world.database.wire.forget();
        UseCase::List.run(&world, None).await.unwrap();
        assert_eq!(world.database.wire.calls().len(), 1);
    });
}

/// An outage of the queue leaves a player with many overdue games: they are claimed at the same
/// time.
#[test]
fn a_page_of_overdue_games_is_repaired_in_two_round_trips() {
    const GAMES: usize = 25;
    block_on(async {
        let world = World::new().await;
        for _ in 0..GAMES {
            world.start_another().await;
        }
        world.wait_past_deadline();
        world.database.wire.slow_down(Duration::from_secs(1));
        world.database.wire.forget();
        UseCase::List.run(&world, None).await.unwrap();

        assert_eq!(world.queue.take_all().len(), GAMES);
        let calls = world.database.wire.calls();
        assert_eq!(calls.len(), 1 + GAMES);
        assert_eq!(sequential(calls), 2);
    });
}

/// How many of these requests had to wait for one another.
fn sequential(mut calls: Vec<Call>) -> usize {
    calls.sort_by_key(|call| call.started);
    let (mut round_trips, mut over) = (0, None);
    for call in calls {
        if over.is_none_or(|over| call.started >= over) {
            round_trips += 1;
            over = Some(call.ended);
        }
    }
    round_trips
}
