//! The tables come to be where they do not exist, and are compared with what they should be.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ScalarAttributeType,
};
use quizcraft_core::testing::block_on;

use crate::support::Database;

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

/// The table of games with the index as it is deployed.
async fn deployed_games(database: &Database) {
    let attributes = [
        ("PlayerId", KeyType::Hash, ScalarAttributeType::S),
        ("GameId", KeyType::Range, ScalarAttributeType::S),
    ];
    let projected = ["GameStatus", "Keywords", "QuestionsLimit"];
    table(database, "Game", &attributes, &projected).await;
}

async fn table(
    database: &Database,
    name: &str,
    keys: &[(&str, KeyType, ScalarAttributeType)],
    projected: &[&str],
) {
    let mut create = database
        .client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest);
    for (name, kind, scalar) in keys {
        create = create
            .attribute_definitions(defined(name, scalar.clone()))
            .key_schema(key(name, kind.clone()));
    }
    if !projected.is_empty() {
        create = create
            .attribute_definitions(defined("CreationTime", ScalarAttributeType::N))
            .local_secondary_indexes(index(projected));
    }
    create.send().await.unwrap();
}

fn index(projected: &[&str]) -> LocalSecondaryIndex {
    let projected = projected.iter().map(ToString::to_string).collect();
    let projection = Projection::builder()
        .projection_type(ProjectionType::Include)
        .set_non_key_attributes(Some(projected))
        .build();
    LocalSecondaryIndex::builder()
        .index_name("creation-time-index")
        .key_schema(key("PlayerId", KeyType::Hash))
        .key_schema(key("CreationTime", KeyType::Range))
        .projection(projection)
        .build()
        .unwrap()
}

fn defined(name: &str, kind: ScalarAttributeType) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(kind)
        .build()
        .unwrap()
}

fn key(name: &str, kind: KeyType) -> KeySchemaElement {
    KeySchemaElement::builder()
        .attribute_name(name)
        .key_type(kind)
        .build()
        .unwrap()
}

async fn differences(database: &Database) -> Vec<String> {
    let found = database.tables.differences(&database.client).await;
    found.unwrap().iter().map(ToString::to_string).collect()
}
