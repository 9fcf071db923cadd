//! The client and the tables of DynamoDB.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use quizcraft_core::gateway::GatewayError;
use quizcraft_dynamo::{RequestPolicy, TableError, Tables};

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
    missing_tables: MissingTables,
) -> Result<(), Failure> {
    if missing_tables == MissingTables::Create {
        tables.create(client).await.map_err(failure)?;
    }
    let differences = tables.differences(client).await.map_err(failure)?;
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
