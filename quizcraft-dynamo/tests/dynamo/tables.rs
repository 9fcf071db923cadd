//! The tables come to be where they do not exist, and are compared with what they should be.

use aws_sdk_dynamodb::types::{KeyType, ScalarAttributeType};
use quizcraft_contract::block_on;

use crate::support::Database;
use crate::support::by_hand::{deployed_games, table};

#[test]
fn tables_are_created_as_they_should_be() {
    block_on(async {
        let database = Database::without_tables().await;
        database.tables.create(&database.client).await.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
    });
}

#[test]
fn creating_tables_again_changes_nothing() {
    block_on(async {
        let database = Database::new().await;
        database.tables.create(&database.client).await.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
        let sent = database.wire.calls();
        assert!(sent.iter().all(|call| call.operation != "CreateTable"));
    });
}

#[test]
fn whoever_did_not_come_to_the_end_is_helped() {
    block_on(async {
        let database = Database::without_tables().await;
        let key = [("TokenHash", KeyType::Hash, ScalarAttributeType::S)];
        table(&database, "Token", &key, &[]).await;
        database.tables.create(&database.client).await.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
    });
}

#[test]
fn several_may_create_the_tables_at_once() {
    block_on(async {
        let database = Database::without_tables().await;
        let (one, other) = tokio::join!(
            database.tables.create(&database.client),
            database.tables.create(&database.client)
        );
        one.unwrap();
        other.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
    });
}

#[test]
fn tables_that_do_not_exist_are_named() {
    block_on(async {
        let database = Database::without_tables().await;
        let missing = [
            "table Game: it does not exist",
            "table Question: it does not exist",
            "table Token: it does not exist",
        ];
        assert_eq!(differences(&database).await, missing);
    });
}

#[test]
fn every_difference_is_named() {
    block_on(async {
        let database = Database::without_tables().await;
        deployed_games(&database).await;
        table(
            &database,
            "Question",
            &[("GameId", KeyType::Hash, ScalarAttributeType::S)],
            &[],
        )
        .await;
        let number = ScalarAttributeType::N;
        table(
            &database,
            "Token",
            &[("TokenHash", KeyType::Hash, number)],
            &[],
        )
        .await;

        let expected = [
            "table Game: creation-time-index lacks QuestionsAnswered, QuestionsCorrect, AskedAt, \
             Repeats, Failure: lists work, and cost more",
            "table Question: its sort key is nothing, not QuestionId",
            "table Token: TokenHash is of type N, not S",
            "table Token: nothing expires; ExpirationEpoch should be its TTL attribute",
        ];
        assert_eq!(differences(&database).await, expected);
    });
}

async fn differences(database: &Database) -> Vec<String> {
    let found = database.tables.differences(&database.client).await;
    found.unwrap().iter().map(ToString::to_string).collect()
}
