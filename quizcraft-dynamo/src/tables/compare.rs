//! Comparing tables that exist with what they should be.

use std::fmt;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    KeySchemaElement, KeyType, LocalSecondaryIndexDescription, ProjectionType, TableDescription,
};
use quizcraft_core::gateway::GatewayError;

use super::create::{Expiry, describe, expiry};
use super::definition::{Attribute, Definition, Index};
use crate::table_name::TableName;

/// One thing in which a table is not as it should be.
///
/// Its text says which table and what, such as `table Token: nothing expires; ExpirationEpoch
/// should be its TTL attribute`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    table: TableName,
    what: What,
}

/// What is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
enum What {
    Missing,
    Other(String),
}

impl Difference {
    /// Returns which table it is about.
    #[must_use]
    pub const fn table(&self) -> &TableName {
        &self.table
    }

    /// Returns whether the table does not exist at all, so that nothing can be done with it.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.what, What::Missing)
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match &self.what {
            What::Missing => "it does not exist",
            What::Other(what) => what,
        };
        write!(f, "table {}: {what}", self.table)
    }
}

/// In what a table differs from its definition.
pub(super) async fn compare(
    client: &Client,
    table: &Definition,
) -> Result<Vec<Difference>, GatewayError> {
    let whats = match describe(client, table).await? {
        None => vec![What::Missing],
        Some(actual) => {
            let mut whats = key_differences(table, &actual);
            whats.extend(
                table
                    .index
                    .as_ref()
                    .and_then(|index| index_difference(index, &actual)),
            );
            whats.extend(ttl_difference(client, table).await?);
            whats.into_iter().map(What::Other).collect()
        }
    };
    let named = whats.into_iter().map(|what| Difference {
        table: table.name.clone(),
        what,
    });
    Ok(named.collect())
}

fn key_differences(table: &Definition, actual: &TableDescription) -> Vec<String> {
    let keys = actual.key_schema();
    let parts = [
        ("partition key", Some(&table.partition), KeyType::Hash),
        ("sort key", table.sort.as_ref(), KeyType::Range),
    ];
    let compared = parts.into_iter().filter_map(|(what, wanted, kind)| {
        let found = part(keys, &kind);
        difference(what, wanted.map(|wanted| wanted.name), found)
    });
    let kinds = table
        .attributes()
        .filter_map(|wanted| kind_difference(wanted, actual));
    compared.chain(kinds).collect()
}

fn part<'a>(keys: &'a [KeySchemaElement], kind: &KeyType) -> Option<&'a str> {
    let found = keys.iter().find(|part| part.key_type() == kind);
    found.map(KeySchemaElement::attribute_name)
}

fn difference(what: &str, wanted: Option<&str>, found: Option<&str>) -> Option<String> {
    let shown = |name: Option<&str>| name.map_or("nothing".to_owned(), str::to_owned);
    (wanted != found).then(|| format!("its {what} is {}, not {}", shown(found), shown(wanted)))
}

fn kind_difference(wanted: &Attribute, actual: &TableDescription) -> Option<String> {
    let mut attributes = actual.attribute_definitions().iter();
    let found = attributes.find(|found| found.attribute_name() == wanted.name)?;
    let (is, should) = (found.attribute_type(), &wanted.kind);
    (is != should).then(|| format!("{} is of type {is}, not {should}", wanted.name))
}

fn index_difference(index: &Index, actual: &TableDescription) -> Option<String> {
    let mut indexes = actual.local_secondary_indexes().iter();
    let named = |found: &&LocalSecondaryIndexDescription| found.index_name() == Some(index.name);
    let Some(found) = indexes.find(named) else {
        return Some(format!("it has no local index {}", index.name));
    };
    if part(found.key_schema(), &KeyType::Range) != Some(index.sort.name) {
        return Some(format!(
            "{} is not sorted by {}",
            index.name, index.sort.name
        ));
    }
    let missing = missing(index, found);
    (!missing.is_empty()).then(|| {
        let (name, missing) = (index.name, missing.join(", "));
        format!("{name} lacks {missing}: lists work, and cost more")
    })
}

fn missing(index: &Index, found: &LocalSecondaryIndexDescription) -> Vec<&'static str> {
    let Some(projection) = found.projection() else {
        return index.projection.to_vec();
    };
    if projection.projection_type() == Some(&ProjectionType::All) {
        return Vec::new();
    }
    let held = projection.non_key_attributes();
    let lacking = index.projection.iter().copied();
    lacking
        .filter(|name| held.iter().all(|held| held != name))
        .collect()
}

async fn ttl_difference(
    client: &Client,
    table: &Definition,
) -> Result<Option<String>, GatewayError> {
    let Some(wanted) = table.ttl else {
        return Ok(None);
    };
    Ok(match expiry(client, table).await? {
        Expiry::By(found) if found == wanted => None,
        Expiry::By(found) => Some(format!("what expires is told by {found}, not by {wanted}")),
        Expiry::Off => Some(format!(
            "nothing expires; {wanted} should be its TTL attribute"
        )),
    })
}
