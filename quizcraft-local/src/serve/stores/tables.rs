//! The tables in DynamoDB.

use aws_config::BehaviorVersion;
use aws_sdk_dynamodb::Client;
use quizcraft_core::gateway::GatewayError;
use quizcraft_dynamo::{RequestPolicy, TableError, Tables};

use crate::failure::Failure;
use crate::options::Absent;

/// Returns a client as the environment and the profile configure it.
pub(super) async fn client() -> Result<Client, Failure> {
    let config = aws_config::defaults(BehaviorVersion::latest()).load().await;
    // The SDK would say so only when it is asked for something, and then say much else beside.
    if config.region().is_none() {
        return Err(Failure::NoRegion);
    }
    Ok(RequestPolicy::default().client((&config).into()))
}

/// Sees to it that all tables are there, and warns of each thing in which they are not as they
/// should be.
pub(super) async fn prepare(
    client: &Client,
    tables: &Tables,
    absent: Absent,
) -> Result<(), Failure> {
    if absent == Absent::Create {
        tables.create(client).await.map_err(failure)?;
    }
    let differences = tables.differences(client).await.map_err(failure)?;
    let missing = differences.iter().filter(|d| d.is_missing());
    let missing: Vec<_> = missing.map(|d| d.table().as_str()).collect();
    if !missing.is_empty() {
        return Err(Failure::NoTables(missing.join(", ")));
    }
    for difference in differences {
        tracing::warn!(%difference, "a table is not as it should be");
    }
    Ok(())
}

/// Returns what keeps the tables from being used. Without credentials there is something to
/// configure.
fn failure(error: GatewayError) -> Failure {
    match &error {
        GatewayError::Broken(cause) => match cause.downcast_ref() {
            Some(TableError::NoCredentials { .. }) => Failure::NoCredentials(error),
            _ => Failure::Tables(error),
        },
        _ => Failure::Tables(error),
    }
}
