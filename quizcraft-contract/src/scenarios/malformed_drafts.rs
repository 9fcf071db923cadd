//! A malformed draft in a pool is left out, and does not affect other drafts.

use std::sync::Arc;

use async_trait::async_trait;

use super::pooling::{drafts, keep, key, numbered, sorted};
use quizcraft_core::gateway::{DraftPool, PoolKey};
use quizcraft_core::{Draft, DraftFingerprint};

/// A pool whose records a test can damage; the adapter's tests implement it.
///
/// A damaged record has a value that the pool does not write, such as a text in place of a number or a missing
/// attribute. Its key stays.
#[async_trait]
pub trait CorruptiblePool: DraftPool {
    /// Makes the record of a draft malformed.
    async fn corrupt_draft(&self, key: &PoolKey, fingerprint: DraftFingerprint);
}

/// The pool of a scenario.
type Corruptible = Arc<dyn CorruptiblePool>;

/// A malformed draft is left out, and the others are returned.
pub async fn a_malformed_draft_is_left_out(pool: &Corruptible) {
    let key = key("Rome");
    keep(pool, &key, &numbered(0..5)).await;
    corrupt(pool, &key, &numbered(1..3)).await;
    let others = [numbered(0..1), numbered(3..5)].concat();
    assert_eq!(
        drafts(pool, &key).await,
        sorted(&others),
        "all others are returned"
    );
}

/// A malformed draft is replaced when it is kept again.
pub async fn a_malformed_draft_can_be_kept_again(pool: &Corruptible) {
    let key = key("Rome");
    keep(pool, &key, &numbered(0..3)).await;
    corrupt(pool, &key, &numbered(0..2)).await;
    keep(pool, &key, &numbered(0..1)).await;
    let others = [numbered(0..1), numbered(2..3)].concat();
    assert_eq!(drafts(pool, &key).await, sorted(&others));
}

async fn corrupt(pool: &Corruptible, key: &PoolKey, drafts: &[Draft]) {
    for draft in drafts {
        pool.corrupt_draft(key, draft.fingerprint()).await;
    }
}
