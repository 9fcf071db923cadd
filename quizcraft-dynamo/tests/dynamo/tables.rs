//! Missing tables are created, and existing tables are compared with their definitions.

use aws_sdk_dynamodb::types::{KeyType, ProjectionType, ScalarAttributeType};
use quizcraft_contract::block_on;

use crate::support::Database;
use crate::support::custom_tables::{deployed_games, table};

#[test]
fn created_tables_match_their_definitions() {
    block_on(async {
        let database = Database::without_tables().await;
        database.tables.create(&database.client).await.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
    });
}

#[test]
fn the_index_of_a_created_table_projects_all_attributes() {
    block_on(async {
        let database = Database::new().await;
        let described = database.client.describe_table().table_name("Game");
        let described = described.send().await.unwrap().table.unwrap();
        let [index] = described.local_secondary_indexes() else {
            panic!("expected one index: {described:?}");
        };
        let projection = index.projection().unwrap();
        assert_eq!(projection.projection_type(), Some(&ProjectionType::All));
    });
}

#[test]
fn creating_existing_tables_changes_nothing() {
    block_on(async {
        let database = Database::new().await;
        database.tables.create(&database.client).await.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
        let sent = database.network.calls();
        assert!(sent.iter().all(|call| call.operation != "CreateTable"));
    });
}

#[test]
fn an_interrupted_creation_is_completed() {
    block_on(async {
        let database = Database::without_tables().await;
        let key = [("TokenHash", KeyType::Hash, ScalarAttributeType::S)];
        table(&database, "Token", &key, &[]).await;
        database.tables.create(&database.client).await.unwrap();
        assert_eq!(differences(&database).await, [""; 0]);
    });
}

#[test]
fn the_deployed_table_of_games_gets_a_ttl() {
    block_on(async {
        let database = Database::without_tables().await;
        deployed_games(&database).await;
        database.tables.create(&database.client).await.unwrap();
        let differences = differences(&database).await.join("\n");
        assert!(!differences.contains("TTL"), "{differences}");
    });
}

#[test]
fn tables_can_be_created_concurrently() {
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
fn missing_tables_are_reported() {
    block_on(async {
        let database = Database::without_tables().await;
        let missing = [
            "table Game: not found",
            "table Question: not found",
            "table Token: not found",
        ];
        assert_eq!(differences(&database).await, missing);
    });
}

#[test]
fn every_difference_is_reported() {
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
            "table Game: creation-time-index does not project QuestionsAnswered, QuestionsCorrect, \
             AskedAt, Repeats, Failure, Suggestions, Kinds, Score, LeaseHolder, LeaseUntil, LeaseAttempts: lists work, but consume more capacity",
            "table Game: TTL is disabled, expected TTL attribute ExpirationEpoch",
            "table Question: sort key is missing, expected QuestionId",
            "table Question: TTL is disabled, expected TTL attribute ExpirationEpoch",
            "table Token: TokenHash has type N, expected S",
            "table Token: TTL is disabled, expected TTL attribute ExpirationEpoch",
        ];
        assert_eq!(differences(&database).await, expected);
    });
}

async fn differences(database: &Database) -> Vec<String> {
    let found = database.tables.differences(&database.client).await;
    found.unwrap().iter().map(ToString::to_string).collect()
}
