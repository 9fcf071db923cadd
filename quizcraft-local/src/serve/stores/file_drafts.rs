//! The pool of drafts in a file, which repairs damaged rows.

use async_trait::async_trait;
use quizcraft_core::Draft;
use quizcraft_core::gateway::{DraftPool, GatewayError, PoolKey};
use quizcraft_dynamo::DynamoPool;

use crate::data_file::{Repair, Scope};

/// A pool whose calls are repeated after a repair, if they fail because of a damaged row.
pub(super) struct FileDrafts {
    pool: DynamoPool,
    repair: Repair,
}

impl FileDrafts {
    pub(super) const fn new(pool: DynamoPool, repair: Repair) -> Self {
        Self { pool, repair }
    }
}

#[async_trait]
impl DraftPool for FileDrafts {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        let drafts = self.pool.drafts(key).await;
        if drafts.is_err() && self.repair.has_repaired(Scope::Drafts(*key)).await {
            return self.pool.drafts(key).await;
        }
        drafts
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        let kept = self.pool.keep(key, drafts).await;
        if kept.is_err() && self.repair.has_repaired(Scope::Drafts(*key)).await {
            return self.pool.keep(key, drafts).await;
        }
        kept
    }
}
