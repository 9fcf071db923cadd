//! Compares existing tables with their definitions.

use std::fmt;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    KeySchemaElement, KeyType, LocalSecondaryIndexDescription, ProjectionType, TableDescription,
};
use quizcraft_core::gateway::GatewayError;

use super::create::{Ttl, describe, ttl};
use super::definition::{Attribute, Definition, Index};
use crate::table_name::TableName;

/// A difference between an existing table and its definition.
///
/// It is displayed with the table's name, such as `table Token: TTL is disabled, expected TTL
/// attribute ExpirationEpoch`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    table: TableName,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Missing,
    Other(String),
}

impl Difference {
    /// Returns the name of the table.
    #[must_use]
    pub const fn table(&self) -> &TableName {
        &self.table
    }

    /// Returns whether the table does not exist.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.kind, Kind::Missing)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match &self.kind {
            Kind::Missing => "not found",
            Kind::Other(text) => text,
        };
        write!(f, "table {}: {text}", self.table)
    }
}

/// Returns the differences between a table and its definition.
pub(super) async fn compare(
    client: &Client,
    table: &Definition,
) -> Result<Vec<Difference>, GatewayError> {
    let kinds = match describe(client, table).await? {
        None => vec![Kind::Missing],
        Some(actual) => {
            let mut texts = key_differences(table, &actual);
            texts.extend(
                table
                    .index
                    .as_ref()
                    .and_then(|index| index_difference(index, &actual)),
            );
            texts.extend(ttl_difference(client, table).await?);
            texts.into_iter().map(Kind::Other).collect()
        }
    };
    let differences = kinds.into_iter().map(|kind| Difference {
        table: table.name.clone(),
        kind,
    });
    Ok(differences.collect())
}

fn key_differences(table: &Definition, actual: &TableDescription) -> Vec<String> {
    let keys = actual.key_schema();
    let parts = [
        ("partition key", Some(&table.partition), KeyType::Hash),
        ("sort key", table.sort.as_ref(), KeyType::Range),
    ];
    let names = parts.into_iter().filter_map(|(part, expected, key_type)| {
        let found = key_attribute(keys, &key_type);
        name_difference(part, expected.map(|expected| expected.name), found)
    });
    let types = table
        .attributes()
        .filter_map(|expected| type_difference(expected, actual));
    names.chain(types).collect()
}

fn key_attribute<'a>(keys: &'a [KeySchemaElement], key_type: &KeyType) -> Option<&'a str> {
    let found = keys.iter().find(|part| part.key_type() == key_type);
    found.map(KeySchemaElement::attribute_name)
}

fn name_difference(part: &str, expected: Option<&str>, found: Option<&str>) -> Option<String> {
    let (is, should) = (found.unwrap_or("missing"), expected.unwrap_or("none"));
    (expected != found).then(|| format!("{part} is {is}, expected {should}"))
}

fn type_difference(expected: &Attribute, actual: &TableDescription) -> Option<String> {
    let mut attributes = actual.attribute_definitions().iter();
    let found = attributes.find(|found| found.attribute_name() == expected.name)?;
    let (is, should) = (found.attribute_type(), &expected.kind);
    (is != should).then(|| format!("{} has type {is}, expected {should}", expected.name))
}

fn index_difference(index: &Index, actual: &TableDescription) -> Option<String> {
    let mut indexes = actual.local_secondary_indexes().iter();
    let named = |found: &&LocalSecondaryIndexDescription| found.index_name() == Some(index.name);
    let Some(found) = indexes.find(named) else {
        return Some(format!("no local secondary index {}", index.name));
    };
    if key_attribute(found.key_schema(), &KeyType::Range) != Some(index.sort.name) {
        return Some(format!(
            "{} has another sort key, expected {}",
            index.name, index.sort.name
        ));
    }
    let missing = unprojected(index, found);
    (!missing.is_empty()).then(|| {
        let (name, missing) = (index.name, missing.join(", "));
        format!("{name} does not project {missing}: lists work, but consume more capacity")
    })
}

/// Returns the attributes that the index should project and does not.
fn unprojected(index: &Index, found: &LocalSecondaryIndexDescription) -> Vec<&'static str> {
    let Some(projection) = found.projection() else {
        return index.projection.to_vec();
    };
    if projection.projection_type() == Some(&ProjectionType::All) {
        return Vec::new();
    }
    let projected = projection.non_key_attributes();
    let expected = index.projection.iter().copied();
    expected
        .filter(|name| projected.iter().all(|projected| projected != name))
        .collect()
}

async fn ttl_difference(
    client: &Client,
    table: &Definition,
) -> Result<Option<String>, GatewayError> {
    let Some(expected) = table.ttl else {
        return Ok(None);
    };
    Ok(match ttl(client, table).await? {
        Ttl::Attribute(found) if found == expected => None,
        Ttl::Attribute(found) => Some(format!("TTL attribute is {found}, expected {expected}")),
        Ttl::Disabled => Some(format!(
            "TTL is disabled, expected TTL attribute {expected}"
        )),
    })
}
