//! What DynamoDB answers, as errors of a gateway.

use std::error::Error;
use std::fmt::Display;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use quizcraft_core::gateway::{BoxError, GatewayError};

use crate::table_name::TableName;
use crate::transience::{credentials_error, is_transient};

/// A table did not do what it was asked for. It names the table, and never what is in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// It cannot be reached, or not in time.
    #[error("the table {place} does not answer")]
    Unreachable {
        /// Which table, and which key where it was about one.
        place: String,
        /// Why.
        source: BoxError,
    },
    /// No credentials are configured for it, or none that could be loaded.
    #[error("there are no credentials for the table {place}")]
    NoCredentials {
        /// Which table, and which key where it was about one.
        place: String,
        /// Why.
        source: BoxError,
    },
    /// No request to it can be made: no region is configured, or no valid endpoint.
    #[error("no request to the table {place} can be made")]
    Misconfigured {
        /// Which table, and which key where it was about one.
        place: String,
        /// Why.
        source: BoxError,
    },
    /// It refuses what it was asked for.
    #[error("the table {place} answers {code}: {message}")]
    Rejected {
        /// Which table, and which key where it was about one.
        place: String,
        /// The code of the error.
        code: String,
        /// What DynamoDB says about it, unless that may repeat an item.
        message: String,
    },
    /// What it does is met by others over and over.
    #[error("the table {0} is too busy")]
    Conflict(String),
    /// The request that the call was for ended before the call could.
    #[error("no time was left for the table {0}")]
    OutOfTime(String),
    /// The operating system has no randomness to give.
    #[error("there is no randomness for a client token")]
    RandomnessFailed,
}

/// Returns what is wrong with a request that a table did not do.
pub(crate) fn gateway_error<E>(
    place: impl Display,
    error: SdkError<E, HttpResponse>,
) -> GatewayError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let is_transient = is_transient(&error);
    let error = table_error(place.to_string(), error);
    if is_transient {
        GatewayError::Unavailable(error.into())
    } else {
        GatewayError::Broken(error.into())
    }
}

fn table_error<E>(place: String, error: SdkError<E, HttpResponse>) -> TableError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    if let SdkError::ServiceError(refusal) = &error {
        let code = refusal.err().code().unwrap_or("an error without a code");
        return TableError::Rejected {
            place,
            code: code.to_owned(),
            message: message(code, refusal.err().message()),
        };
    }
    let is_transient = is_transient(&error);
    let has_credentials = credentials_error(&error).is_none();
    let source = error.into();
    match (is_transient, has_credentials) {
        (true, _) => TableError::Unreachable { place, source },
        (false, false) => TableError::NoCredentials { place, source },
        (false, true) => TableError::Misconfigured { place, source },
    }
}

/// Returns a message about a request that makes no sense may repeat what stands in it.
fn message(code: &str, message: Option<&str>) -> String {
    match message {
        Some(message) if code != "ValidationException" => message.to_owned(),
        _ => "it says no more".to_owned(),
    }
}

pub(crate) fn silent(place: impl Display, source: BoxError) -> GatewayError {
    let place = place.to_string();
    GatewayError::Unavailable(TableError::Unreachable { place, source }.into())
}

/// Returns the request ended before what it asked of a table.
pub(crate) fn out_of_time(place: impl Display) -> GatewayError {
    GatewayError::Unavailable(TableError::OutOfTime(place.to_string()).into())
}

/// Returns what is stored under a key makes no sense.
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

/// DynamoDB's answer, or our request, is not formed as both agreed.
pub(crate) fn malformed(table: &TableName) -> GatewayError {
    let refused = TableError::Rejected {
        place: table.to_string(),
        code: "nothing that fits".to_owned(),
        message: "is this DynamoDB?".to_owned(),
    };
    GatewayError::Broken(refused.into())
}
