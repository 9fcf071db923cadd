//! Converts errors of DynamoDB to errors of a gateway.

use std::error::Error;
use std::fmt::Display;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use quizcraft_core::gateway::{BoxError, GatewayError};

use crate::table_name::TableName;
use crate::transience::{FULL_COLLECTION, credentials_error, is_transient};

/// A request to a table failed. Errors name the table and the key, never the content of an item.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// A network error or a timeout.
    #[error("the table {target} does not respond")]
    Unreachable {
        /// The table, and the key if the request was about one.
        target: String,
        /// The cause.
        source: BoxError,
    },
    /// No credentials are configured, or they cannot be loaded.
    #[error("no credentials for the table {target}")]
    NoCredentials {
        /// The table, and the key if the request was about one.
        target: String,
        /// The cause.
        source: BoxError,
    },
    /// The client cannot build a request, because no region or no valid endpoint is configured.
    #[error("cannot build a request to the table {target}")]
    Misconfigured {
        /// The table, and the key if the request was about one.
        target: String,
        /// The cause.
        source: BoxError,
    },
    /// DynamoDB rejected the request.
    #[error("the table {target} returned {code}: {message}")]
    Rejected {
        /// The table, and the key if the request was about one.
        target: String,
        /// The error code.
        code: String,
        /// The error message, unless it may quote an item.
        message: String,
    },
    /// The items of one player have reached DynamoDB's limit for the items with one partition key in a
    /// table with a local index.
    #[error(
        "the items of one player in the table {0} have reached DynamoDB's limit of 10 GB: delete games of \
         this player, and configure a retention"
    )]
    CollectionFull(String),
    /// Every attempt of a write conflicted with another transaction.
    #[error("too many conflicting transactions on the table {0}")]
    Conflict(String),
    /// DynamoDB did not process some items of a batch, however often they were sent.
    #[error("the table {0} did not process all items of a batch")]
    Unprocessed(String),
    /// The deadline of the request passed before the call completed.
    #[error("the deadline passed before the table {0} responded")]
    OutOfTime(String),
    /// A request or a response does not have the expected form.
    #[error("malformed request to or response from the table {0}")]
    Malformed(String),
    /// The operating system's random number generator failed.
    #[error("cannot generate a client token: no randomness available")]
    RandomnessFailed,
}

/// Converts and classifies an error of the SDK.
pub(crate) fn gateway_error<E>(
    target: impl Display,
    error: SdkError<E, HttpResponse>,
) -> GatewayError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let code = error
        .as_service_error()
        .and_then(ProvideErrorMetadata::code);
    if code == Some(FULL_COLLECTION) {
        return collection_full(target);
    }
    let is_transient = is_transient(&error);
    let error = table_error(target.to_string(), error);
    if is_transient {
        GatewayError::Unavailable(error.into())
    } else {
        GatewayError::Broken(error.into())
    }
}

fn table_error<E>(target: String, error: SdkError<E, HttpResponse>) -> TableError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    if let SdkError::ServiceError(rejected) = &error {
        let code = rejected.err().code().unwrap_or("an error without a code");
        return TableError::Rejected {
            target,
            code: code.to_owned(),
            message: message(code, rejected.err().message()),
        };
    }
    let is_transient = is_transient(&error);
    let has_credentials = credentials_error(&error).is_none();
    let source = error.into();
    match (is_transient, has_credentials) {
        (true, _) => TableError::Unreachable { target, source },
        (false, false) => TableError::NoCredentials { target, source },
        (false, true) => TableError::Misconfigured { target, source },
    }
}

/// Returns the message to log. A `ValidationException` may quote the item, so its message is omitted.
fn message(code: &str, message: Option<&str>) -> String {
    match message {
        Some(_) if code == "ValidationException" => "message omitted".to_owned(),
        Some(message) => message.to_owned(),
        None => "no message".to_owned(),
    }
}

/// Returns the error of a write for which the collection of a player's items has no room.
pub(crate) fn collection_full(target: impl Display) -> GatewayError {
    GatewayError::Full(TableError::CollectionFull(target.to_string()).into())
}

pub(crate) fn unreachable_table(target: impl Display, source: BoxError) -> GatewayError {
    let target = target.to_string();
    GatewayError::Unavailable(TableError::Unreachable { target, source }.into())
}

/// Returns the error of a call that was cancelled at the deadline of its request.
pub(crate) fn out_of_time(target: impl Display) -> GatewayError {
    GatewayError::Unavailable(TableError::OutOfTime(target.to_string()).into())
}

/// Returns the error for a malformed item.
pub(crate) fn unreadable(
    table: &TableName,
    key: impl Display,
    source: impl Error + Send + Sync + 'static,
) -> GatewayError {
    GatewayError::Unreadable {
        key: format!("{key} in the table {table}"),
        source: source.into(),
    }
}

/// Returns the error for a request that cannot be built, or a response that lacks a promised part.
pub(crate) fn malformed(table: &TableName) -> GatewayError {
    GatewayError::Broken(TableError::Malformed(table.to_string()).into())
}
