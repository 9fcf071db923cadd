//! Transactions that are tried until they are done or refused.

use std::fmt::Display;
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};
use quizcraft_core::gateway::GatewayError;

use tokio::time::{Instant, sleep};

use crate::error::{TableError, gateway_error};
use crate::item::Attributes;
use crate::time_limit::TimeLimit;

/// How often a transaction is tried that meets others.
const TRIES: u32 = 7;
/// The longest pause after the first try; each later one may be twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// After how long no other try begins, however much time a request has. The last one may take as
/// long as any call of DynamoDB.
const LONGEST: Duration = Duration::from_secs(3);

/// What came of a transaction.
pub(crate) enum Outcome {
    /// All of it is written.
    Done,
    /// Nothing is, since a condition does not hold: for each item whether its own does.
    Refused(Vec<Condition>),
}

/// Whether the condition of one item holds.
pub(crate) enum Condition {
    Holds,
    /// It does not, and this is what is stored, if anything is.
    Fails(Option<Attributes>),
}

/// Writes all items, or none. A write that is sent again after a lost reply is known by its token,
/// and is done once.
///
/// The items are made for each try, since hardly any transaction has a second one: to keep them for
/// it would take a copy of them.
pub(crate) async fn transact(
    client: &Client,
    place: impl Display + Copy,
    items: impl Fn() -> Result<Vec<TransactWriteItem>, GatewayError>,
    limit: TimeLimit,
) -> Result<Outcome, GatewayError> {
    let token = client_token()?;
    let (items, token) = (&items, token.as_str());
    let write = || async move { attempt(client, place, items()?, token).await };
    retry_on_conflict(place, limit, write).await
}

/// Writes until it meets no other transaction, with growing pauses, for a while: no pause begins
/// after which there is no time for another try.
pub(crate) async fn retry_on_conflict<T, F>(
    place: impl Display,
    limit: TimeLimit,
    write: impl Fn() -> F,
) -> Result<T, GatewayError>
where
    F: Future<Output = Result<Attempt<T>, GatewayError>>,
{
    let begun = Instant::now();
    for tried in 1.. {
        match write().await? {
            Attempt::Over(outcome) => return Ok(outcome),
            Attempt::Conflict if tried == TRIES => break,
            Attempt::Conflict => {}
        }
        let pause = pause(tried);
        if begun.elapsed().saturating_add(pause) > LONGEST || !limit.allows(pause) {
            break;
        }
        sleep(pause).await;
    }
    Err(busy(place))
}

/// 32 random hexadecimal digits.
pub(crate) fn client_token() -> Result<String, GatewayError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|_| GatewayError::Broken(TableError::RandomnessFailed.into()))?;
    Ok(hex::encode(bytes))
}

/// What came of one attempt to write.
pub(crate) enum Attempt<T> {
    /// It is over, well or not.
    Over(T),
    /// It met another transaction on the same item, and may be tried again.
    Conflict,
}

async fn attempt(
    client: &Client,
    place: impl Display,
    items: Vec<TransactWriteItem>,
    token: &str,
) -> Result<Attempt<Outcome>, GatewayError> {
    let write = client
        .transact_write_items()
        .set_transact_items(Some(items))
        .client_request_token(token);
    let Err(error) = Box::pin(write.send()).await else {
        return Ok(Attempt::Over(Outcome::Done));
    };
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            classify_cancellation(cancelled).ok_or_else(|| gateway_error(place, error))
        }
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => Ok(Attempt::Conflict),
        _ => Err(gateway_error(place, error)),
    }
}

/// Returns what a cancelled transaction means, or `None` if it can never succeed.
fn classify_cancellation(cancelled: &TransactionCanceledException) -> Option<Attempt<Outcome>> {
    let reasons = cancelled.cancellation_reasons();
    let code = |reason: &CancellationReason| reason.code().unwrap_or("None").to_owned();
    let codes: Vec<_> = reasons.iter().map(code).collect();
    let any = |wanted: &[&str]| codes.iter().any(|code| wanted.contains(&code.as_str()));
    if any(&[
        "TransactionConflict",
        "ProvisionedThroughputExceeded",
        "ThrottlingError",
    ]) {
        return Some(Attempt::Conflict);
    }
    if !any(&["ConditionalCheckFailed"]) || any(&["ValidationError"]) {
        return None;
    }
    let conditions = reasons.iter().map(|reason| match reason.code() {
        Some("ConditionalCheckFailed") => Condition::Fails(reason.item().cloned()),
        _ => Condition::Holds,
    });
    Some(Attempt::Over(Outcome::Refused(conditions.collect())))
}

/// Returns a pause of random length after so many tries, longer the more often one met others, so
/// that not all come back at once.
fn pause(tried: u32) -> Duration {
    let doubled = 2_u32.saturating_pow(tried.saturating_sub(1));
    let longest = FIRST_PAUSE.saturating_mul(doubled);
    let chance = getrandom::u32().unwrap_or(u32::MAX);
    longest.mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

fn busy(place: impl Display) -> GatewayError {
    GatewayError::Unavailable(TableError::Conflict(place.to_string()).into())
}

#[cfg(test)]
mod tests {
    use super::{Attempt, Condition, Outcome, TransactionCanceledException, classify_cancellation};
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
    fn what_met_another_is_tried_again_whatever_else_is_said() {
        for passing in [
            "TransactionConflict",
            "ProvisionedThroughputExceeded",
            "ThrottlingError",
        ] {
            for codes in [
                [passing, NONE],
                [NONE, passing],
                [FAILED, passing],
                [passing, FAILED],
            ] {
                let classify_cancellation = classify_cancellation(&cancelled(&codes));
                assert!(
                    matches!(classify_cancellation, Some(Attempt::Conflict)),
                    "{codes:?}"
                );
            }
        }
    }

    #[test]
    fn a_condition_that_fails_is_told_by_its_place() {
        for (codes, first) in [([FAILED, NONE], true), ([NONE, FAILED], false)] {
            let Some(Attempt::Over(Outcome::Refused(conditions))) =
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
    fn what_can_never_succeed_is_not_tried_again() {
        for codes in [
            ["ValidationError", NONE],
            [FAILED, "ValidationError"],
            [NONE, NONE],
        ] {
            assert!(
                classify_cancellation(&cancelled(&codes)).is_none(),
                "{codes:?}"
            );
        }
    }
}
