//! Whether waiting helps where AWS did not do what it was asked for.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_dynamodb::config::http::HttpResponse;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// The codes of transient errors of DynamoDB and of SQS. The SDK has retried them by the time that
/// they are seen here.
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

/// Returns whether a call of an AWS service failed for a reason that may pass without an operator:
/// the same rule for every service.
///
/// | what failed | transient |
/// | --- | --- |
/// | the connection, or the time ran out | yes |
/// | the service, with a status of 5xx or 429 or the code of a throttled or interrupted call | yes |
/// | the service, with anything else: no permission, an expired token, a signature that is not valid | no |
/// | loading credentials: their provider timed out or failed | yes |
/// | loading credentials: there are none, or their configuration is not valid | no |
/// | making the request: no region, no provider of credentials, a parameter that cannot be sent | no |
///
/// What is not transient is [`GatewayError::Broken`](quizcraft_core::gateway::GatewayError::Broken)
/// of a gateway, and the rest is
/// [`GatewayError::Unavailable`](quizcraft_core::gateway::GatewayError::Unavailable).
pub fn is_transient<E>(error: &SdkError<E, HttpResponse>) -> bool
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ConstructionFailure(_) => false,
        SdkError::DispatchFailure(failure) => match credentials_error(error) {
            Some(credentials) => may_load_later(credentials),
            // What is none of these was never sent, or was answered by something else than a server.
            None => failure.is_timeout() || failure.is_io() || failure.as_other().is_some(),
        },
        SdkError::ServiceError(refusal) => {
            let status = refusal.raw().status().as_u16();
            let code = refusal.err().code().unwrap_or_default();
            status == 429 || status >= 500 || TRANSIENT_CODES.contains(&code)
        }
        _ => true,
    }
}

/// Returns why no credentials could be loaded, if that is what an error comes from.
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

/// Returns whether credentials that could not be loaded now may be loaded later. A provider that
/// fails is one that was found and could not be reached, or not be served.
fn may_load_later(error: &CredentialsError) -> bool {
    matches!(
        error,
        CredentialsError::ProviderTimedOut(_) | CredentialsError::ProviderError(_)
    )
}
