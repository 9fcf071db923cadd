//! The numbers of started games, by which new games are limited.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::{GameId, GamesPerHour};

use crate::support::{UseCase, World};

/// The hour of the world's clock.
const HOUR: u64 = 1_700_000_000 / 3_600;

#[test]
fn one_item_per_hour_counts_the_games_of_a_player() {
    block_on(async {
        let world = World::new().await;
        let limit = GamesPerHour::new(3).unwrap();
        let quiz = world.quiz.clone().with_games_per_hour(limit);
        for _ in 0..3 {
            let started = quiz.start(&World::ADA, World::request(), None).await;
            drop(started.unwrap());
        }
        world.clock.advance(std::time::Duration::from_hours(1));
        drop(quiz.start(&World::ADA, World::request(), None).await);

        let mut counters = world.counters().await;
        counters.sort();
        let counter = |hour: u64, count: u8| {
            let expiry = (hour + 4) * 3_600;
            (
                format!("started#{hour}"),
                count.to_string(),
                expiry.to_string(),
            )
        };
        assert_eq!(counters, [counter(HOUR, 3), counter(HOUR + 1, 1)]);
    });
}

/// The index contains items with a `CreationTime` only, and a game is looked up by a valid id only.
#[test]
fn a_counter_is_neither_listed_nor_a_game() {
    block_on(async {
        let world = World::new().await;
        UseCase::StartCounted.run(&world, None).await.unwrap();
        let items = world.database.client.scan().table_name("Game").send().await;
        let items = items.unwrap().items.unwrap();
        let id = |item: &HashMap<String, AttributeValue>| item["GameId"].as_s().unwrap().clone();
        let counter = items.iter().find(|item| id(item).starts_with("started#"));
        let mut names: Vec<_> = counter.unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, ["ExpirationEpoch", "GameId", "PlayerId", "Started"]);
        assert!(id(counter.unwrap()).parse::<GameId>().is_err());
        assert_eq!(world.all_games().await.len(), 1);
    });
}

/// Without a limit nothing else is written.
#[test]
fn games_without_a_limit_are_not_counted() {
    block_on(async {
        let world = World::new().await;
        UseCase::StartUnderKey.run(&world, None).await.unwrap();
        assert_eq!(world.counters().await, []);
    });
}
