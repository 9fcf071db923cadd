//! Tables with other definitions than the adapter creates.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, ScalarAttributeType,
};

use super::Database;

/// Creates the table of games with the deployed index.
pub(crate) async fn deployed_games(database: &Database) {
    let attributes = [
        ("PlayerId", KeyType::Hash, ScalarAttributeType::S),
        ("GameId", KeyType::Range, ScalarAttributeType::S),
    ];
    let projected = ["GameStatus", "Keywords", "QuestionsLimit"];
    table(database, "Game", &attributes, &projected).await;
}

pub(crate) async fn table(
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
            .attribute_definitions(definition(name, scalar.clone()))
            .key_schema(key(name, kind.clone()));
    }
    if !projected.is_empty() {
        create = create
            .attribute_definitions(definition("CreationTime", ScalarAttributeType::N))
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

fn definition(name: &str, kind: ScalarAttributeType) -> AttributeDefinition {
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
