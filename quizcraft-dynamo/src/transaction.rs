//! Conditional writes that are retried on conflicts with other transactions.

use std::fmt::Display;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};
use quizcraft_core::gateway::GatewayError;

use tokio::time::{Instant, sleep};

use crate::call_deadline::CallDeadline;
use crate::error::{TableError, collection_full, gateway_error};
use crate::item::Attributes;
use crate::transience::{FULL_COLLECTION_CANCELLATION, is_transient_cancellation};

/// The maximum number of items of a transaction, a limit of DynamoDB.
pub(crate) const MAX_ITEMS: usize = 100;
/// The maximum number of attempts of a write that conflicts with others.
const MAX_ATTEMPTS: u32 = 7;
/// The number of attempts that include an item that may be lost.
const ADVISORY_ATTEMPTS: u32 = 3;
/// The maximum pause after the first attempt. It doubles with every attempt.
const INITIAL_BACKOFF: Duration = Duration::from_millis(20);
/// The time from the first attempt after which no attempt starts, whatever the deadline of the
/// request. It does not limit the duration of the last attempt.
const RETRY_WINDOW: Duration = Duration::from_secs(3);

/// The outcome of a transaction.
pub(crate) enum Outcome {
    /// All items are written.
    Committed,
    /// No item is written, because a condition failed. Contains the result of each item's condition.
    ConditionFailed(Vec<Condition>),
}

/// The result of an item's condition.
pub(crate) enum Condition {
    Holds,
    /// The condition failed; contains the stored item, if there is one.
    Fails(Option<Attributes>),
}

/// Writes all items or none. All attempts carry the same client token, so that an attempt after a
/// lost response does not write twice.
///
/// The items are built for each attempt, because a second attempt is rare and keeping them for it
/// would require a copy.
pub(crate) async fn transact(
    client: &Client,
    target: impl Display + Copy,
    items: impl Fn() -> Result<Vec<TransactWriteItem>, GatewayError>,
    limit: CallDeadline,
) -> Result<Outcome, GatewayError> {
    let token = client_token()?;
    let (items, token) = (&items, token.as_str());
    let write = |_| async move { attempt(client, target, items()?, token).await };
    retry_on_conflict(target, limit, write).await
}

/// Writes all items or none, and with them an unconditional item that may be lost: it is left out of the last
/// attempts, so that conflicts on it alone never fail the write.
///
/// The attempts without it carry another client token, because DynamoDB rejects a token that is used with
/// other items. Should an earlier attempt be still in progress and take effect, the conditions of `items` fail.
pub(crate) async fn transact_with_advisory(
    client: &Client,
    target: impl Display + Copy,
    items: impl Fn() -> Result<Vec<TransactWriteItem>, GatewayError>,
    advisory: impl Fn() -> Result<Option<TransactWriteItem>, GatewayError>,
    limit: CallDeadline,
) -> Result<Outcome, GatewayError> {
    let tokens = [client_token()?, client_token()?];
    let (items, advisory, [with, without]) = (&items, &advisory, &tokens);
    let write = |number| async move {
        let mut items = items()?;
        match advisory()? {
            Some(_) if number > ADVISORY_ATTEMPTS => attempt(client, target, items, without).await,
            advisory => {
                items.extend(advisory);
                attempt(client, target, items, with).await
            }
        }
    };
    retry_on_conflict(target, limit, write).await
}

/// Retries a write on conflicts, with exponential backoff and full jitter. Returns the error early
/// instead of starting a pause after which no attempt may start. Attempts are numbered from 1.
pub(crate) async fn retry_on_conflict<T, F>(
    target: impl Display,
    limit: CallDeadline,
    write: impl Fn(u32) -> F,
) -> Result<T, GatewayError>
where
    F: Future<Output = Result<Attempt<T>, GatewayError>>,
{
    let started = Instant::now();
    for attempts in 1.. {
        match write(attempts).await? {
            Attempt::Finished(outcome) => return Ok(outcome),
            Attempt::Conflict if attempts == MAX_ATTEMPTS => break,
            Attempt::Conflict => {}
        }
        let pause = backoff(attempts);
        if started.elapsed().saturating_add(pause) > RETRY_WINDOW || !limit.allows(pause) {
            break;
        }
        sleep(pause).await;
    }
    Err(too_many_conflicts(target))
}

/// Returns 32 random hexadecimal digits.
pub(crate) fn client_token() -> Result<String, GatewayError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|_| GatewayError::Broken(TableError::RandomnessFailed.into()))?;
    Ok(hex::encode(bytes))
}

/// The outcome of one attempt to write.
pub(crate) enum Attempt<T> {
    /// The write succeeded, or its condition failed.
    Finished(T),
    /// The write conflicted with another transaction, and may be retried.
    Conflict,
}

