//! Classifies errors of AWS services as transient or permanent.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The codes of transient errors of DynamoDB and SQS. The SDK has already retried them.
const TRANSIENT_CODES: [&str; 15] = [
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "KMS.ThrottlingException",
    "KmsThrottled",
    "OverLimit",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestTimeout",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "TransactionConflictException",
    "TransactionInProgressException",
];

/// The reasons for which DynamoDB cancels a transaction that may succeed if it is sent again.
const TRANSIENT_CANCELLATIONS: [&str; 3] = [
    "ProvisionedThroughputExceeded",
    "ThrottlingError",
    "TransactionConflict",
];

/// Returns whether a transaction that was cancelled for this reason may succeed if it is sent again.
/// A cancelled transaction reports one reason for each of its items, in place of an error code.
pub(crate) fn is_transient_cancellation(reason: &str) -> bool {
    TRANSIENT_CANCELLATIONS.contains(&reason)
}

/// The code of a write that was rejected because the items with its partition key have reached the limit
/// of a table with a local index.
pub(crate) const FULL_COLLECTION: &str = "ItemCollectionSizeLimitExceededException";

/// The reason for which DynamoDB cancels a transaction with such a write.
pub(crate) const FULL_COLLECTION_CANCELLATION: &str = "ItemCollectionSizeLimitExceeded";

/// Returns whether an error of an AWS call is transient, so that a retry may succeed without an
/// operator. The rule is the same for every service.
///
/// | error | transient |
/// | --- | --- |
/// | network error or timeout | yes |
/// | response with status 5xx or 429, or with the code of a throttled or interrupted call | yes |
/// | any other error response: missing permission, expired token, invalid signature | no |
/// | the credentials provider timed out or failed | yes |
/// | no credentials, or invalid configuration of credentials | no |
/// | the request cannot be built: no region, no credentials provider, invalid parameter | no |
///
/// Gateways return [`GatewayError::Unavailable`](quizcraft_core::gateway::GatewayError::Unavailable)
/// for transient errors and [`GatewayError::Broken`](quizcraft_core::gateway::GatewayError::Broken)
/// for all others.
///
/// ```
/// use aws_sdk_dynamodb::config::http::HttpResponse;
/// use aws_sdk_dynamodb::error::SdkError;
/// use aws_sdk_dynamodb::operation::get_item::GetItemError;
/// use quizcraft_dynamo::is_transient;
///
/// let timeout = SdkError::<GetItemError, HttpResponse>::timeout_error("no response");
/// assert!(is_transient(&timeout));
/// let no_region = SdkError::<GetItemError, HttpResponse>::construction_failure("no region");
/// assert!(!is_transient(&no_region));
/// ```
pub fn is_transient<E>(error: &SdkError<E, HttpResponse>) -> bool
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => false,
        SdkError::DispatchFailure(failure) => match credentials_error(error) {
            Some(credentials) => is_transient_credentials_error(credentials),
            // Otherwise the request was never sent, or the response was not HTTP.
            None => failure.is_timeout() || failure.is_io() || failure.as_other().is_some(),
        },
        SdkError::ServiceError(rejected) => {
            let status = rejected.raw().status().as_u16();
            let code = rejected.err().code().unwrap_or_default();
            status == 429 || status >= 500 || TRANSIENT_CODES.contains(&code)
        }
        _ => true,
    }
}

/// Returns the credentials error in the chain of sources of `error`, if there is one.
pub(crate) fn credentials_error<'a>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a CredentialsError> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(credentials) = error.downcast_ref() {
            return Some(credentials);
        }
        cause = error.source();
    }
    None
}

/// Returns whether loading credentials may succeed later. `ProviderError` means that a provider was
/// found, but could not be reached or returned an error.
fn is_transient_credentials_error(error: &CredentialsError) -> bool {
    matches!(
        error,
        CredentialsError::ProviderTimedOut(_) | CredentialsError::ProviderError(_)
    )
}
