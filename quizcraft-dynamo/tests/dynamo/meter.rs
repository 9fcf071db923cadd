//! The items and errors of the tokens of language models per day.

use quizcraft_contract::block_on;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::{GatewayError, ModelMeter};

use crate::support::{UseCase, World};

const NOW: Timestamp = Timestamp::from_secs(1_700_000_000);

#[test]
fn a_day_is_one_item_that_is_no_game_and_expires() {
    block_on(async {
        let world = World::new().await;
        UseCase::StartUnderKey.run(&world, None).await.unwrap();
        let games = world.database.games();
        games.add(NOW.day(), 1).await.unwrap();
        games.add(NOW.day(), 2).await.unwrap();
        let client = &world.database.client;
        let items = client.scan().table_name("Game").send().await;
        let items = items.unwrap().items.unwrap();
        let is_day =
            |item: &&std::collections::HashMap<String, _>| !item.contains_key("GameStatus");
        let day = items.iter().find(is_day).unwrap();
        assert_eq!(items.len(), 2);
        let expiry = day["ExpirationEpoch"].as_n().unwrap();
        assert!(expiry.parse::<u64>().unwrap() > NOW.day().end().as_secs());
        assert!(!day.contains_key("CreationTime"), "no index contains it");
        assert_eq!(world.all_games().await.len(), 1);
    });
}

#[test]
fn a_malformed_number_and_a_missing_table_are_permanent_errors() {
    block_on(async {
        let world = World::new().await;
        let (client, games) = (&world.database.client, world.database.games());
        games.add(NOW.day(), 1).await.unwrap();
        let items = client.scan().table_name("Game").send().await.unwrap();
        let mut item = items.items()[0].clone();
        let text = aws_sdk_dynamodb::types::AttributeValue::S("hush".to_owned());
        item.insert("ModelTokens".to_owned(), text);
        let put = client.put_item().table_name("Game").set_item(Some(item));
        put.send().await.unwrap();
        let error = games.spent(NOW.day()).await.unwrap_err();
        assert!(!matches!(error, GatewayError::Unavailable(_)), "{error}");
        assert!(!format!("{error:?}").contains("hush"), "{error:?}");

        client
            .delete_table()
            .table_name("Game")
            .send()
            .await
            .unwrap();
        for error in [
            games.spent(NOW.day()).await.unwrap_err(),
            games.add(NOW.day(), 1).await.unwrap_err(),
        ] {
            assert!(matches!(error, GatewayError::Broken(_)), "{error}");
        }
    });
}
