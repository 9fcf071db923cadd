//! Creating tables that do not exist.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::client::Waiters;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, TableDescription, TimeToLiveSpecification,
};
use quizcraft_core::gateway::GatewayError;

use super::definition::{Attribute, Definition, Index};
use crate::error::{TableError, gateway_error, malformed};

/// How long a new table may take until it can be used.
const PATIENCE: Duration = Duration::from_mins(2);

/// Creates a table if it does not exist, and waits until it can be used.
pub(super) async fn create(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    if describe(client, table).await?.is_some() {
        return Ok(());
    }
    if send(client, table).await? == Created::ByUs {
        active(client, table).await?;
        expire(client, table).await?;
    }
    active(client, table).await
}

/// What DynamoDB knows of a table, if it exists.
pub(super) async fn describe(
    client: &Client,
    table: &Definition,
) -> Result<Option<TableDescription>, GatewayError> {
    let described = client.describe_table().table_name(table.name.as_str());
    match described.send().await {
        Ok(described) => Ok(described.table),
        Err(error) => match error.as_service_error() {
            Some(DescribeTableError::ResourceNotFoundException(_)) => Ok(None),
            _ => Err(gateway_error(&table.name, error)),
        },
    }
}

/// Who created a table.
#[derive(PartialEq, Eq)]
enum Created {
    ByUs,
    ByOthers,
}

async fn send(client: &Client, table: &Definition) -> Result<Created, GatewayError> {
    let parts = (|| -> Result<_, BuildError> {
        let attributes = table
            .attributes()
            .map(attribute)
            .collect::<Result<_, _>>()?;
        let keys = keys(&table.partition, table.sort.as_ref())?;
        let index = table.index.as_ref().map(|index| local(table, index));
        Ok((attributes, keys, index.transpose()?))
    })();
    let (attributes, keys, index) = parts.map_err(|_| malformed(&table.name))?;
    let created = client
        .create_table()
        .table_name(table.name.as_str())
        .billing_mode(BillingMode::PayPerRequest)
        .set_attribute_definitions(Some(attributes))
        .set_key_schema(Some(keys))
        .set_local_secondary_indexes(index.map(|index| vec![index]))
        .send()
        .await;
    match created {
        Ok(_) => Ok(Created::ByUs),
        Err(error) => match error.as_service_error() {
            Some(CreateTableError::ResourceInUseException(_)) => Ok(Created::ByOthers),
            _ => Err(gateway_error(&table.name, error)),
        },
    }
}

async fn active(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    let waiting = client
        .wait_until_table_exists()
        .table_name(table.name.as_str());
    waiting.wait(PATIENCE).await.map(drop).map_err(|error| {
        let table = table.name.to_string();
        let source = error.into();
        GatewayError::Unavailable(TableError::Silent { table, source }.into())
    })
}

/// Has DynamoDB delete what has expired, if anything does in this table.
async fn expire(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    let Some(attribute) = table.ttl else {
        return Ok(());
    };
    let setting = TimeToLiveSpecification::builder()
        .enabled(true)
        .attribute_name(attribute)
        .build()
        .map_err(|_| malformed(&table.name))?;
    client
        .update_time_to_live()
        .table_name(table.name.as_str())
        .time_to_live_specification(setting)
        .send()
        .await
        .map(drop)
        .map_err(|error| gateway_error(&table.name, error))
}

fn attribute(attribute: &Attribute) -> Result<AttributeDefinition, BuildError> {
    AttributeDefinition::builder()
        .attribute_name(attribute.name)
        .attribute_type(attribute.kind.clone())
        .build()
}

fn keys(
    partition: &Attribute,
    sort: Option<&Attribute>,
) -> Result<Vec<KeySchemaElement>, BuildError> {
    let parts = [(Some(partition), KeyType::Hash), (sort, KeyType::Range)];
    let present = parts
        .into_iter()
        .filter_map(|(part, kind)| Some((part?, kind)));
    present
        .map(|(part, kind)| {
            KeySchemaElement::builder()
                .attribute_name(part.name)
                .key_type(kind)
                .build()
        })
        .collect()
}

fn local(table: &Definition, index: &Index) -> Result<LocalSecondaryIndex, BuildError> {
    let held = index.projection.iter().map(|name| (*name).to_owned());
    let projection = Projection::builder()
        .projection_type(ProjectionType::Include)
        .set_non_key_attributes(Some(held.collect()))
        .build();
    LocalSecondaryIndex::builder()
        .index_name(index.name)
        .set_key_schema(Some(keys(&table.partition, Some(&index.sort))?))
        .projection(projection)
        .build()
}
