//! The requests and round trips of each use case.

use std::time::Duration;

use quizcraft_contract::block_on;

use crate::support::network::Call;
use crate::support::{ALL_USE_CASES, UseCase, World};

/// Returns the number of sequential round trips of a use case, and its requests. Messages to the
/// queue are not counted.
fn budget(use_case: UseCase) -> (usize, &'static [&'static str]) {
    match use_case {
        UseCase::Start
        | UseCase::StartUnderKey
        | UseCase::StartRepeated
        | UseCase::RememberToken => (1, &["PutItem"]),
        UseCase::List => (1, &["Query"]),
        // The page, then concurrently the questions of both of its games.
        UseCase::ListDeployed => (2, &["Query", "Query", "Query"]),
        UseCase::ViewDeployed => (2, &["GetItem", "Query"]),
        UseCase::View | UseCase::FindToken => (1, &["GetItem"]),
        UseCase::StartCounted | UseCase::StartCountedRepeated | UseCase::StartTooMany => {
            (1, &["TransactWriteItems"])
        }
        UseCase::StartRepeatedOverdue => (2, &["PutItem", "TransactWriteItems"]),
        UseCase::ViewOverdue | UseCase::ViewOutOfRetries => (2, &["GetItem", "TransactWriteItems"]),
        // The page, then concurrently a claim of each of its two games.
        UseCase::ListOverdue => (2, &["Query", "TransactWriteItems", "TransactWriteItems"]),
        UseCase::Questions | UseCase::Question | UseCase::Ask => (1, &["GetItem", "Query"]),
        UseCase::QuestionsOverdue
        | UseCase::QuestionOverdue
        | UseCase::AskOverdue
        | UseCase::AskOutOfRetries
        | UseCase::AnswerOverdue
        | UseCase::Answer
        | UseCase::AnswerMultiple
        | UseCase::LastAnswer
        | UseCase::LastAnswerExpiring => (2, &["GetItem", "Query", "TransactWriteItems"]),
        // The game and concurrently what the player was asked.
        UseCase::Prepare | UseCase::PrepareImpossible | UseCase::PrepareImpossibleExpiring => {
            (2, &["GetItem", "GetItem", "TransactWriteItems"])
        }
        // The game says what the keywords are.
        UseCase::PrepareWithoutKeywords => (3, &["GetItem", "GetItem", "TransactWriteItems"]),
        UseCase::PrepareLeased => (
            3,
            &[
                "GetItem",
                "GetItem",
                "TransactWriteItems",
                "TransactWriteItems",
            ],
        ),
        // As above, then all games of the player, and concurrently a removal of each of two games.
        UseCase::PrepareAndTrim => (
            4,
            &[
                "GetItem",
                "GetItem",
                "Query",
                "TransactWriteItems",
                "TransactWriteItems",
                "TransactWriteItems",
            ],
        ),
    }
}

#[test]
fn every_use_case_sends_the_expected_requests() {
    for use_case in ALL_USE_CASES {
        block_on(async {
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world
                .database
                .network
                .set_latency(Duration::from_millis(30));
            world.database.network.clear_calls();
            use_case.run(&world, game).await.unwrap();

            let calls = world.database.network.calls();
            let (expected, operations) = budget(use_case);
            let mut sent: Vec<_> = calls.iter().map(|call| call.operation.as_str()).collect();
            sent.sort_unstable();
            assert_eq!(sent, operations, "{use_case:?}");
            for call in calls
                .iter()
                .filter(|call| ["GetItem", "Query"].contains(&&*call.operation))
            {
                assert_eq!(call.body["ConsistentRead"], true, "{use_case:?}: {call:?}");
            }
            assert_eq!(round_trips(calls), expected, "{use_case:?}");
        });
    }
}

/// DynamoDB fetches attributes that the index lacks from the table if the query names them. The
/// deployed index has no counters.
#[test]
fn a_list_query_names_every_attribute_it_needs() {
    block_on(async {
        let world = World::new().await;
        world.database.network.clear_calls();
        UseCase::List.run(&world, None).await.unwrap();
        let calls = world.database.network.calls();
        let names = calls[0].body["ExpressionAttributeNames"].to_string();
        for name in [
            "QuestionsAnswered",
            "QuestionsCorrect",
            "Failure",
            "Suggestions",
            "AskedAt",
            "Repeats",
            "Kinds",
            "Score",
            "LeaseHolder",
            "LeaseUntil",
            "LeaseAttempts",
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
        world.database.network.clear_calls();
        UseCase::List.run(&world, None).await.unwrap();
        assert_eq!(world.database.network.calls().len(), 1);
    });
}

/// After an outage of the queue, a player may have many overdue games. They are claimed concurrently.
#[test]
fn a_page_of_overdue_games_is_repaired_in_two_round_trips() {
    const GAMES: usize = 25;
    block_on(async {
        let world = World::new().await;
        for _ in 0..GAMES {
            world.start_another().await;
        }
        world.wait_until_overdue();
        world.database.network.set_latency(Duration::from_secs(1));
        world.database.network.clear_calls();
        UseCase::List.run(&world, None).await.unwrap();

        assert_eq!(world.queue.take_all().len(), GAMES);
        let calls = world.database.network.calls();
        assert_eq!(calls.len(), 1 + GAMES);
        assert_eq!(round_trips(calls), 2);
    });
}

/// Returns the number of sequential round trips.
fn round_trips(mut calls: Vec<Call>) -> usize {
    calls.sort_by_key(|call| call.started);
    let (mut count, mut end) = (0, None);
    for call in calls {
        if end.is_none_or(|end| call.started >= end) {
            count += 1;
            end = Some(call.ended);
        }
    }
    count
}
