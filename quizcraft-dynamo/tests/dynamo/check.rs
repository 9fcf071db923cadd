//! The check that the store can be written.

use quizcraft_contract::block_on;
use quizcraft_core::gateway::{GatewayError, StoreCheck};

use crate::support::{UseCase, World};

/// The item of a check is in no list, is not a pending game, and is always the same.
#[test]
fn a_check_writes_one_item_that_is_not_a_game() {
    block_on(async {
        let world = World::new().await;
        UseCase::StartUnderKey.run(&world, None).await.unwrap();
        let client = &world.database.client;
        let games = world.database.games();
        for _ in 0..3 {
            games.check().await.unwrap();
        }
        let items = client.scan().table_name("Game").send().await;
        let items = items.unwrap().items.unwrap();
        let checks = items
            .iter()
            .filter(|item| item["GameId"].as_s().unwrap() == "check");
        assert_eq!((items.len(), checks.count()), (2, 1));
        assert_eq!(world.all_games().await.len(), 1);
    });
}

#[test]
fn the_check_of_a_missing_table_fails() {
    block_on(async {
        let world = World::new().await;
        let client = &world.database.client;
        client
            .delete_table()
            .table_name("Game")
            .send()
            .await
            .unwrap();
        let games = world.database.games();
        let error = games.check().await.unwrap_err();
        assert!(matches!(error, GatewayError::Broken(_)), "{error}");
    });
}
