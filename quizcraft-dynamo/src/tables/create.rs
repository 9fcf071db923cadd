//! Creates the tables that do not exist.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::client::Waiters;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::operation::create_table::CreateTableError;
use aws_sdk_dynamodb::operation::describe_table::DescribeTableError;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, KeySchemaElement, KeyType, LocalSecondaryIndex, Projection,
    ProjectionType, TableDescription, TimeToLiveSpecification, TimeToLiveStatus,
};
use quizcraft_core::gateway::GatewayError;

use super::definition::{Attribute, Definition, Index};
use crate::error::{gateway_error, malformed, unreachable_table};

/// How long to wait for a new table to become active.
const ACTIVATION_TIMEOUT: Duration = Duration::from_mins(2);

/// Creates a table if it does not exist, waits until it is active, and enables TTL if the table has
/// a TTL attribute.
///
/// TTL is checked for existing tables as well, since an earlier call may have been interrupted after
/// it created the table.
pub(super) async fn create(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    if describe(client, table).await?.is_none() {
        create_table(client, table).await?;
    }
    wait_until_active(client, table).await?;
    enable_ttl(client, table).await
}

/// Returns the description of a table, or `None` if it does not exist.
pub(super) async fn describe(
    client: &Client,
    table: &Definition,
) -> Result<Option<TableDescription>, GatewayError> {
    let describe = client.describe_table().table_name(table.name.as_str());
    match describe.send().await {
        Ok(described) => Ok(described.table),
        Err(error) => match error.as_service_error() {
            Some(DescribeTableError::ResourceNotFoundException(_)) => Ok(None),
            _ => Err(gateway_error(&table.name, error)),
        },
    }
}

/// Creates a table. A table that another process created meanwhile is not an error.
async fn create_table(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    let parts = (|| -> Result<_, BuildError> {
        let attributes = table
            .attributes()
            .map(attribute)
            .collect::<Result<_, _>>()?;
        let keys = keys(&table.partition, table.sort.as_ref())?;
        let index = table.index.as_ref().map(|index| local_index(table, index));
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
        Ok(_) => Ok(()),
        Err(error) => match error.as_service_error() {
            Some(CreateTableError::ResourceInUseException(_)) => Ok(()),
            _ => Err(gateway_error(&table.name, error)),
        },
    }
}

async fn wait_until_active(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    let waiting = client
        .wait_until_table_exists()
        .table_name(table.name.as_str());
    let waited = waiting.wait(ACTIVATION_TIMEOUT).await;
    waited
        .map(drop)
        .map_err(|error| unreachable_table(&table.name, error.into()))
}

/// Enables TTL if the table has a TTL attribute and TTL is disabled.
async fn enable_ttl(client: &Client, table: &Definition) -> Result<(), GatewayError> {
    let Some(attribute) = table.ttl else {
        return Ok(());
    };
    if ttl(client, table).await? != Ttl::Disabled {
        return Ok(());
    }
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

/// The TTL setting of a table.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ttl {
    Disabled,
    /// Enabled, with this attribute.
    Attribute(String),
}

pub(super) async fn ttl(client: &Client, table: &Definition) -> Result<Ttl, GatewayError> {
    let described = client
        .describe_time_to_live()
        .table_name(table.name.as_str())
        .send()
        .await
        .map_err(|error| gateway_error(&table.name, error))?;
    let setting = described.time_to_live_description();
    let status = setting.and_then(|setting| setting.time_to_live_status());
    let enabled = matches!(
        status,
        Some(TimeToLiveStatus::Enabled | TimeToLiveStatus::Enabling)
    );
    let attribute = setting.and_then(|setting| setting.attribute_name());
    Ok(match attribute.filter(|_| enabled) {
        Some(attribute) => Ttl::Attribute(attribute.to_owned()),
        None => Ttl::Disabled,
    })
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

fn local_index(table: &Definition, index: &Index) -> Result<LocalSecondaryIndex, BuildError> {
    // The projection of a local index cannot be changed, so it has everything that a later version may
    // list.
    let projection = Projection::builder()
        .projection_type(ProjectionType::All)
        .build();
    LocalSecondaryIndex::builder()
        .index_name(index.name)
        .set_key_schema(Some(keys(&table.partition, Some(&index.sort))?))
        .projection(projection)
        .build()
}
