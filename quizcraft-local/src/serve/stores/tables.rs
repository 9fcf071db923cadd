//! The client and the tables of DynamoDB.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use quizcraft_core::gateway::GatewayError;
use quizcraft_dynamo::{Difference, DraftTable, RequestPolicy, TableError, Tables};

use crate::failure::Failure;
use crate::options::MissingTables;

/// Returns a client with the configuration of the environment and the profile.
pub(super) async fn client() -> Result<Client, Failure> {
    let config = aws_config::defaults(BehaviorVersion::latest()).load().await;
    // Checked here, since the SDK reports a missing region only on the first request, among other errors.
    if config.region().is_none() {
        return Err(Failure::NoRegion);
    }
    Ok(RequestPolicy::default().client((&config).into()))
}

/// Creates missing tables or fails, and logs each difference of a table from its definition.
pub(super) async fn prepare(
    client: &Client,
    tables: &Tables,
    drafts: Option<&DraftTable>,
    missing_tables: MissingTables,
) -> Result<(), Failure> {
    if missing_tables == MissingTables::Create {
        create(client, tables, drafts).await.map_err(failure)?;
    }
    let differences = differences(client, tables, drafts);
    let differences = differences.await.map_err(failure)?;
    let missing = differences.iter().filter(|d| d.is_missing());
    let missing: Vec<_> = missing.map(|d| d.table().as_str()).collect();
    if !missing.is_empty() {
        return Err(Failure::NoTables(missing.join(", ")));
    }
    for difference in differences {
        tracing::warn!(%difference, "a table differs from its definition");
    }
    Ok(())
}

async fn create(
    client: &Client,
    tables: &Tables,
    drafts: Option<&DraftTable>,
) -> Result<(), GatewayError> {
    tables.create(client).await?;
    match drafts {
        Some(drafts) => drafts.create(client).await,
        None => Ok(()),
    }
}

async fn differences(
    client: &Client,
    tables: &Tables,
    drafts: Option<&DraftTable>,
) -> Result<Vec<Difference>, GatewayError> {
    let mut differences = tables.differences(client).await?;
    if let Some(drafts) = drafts {
        differences.extend(drafts.differences(client).await?);
    }
    Ok(differences)
}

/// Converts an error of the tables. Missing credentials have an error of their own, which says how to
/// configure them.
fn failure(error: GatewayError) -> Failure {
    match &error {
        GatewayError::Broken(cause) => match cause.downcast_ref() {
            Some(TableError::NoCredentials { .. }) => Failure::NoCredentials(error),
            _ => Failure::Tables(error),
        },
        _ => Failure::Tables(error),
    }
}
