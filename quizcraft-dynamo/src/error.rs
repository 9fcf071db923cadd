//! What DynamoDB answers, as errors of a gateway.

use std::error::Error;
use std::fmt::Display;

use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use quizcraft_core::gateway::{BoxError, GatewayError};

use crate::tables::TableName;

/// A table did not do what it was asked for. It names the table, and never what is in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// It cannot be reached, or not in time.
    #[error("the table {place} does not answer")]
    Silent {
        /// Which table, and which key where it was about one.
        place: String,
        /// Why.
        source: BoxError,
    },
    /// It refuses what it was asked for.
    #[error("the table {place} answers {code}: {message}")]
    Refused {
        /// Which table, and which key where it was about one.
        place: String,
        /// The code of the error.
        code: String,
        /// What DynamoDB says about it, unless that may repeat an item.
        message: String,
    },
    /// What it does is met by others over and over.
    #[error("the table {0} is too busy")]
    Busy(String),
    /// The request that the call was for ended before the call could.
    #[error("no time was left for the table {0}")]
    OutOfTime(String),
    /// The operating system has no randomness to give.
    #[error("there is no randomness for a client token")]
    NoRandomness,
}

/// What comes by itself and goes by itself.
const PASSING: [&str; 8] = [
    "InternalServerError",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
];

/// What is wrong with a request that a table did not do.
pub(crate) fn gateway_error<E>(
    place: impl Display,
    error: SdkError<E, HttpResponse>,
) -> GatewayError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
{
    let status = error
        .raw_response()
        .map(|response| response.status().as_u16());
    let SdkError::ServiceError(refusal) = &error else {
        return silent(place, error.into());
    };
    let code = refusal.err().code().unwrap_or("an error without a code");
    let refused = TableError::Refused {
        place: place.to_string(),
        code: code.to_owned(),
        message: message(code, refusal.err().message()),
    };
    if PASSING.contains(&code) || status.is_some_and(|status| status >= 500) {
        GatewayError::Unavailable(refused.into())
    } else {
        GatewayError::Broken(refused.into())
    }
}

/// A message about a request that makes no sense may repeat what stands in it.
fn message(code: &str, message: Option<&str>) -> String {
    match message {
        Some(message) if code != "ValidationException" => message.to_owned(),
        _ => "it says no more".to_owned(),
    }
}

pub(crate) fn silent(place: impl Display, source: BoxError) -> GatewayError {
    let place = place.to_string();
    GatewayError::Unavailable(TableError::Silent { place, source }.into())
}

/// The request ended before what it asked of a table.
pub(crate) fn out_of_time(place: impl Display) -> GatewayError {
    GatewayError::Unavailable(TableError::OutOfTime(place.to_string()).into())
}

/// What is stored under a key makes no sense.
pub(crate) fn unreadable(
    table: &TableName,
    key: &str,
    source: impl Error + Send + Sync + 'static,
) -> GatewayError {
    GatewayError::Unreadable {
        key: format!("{key} in the table {table}"),
        source: source.into(),
    }
}

/// DynamoDB's answer, or our request, is not formed as both agreed.
pub(crate) fn malformed(table: &TableName) -> GatewayError {
    let refused = TableError::Refused {
        place: table.to_string(),
        code: "nothing that fits".to_owned(),
        message: "is this DynamoDB?".to_owned(),
    };
    GatewayError::Broken(refused.into())
}
