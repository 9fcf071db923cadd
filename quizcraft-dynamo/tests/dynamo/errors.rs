//! Errors name the table and the key, and never contain the content of an item.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Causes, GameStore, GatewayError};
use quizcraft_core::{Error, GameId};

use crate::support::network::Fault;
use crate::support::{ALL_USE_CASES, Database, UseCase, World};

#[test]
fn the_error_for_a_missing_table_names_it() {
    block_on(async {
        let world = World::over(Database::without_tables().await);
        let id = GameId::from_bytes([7; 32]);
        let error = world.database.games().find(&World::ADA, &id).await;
        let error = error.unwrap_err();
        assert!(matches!(error, GatewayError::Broken(_)), "{error:?}");
        let text = Causes(&error).to_string();
        assert!(text.contains("Game"), "{text}");
        assert!(text.contains("ResourceNotFoundException"), "{text}");
    });
}

#[test]
fn the_error_of_a_transaction_names_both_tables_and_the_game() {
    block_on(async {
        let world = World::new().await;
        let id = world.start().await;
        let delete = world.database.client.delete_table().table_name("Question");
        delete.send().await.unwrap();
        let error = UseCase::Prepare.run(&world, Some(id)).await;
        let error = error.unwrap_err();
        let text = Causes(&error).to_string();
        for part in [
            "Game or Question",
            "ResourceNotFoundException",
            &format!("{id:?}"),
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    });
}

#[test]
fn an_error_of_a_call_contains_no_full_id() {
    for use_case in ALL_USE_CASES {
        block_on(async {
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.network.fail_from(0, Fault::Denied);
            let error = use_case.run(&world, game).await.unwrap_err();
            let text = Causes(&error).to_string();
            let player = World::ADA.to_string();
            assert!(!text.contains(&player), "{use_case:?}: {text}");
            let game = game.map(|game| game.to_string());
            assert!(
                game.is_none_or(|game| !text.contains(&game)),
                "{use_case:?}: {text}"
            );
        });
    }
}

#[test]
fn a_missing_permission_is_reported_with_the_table_and_not_retried() {
    for use_case in [UseCase::View, UseCase::Answer, UseCase::FindToken] {
        block_on(async {
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.network.clear_calls();
            world.database.network.fail_from(0, Fault::Denied);
            let error = use_case.run(&world, game).await.unwrap_err();
            assert!(matches!(error, Error::Internal(_)), "{error:?}");
            let text = Causes(&error).to_string();
            let table = if use_case == UseCase::FindToken {
                "Token"
            } else {
                "Game"
            };
            for part in [table, "AccessDeniedException"] {
                assert!(text.contains(part), "{part} in {text}");
            }
            let calls = world.database.network.calls();
            assert!(calls.len() <= 2, "it is not retried: {calls:?}");
        });
    }
}

#[test]
fn every_use_case_fails_permanently_without_tables() {
    for use_case in ALL_USE_CASES {
        block_on(async {
            let world = World::over(Database::without_tables().await);
            let game = Some(GameId::from_bytes([7; 32]));
            let error = use_case.run(&world, game).await.unwrap_err();
            assert!(
                matches!(error, Error::Internal(_)),
                "{use_case:?}: {error:?}"
            );
        });
    }
}

#[test]
fn the_error_for_a_malformed_item_names_the_attribute_and_not_its_value() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        let secret = "what no log may contain";
        let malformed = [
            (
                "Question",
                "WrongAnswers",
                AttributeValue::S(secret.to_owned()),
            ),
            ("Game", "Keywords", AttributeValue::S(secret.to_owned())),
            ("Game", "GameStatus", AttributeValue::S(secret.to_owned())),
        ];
        for (table, attribute, value) in malformed {
            let found = world.database.client.scan().table_name(table).send().await;
            let mut items = found.unwrap().items.unwrap();
            items.retain(|item| table == "Question" || item.contains_key("CreationTime"));
            let intact = items.remove(0);
            let mut item = intact.clone();
            item.insert(attribute.to_owned(), value);
            put(&world, table, item).await;

            let error = world.database.games().load(&World::ADA, &id).await;
            let error = error.unwrap_err();
            let text = Causes(&error).to_string();
            assert!(matches!(error, GatewayError::Unreadable { .. }), "{text}");
            for part in [table, attribute, &id.to_string()] {
                assert!(text.contains(part), "{part} in {text}");
            }
            assert!(!text.contains(secret) && !format!("{error:?}").contains(secret));
            put(&world, table, intact).await;
        }
    });
}

async fn put(world: &World, table: &str, item: std::collections::HashMap<String, AttributeValue>) {
    let put = world.database.client.put_item().table_name(table);
    put.set_item(Some(item)).send().await.unwrap();
}

#[test]
fn an_unreachable_database_is_unavailable() {
    block_on(async {
        let world = World::new().await;
        let World { database, quiz, .. } = world;
        drop(quiz);
        let (client, tables) = database.stop();
        let games = quizcraft_dynamo::DynamoGames::new(client, tables);
        let id = GameId::from_bytes([7; 32]);
        let mut last = games.find(&World::ADA, &id).await;
        // The server completes pending requests before it stops.
        for _ in 0..50 {
            if last.is_err() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            last = games.find(&World::ADA, &id).await;
        }
        let error = last.unwrap_err();
        assert!(matches!(error, GatewayError::Unavailable(_)), "{error:?}");
        let text = Causes(&error).to_string();
        assert!(text.contains("the table Game, GameId(07070707…)"), "{text}");
        assert!(text.contains("does not respond"), "{text}");
    });
}
