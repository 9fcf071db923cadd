//! What is wrong with a table, or with what stands in it, is said once, by name, without content.

use aws_sdk_dynamodb::types::AttributeValue;
use quizcraft_contract::block_on;
use quizcraft_core::gateway::{Causes, GameStore, GatewayError};
use quizcraft_core::{Error, GameId};

use crate::support::wire::Fault;
use crate::support::{Database, EVERY, UseCase, World};

#[test]
fn a_missing_table_is_named() {
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
fn a_transaction_over_two_tables_names_both_and_its_game() {
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
            &id.to_string(),
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    });
}

#[test]
fn who_may_not_do_that_is_told_once_and_by_name() {
    for use_case in [UseCase::View, UseCase::Answer, UseCase::FindToken] {
        block_on(async {
            let world = World::new().await;
            let game = use_case.set_up(&world).await;
            world.database.wire.forget();
            world.database.wire.fail_from(0, Fault::Denied);
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
            let calls = world.database.wire.calls();
            assert!(calls.len() <= 2, "it is not tried again: {calls:?}");
        });
    }
}

#[test]
fn no_use_case_works_without_tables_and_each_says_so() {
    for use_case in EVERY {
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
fn what_makes_no_sense_is_named_and_not_shown() {
    block_on(async {
        let world = World::new().await;
        let id = world.open().await;
        let secret = "what no log may contain";
        let spoilt = [
            (
                "Question",
                "WrongAnswers",
                AttributeValue::S(secret.to_owned()),
            ),
            ("Game", "Keywords", AttributeValue::S(secret.to_owned())),
            ("Game", "GameStatus", AttributeValue::S(secret.to_owned())),
        ];
        for (table, attribute, value) in spoilt {
            let found = world.database.client.scan().table_name(table).send().await;
            let whole = found.unwrap().items.unwrap().remove(0);
            let mut item = whole.clone();
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
            put(&world, table, whole).await;
        }
    });
}

async fn put(world: &World, table: &str, item: std::collections::HashMap<String, AttributeValue>) {
    let put = world.database.client.put_item().table_name(table);
    put.set_item(Some(item)).send().await.unwrap();
}

#[test]
fn a_database_that_is_away_is_unavailable() {
    block_on(async {
        let world = World::new().await;
        let World { database, quiz, .. } = world;
        drop(quiz);
        let (client, tables) = database.stop();
        let games = quizcraft_dynamo::DynamoGames::new(client, tables);
        let id = GameId::from_bytes([7; 32]);
        let mut last = games.find(&World::ADA, &id).await;
        // It lets requests under way end, and takes a moment for that.
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
        assert!(text.contains("the table Game, game"), "{text}");
        assert!(text.contains("does not answer"), "{text}");
    });
}