async fn attempt(
    client: &Client,
    target: impl Display,
    items: Vec<TransactWriteItem>,
    token: &str,
) -> Result<Attempt<Outcome>, GatewayError> {
    let write = client
        .transact_write_items()
        .set_transact_items(Some(items))
        .client_request_token(token);
    let Err(error) = Box::pin(write.send()).await else {
        return Ok(Attempt::Finished(Outcome::Committed));
    };
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            match classify_cancellation(cancelled) {
                Cancellation::Attempt(attempt) => Ok(attempt),
                Cancellation::CollectionFull => Err(collection_full(target)),
                Cancellation::Permanent => Err(gateway_error(target, error)),
            }
        }
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => Ok(Attempt::Conflict),
        _ => Err(gateway_error(target, error)),
    }
}

/// What a cancelled transaction means.
enum Cancellation {
    /// The outcome of the attempt.
    Attempt(Attempt<Outcome>),
    /// The collection of a player's items has no room.
    CollectionFull,
    /// A permanent error.
    Permanent,
}

/// Classifies a cancelled transaction. A full collection takes precedence over failed conditions, because
/// DynamoDB does not tell whether the condition of the item that has no room holds.
fn classify_cancellation(cancelled: &TransactionCanceledException) -> Cancellation {
    let reasons = cancelled.cancellation_reasons();
    let codes = || reasons.iter().filter_map(CancellationReason::code);
    let any = |reason| codes().any(|code| code == reason);
    if codes().any(is_transient_cancellation) {
        return Cancellation::Attempt(Attempt::Conflict);
    }
    if any(FULL_COLLECTION_CANCELLATION) {
        return Cancellation::CollectionFull;
    }
    if !any("ConditionalCheckFailed") || any("ValidationError") {
        return Cancellation::Permanent;
    }
    let conditions = reasons.iter().map(|reason| match reason.code() {
        Some("ConditionalCheckFailed") => Condition::Fails(reason.item().cloned()),
        _ => Condition::Holds,
    });
    Cancellation::Attempt(Attempt::Finished(Outcome::ConditionFailed(
        conditions.collect(),
    )))
}

/// Returns a random pause, up to an exponentially growing maximum ("full jitter"), so that
/// conflicting writers do not retry at the same time.
pub(crate) fn backoff(attempts: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
    let longest = INITIAL_BACKOFF.saturating_mul(doubled);
    let random = getrandom::u32().unwrap_or(u32::MAX);
    longest.mul_f64(f64::from(random) / f64::from(u32::MAX))
}

pub(crate) fn too_many_conflicts(target: impl Display) -> GatewayError {
    GatewayError::Unavailable(TableError::Conflict(target.to_string()).into())
}

#[cfg(test)]
mod tests {
    use super::{
        Attempt, Cancellation, Condition, Outcome, TransactionCanceledException,
        classify_cancellation,
    };
    use aws_sdk_dynamodb::types::CancellationReason;

    const FAILED: &str = "ConditionalCheckFailed";
    const NONE: &str = "None";

    fn cancelled(codes: &[&str]) -> TransactionCanceledException {
        let reasons = codes
            .iter()
            .map(|code| CancellationReason::builder().code(*code).build());
        TransactionCanceledException::builder()
            .set_cancellation_reasons(Some(reasons.collect()))
            .build()
    }

    #[test]
    fn conflicts_and_throttling_are_retried_even_if_a_condition_fails() {
        for transient in [
            "TransactionConflict",
            "ProvisionedThroughputExceeded",
            "ThrottlingError",
        ] {
            for codes in [
                [transient, NONE],
                [NONE, transient],
                [FAILED, transient],
                [transient, FAILED],
            ] {
                let classified = classify_cancellation(&cancelled(&codes));
                let conflict = matches!(classified, Cancellation::Attempt(Attempt::Conflict));
                assert!(conflict, "{codes:?}");
            }
        }
    }

    #[test]
    fn failed_conditions_are_returned_in_the_order_of_the_items() {
        for (codes, first) in [([FAILED, NONE], true), ([NONE, FAILED], false)] {
            let Cancellation::Attempt(Attempt::Finished(Outcome::ConditionFailed(conditions))) =
                classify_cancellation(&cancelled(&codes))
            else {
                panic!("{codes:?}");
            };
            let fails: Vec<_> = conditions
                .iter()
                .map(|condition| matches!(condition, Condition::Fails(_)))
                .collect();
            assert_eq!(fails, [first, !first]);
        }
    }

    #[test]
    fn validation_errors_and_unknown_reasons_are_permanent() {
        for codes in [
            ["ValidationError", NONE],
            [FAILED, "ValidationError"],
            [NONE, NONE],
        ] {
            let classified = classify_cancellation(&cancelled(&codes));
            assert!(matches!(classified, Cancellation::Permanent), "{codes:?}");
        }
    }

    #[test]
    fn a_full_collection_is_reported_even_if_a_condition_fails() {
        const FULL: &str = "ItemCollectionSizeLimitExceeded";
        for codes in [[FULL, NONE], [NONE, FULL], [FAILED, FULL], [FULL, FAILED]] {
            let classified = classify_cancellation(&cancelled(&codes));
            assert!(
                matches!(classified, Cancellation::CollectionFull),
                "{codes:?}"
            );
        }
    }
}
