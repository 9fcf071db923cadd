//! Transactions that are tried until they are done or refused.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{CancellationReason, TransactWriteItem};
use quizcraft_core::gateway::GatewayError;

use crate::error::{TableError, gateway_error};
use crate::item::Attributes;
use crate::tables::TableName;

/// How often a transaction is tried that meets others.
const TRIES: u32 = 8;
/// The longest pause after the first try; each later one may be twice as long as the one before.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// How long all tries may take together.
const LIMIT: Duration = Duration::from_secs(4);

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
pub(crate) async fn transact(
    client: &Client,
    table: &TableName,
    items: Vec<TransactWriteItem>,
) -> Result<Outcome, GatewayError> {
    let token = client_token()?;
    until_over(table, || attempt(client, table, &items, &token)).await
}

/// Writes until it meets no other transaction, with growing pauses, for a while.
pub(crate) async fn until_over<T, F>(
    table: &TableName,
    write: impl Fn() -> F,
) -> Result<T, GatewayError>
where
    F: Future<Output = Result<Attempt<T>, GatewayError>>,
{
    let tries = async {
        for number in 0..TRIES {
            match write().await? {
                Attempt::Over(outcome) => return Ok(outcome),
                Attempt::MetAnother => tokio::time::sleep(pause(number)).await,
            }
        }
        Err(busy(table))
    };
    let limited = tokio::time::timeout(LIMIT, tries).await;
    limited.unwrap_or_else(|_| Err(busy(table)))
}

/// 32 hexadecimal digits that nobody else uses.
pub(crate) fn client_token() -> Result<String, GatewayError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|_| GatewayError::Broken(TableError::NoRandomness.into()))?;
    Ok(hex::encode(bytes))
}

/// What came of one attempt to write.
pub(crate) enum Attempt<T> {
    /// It is over, well or not.
    Over(T),
    /// It met another transaction on the same item, and may be tried again.
    MetAnother,
}

async fn attempt(
    client: &Client,
    table: &TableName,
    items: &[TransactWriteItem],
    token: &str,
) -> Result<Attempt<Outcome>, GatewayError> {
    let sent = client
        .transact_write_items()
        .set_transact_items(Some(items.to_vec()))
        .client_request_token(token)
        .send()
        .await;
    let Err(error) = sent else {
        return Ok(Attempt::Over(Outcome::Done));
    };
    match error.as_service_error() {
        Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
            judged(cancelled).ok_or_else(|| gateway_error(table, error))
        }
        Some(TransactWriteItemsError::TransactionInProgressException(_)) => Ok(Attempt::MetAnother),
        _ => Err(gateway_error(table, error)),
    }
}

/// What a cancelled transaction means; nothing if it can never succeed.
fn judged(cancelled: &TransactionCanceledException) -> Option<Attempt<Outcome>> {
    let reasons = cancelled.cancellation_reasons();
    let code = |reason: &CancellationReason| reason.code().unwrap_or("None").to_owned();
    let codes: Vec<_> = reasons.iter().map(code).collect();
    let any = |wanted: &[&str]| codes.iter().any(|code| wanted.contains(&code.as_str()));
    if any(&[
        "TransactionConflict",
        "ProvisionedThroughputExceeded",
        "ThrottlingError",
    ]) {
        return Some(Attempt::MetAnother);
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

/// A pause of random length, longer the more often one met others, so that not all come back at
/// once.
fn pause(tried: u32) -> Duration {
    let longest = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(tried));
    let chance = getrandom::u32().unwrap_or(u32::MAX);
    longest.mul_f64(f64::from(chance) / f64::from(u32::MAX))
}

fn busy(table: &TableName) -> GatewayError {
    GatewayError::Unavailable(TableError::Busy(table.to_string()).into())
}
