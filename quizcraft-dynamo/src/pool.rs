//! The pool of drafts.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::error::BuildError;
use aws_sdk_dynamodb::types::{PutRequest, WriteRequest};
use futures_util::future::join_all;
use quizcraft_core::gateway::{Causes, Clock, DraftPool, DraftsKept, GatewayError, PoolKey};
use quizcraft_core::{Draft, DraftFingerprint, Timestamp};
use tokio::time::sleep;

use crate::error::{TableError, gateway_error, malformed, unreadable};
use crate::item::{Attributes, Item, item_of_pooled, name, parse_pooled, text};
use crate::tables::DraftTable;
use crate::transaction::backoff;

/// The maximum number of items of a request, a limit of DynamoDB.
const BATCH: usize = 25;
/// The maximum number of requests for one batch: the first one, and one for each rest that was not processed.
const MAX_ATTEMPTS: u32 = 6;
/// The maximum number of requests of a read. More than one is needed only for expired and malformed items, and for drafts
/// of more than 1 MB.
const MAX_PAGES: usize = 8;

/// A [`DraftPool`] in the table of drafts.
///
/// DynamoDB deletes expired items within days. Until then, `drafts` ignores them. Of more than
/// [`PoolKey::MAX_DRAFTS`] drafts, the first ones by fingerprint are returned.
///
/// ```no_run
/// # async fn embed(client: aws_sdk_dynamodb::Client) -> Result<(), Box<dyn std::error::Error>> {
/// use std::sync::Arc;
///
/// use quizcraft_core::gateway::DraftsKept;
/// use quizcraft_dynamo::{DraftTable, DynamoPool, TableName};
/// use quizcraft_memory::SystemClock;
///
/// let table = DraftTable::new(TableName::new("Draft")?);
/// table.create(&client).await?;
/// let pool = DynamoPool::new(client, table, Arc::new(SystemClock), DraftsKept::default());
/// # drop(pool);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct DynamoPool {
    client: Client,
    table: DraftTable,
    clock: Arc<dyn Clock>,
    kept: DraftsKept,
}

impl DynamoPool {
    /// Creates a pool that keeps drafts for this long. The client should have a
    /// [request policy](crate::RequestPolicy).
    #[must_use]
    pub fn new(client: Client, table: DraftTable, clock: Arc<dyn Clock>, kept: DraftsKept) -> Self {
        Self {
            client,
            table,
            clock,
            kept,
        }
    }

    /// Returns the items of one page and the start key of the next.
    async fn page(
        &self,
        key: &PoolKey,
        start: Option<Attributes>,
    ) -> Result<(Vec<Attributes>, Option<Attributes>), GatewayError> {
        let table = self.table.name();
        let query = self
            .client
            .query()
            .table_name(table.as_str())
            .key_condition_expression("#key = :key")
            .expression_attribute_names("#key", name::POOL_KEY)
            .expression_attribute_values(":key", text(key))
            .limit(i32::try_from(PoolKey::MAX_DRAFTS).unwrap_or(i32::MAX))
            .consistent_read(true)
            .set_exclusive_start_key(start);
        let found = Box::pin(query.send())
            .await
            .map_err(|error| gateway_error(format!("{table}, {key:?}"), error))?;
        Ok((found.items.unwrap_or_default(), found.last_evaluated_key))
    }

    /// Parses an item. Returns `None` if it has expired, or is malformed, which is logged.
    fn read(&self, key: &PoolKey, item: &Attributes, now: Timestamp) -> Option<Draft> {
        match parse_pooled(Item(item)) {
            Ok((draft, expiry)) => (expiry > now).then_some(draft),
            Err(error) => {
                let fingerprint = Item(item).optional_text(name::FINGERPRINT);
                let fingerprint = fingerprint.ok().flatten().unwrap_or("?");
                let place = format!("pool {key}, draft {fingerprint}");
                let error = unreadable(self.table.name(), place, error);
                tracing::error!(error = %Causes(&error), "malformed draft left out of a pool");
                None
            }
        }
    }

    /// Writes a batch. Sends again what DynamoDB did not process, with exponential backoff.
    async fn write(&self, mut batch: Vec<WriteRequest>) -> Result<(), GatewayError> {
        let table = self.table.name();
        for attempts in 1..=MAX_ATTEMPTS {
            let write = self
                .client
                .batch_write_item()
                .request_items(table.as_str(), batch);
            let written = Box::pin(write.send())
                .await
                .map_err(|error| gateway_error(table, error))?;
            let rest = written.unprocessed_items.unwrap_or_default();
            batch = rest.into_values().flatten().collect();
            if batch.is_empty() {
                return Ok(());
            }
            if attempts < MAX_ATTEMPTS {
                sleep(backoff(attempts)).await;
            }
        }
        Err(GatewayError::Unavailable(
            TableError::Unprocessed(table.to_string()).into(),
        ))
    }

    fn put(
        &self,
        key: &PoolKey,
        draft: &Draft,
        expiry: Timestamp,
    ) -> Result<WriteRequest, GatewayError> {
        let item = item_of_pooled(key, draft, expiry);
        let item = item.map_err(|_| malformed(self.table.name()))?;
        let put = PutRequest::builder().set_item(Some(item)).build();
        let put = put.map_err(|_: BuildError| malformed(self.table.name()))?;
        Ok(WriteRequest::builder().put_request(put).build())
    }
}

#[async_trait]
impl DraftPool for DynamoPool {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        let now = self.clock.now();
        let (mut drafts, mut next) = (Vec::new(), None);
        for _ in 0..MAX_PAGES {
            let items;
            (items, next) = self.page(key, next).await?;
            drafts.extend(items.iter().filter_map(|item| self.read(key, item, now)));
            if next.is_none() || drafts.len() >= PoolKey::MAX_DRAFTS {
                break;
            }
        }
        drafts.truncate(PoolKey::MAX_DRAFTS);
        Ok(drafts)
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        let expiry = self.kept.expiry(self.clock.now());
        // DynamoDB rejects a request that writes an item twice.
        let by_fingerprint = drafts.iter().map(|draft| (draft.fingerprint(), draft));
        let by_fingerprint: HashMap<DraftFingerprint, &Draft> = by_fingerprint.collect();
        let puts = by_fingerprint.into_values();
        let puts = puts.map(|draft| self.put(key, draft, expiry));
        let puts: Vec<WriteRequest> = puts.collect::<Result<_, _>>()?;
        let batches = puts.chunks(BATCH).map(|batch| self.write(batch.to_vec()));
        join_all(batches).await.into_iter().collect()
    }
}

impl fmt::Debug for DynamoPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamoPool")
            .field("table", &self.table)
            .field("kept", &self.kept)
            .finish_non_exhaustive()
    }
}
