//! Pools of drafts: one in memory that counts its calls, and may fail or hang.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::gateway::{DraftPool, DraftsKept, GatewayError, PoolKey};
use quizcraft_core::{Draft, Keyword, Language, WriterName};
use quizcraft_memory::{MemoryPool, SystemClock};

use super::library;

pub(crate) struct CountingPool {
    pool: MemoryPool,
    reads: AtomicUsize,
    keeps: AtomicUsize,
    fault: Mutex<Option<Fault>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault {
    Fails,
    Hangs,
}

impl CountingPool {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self {
            pool: MemoryPool::new(Arc::new(SystemClock), DraftsKept::default()),
            reads: AtomicUsize::new(0),
            keeps: AtomicUsize::new(0),
            fault: Mutex::default(),
        })
    }

    /// Makes all further calls fail or hang.
    pub(crate) fn break_by(&self, fault: Fault) {
        *self.fault.lock().unwrap() = Some(fault);
    }

    /// Returns the numbers of reads and writes.
    pub(crate) fn calls(&self) -> (usize, usize) {
        let count = |calls: &AtomicUsize| calls.load(Ordering::SeqCst);
        (count(&self.reads), count(&self.keeps))
    }

    /// Returns what the pool has about a keyword.
    pub(crate) async fn about(&self, keyword: &str) -> Vec<Draft> {
        self.pool.drafts(&key(keyword)).await.unwrap()
    }

    /// Puts drafts about a keyword into the pool.
    pub(crate) async fn put(&self, keyword: &str, drafts: &[Draft]) {
        self.pool.keep(&key(keyword), drafts).await.unwrap();
    }

    async fn fault(&self) -> Result<(), GatewayError> {
        let fault = *self.fault.lock().unwrap();
        match fault {
            None => Ok(()),
            Some(Fault::Fails) => Err(GatewayError::Broken("access denied".into())),
            Some(Fault::Hangs) => {
                tokio::time::sleep(Duration::from_hours(1)).await;
                Ok(())
            }
        }
    }
}

fn key(keyword: &str) -> PoolKey {
    let writer = WriterName::restore("model test-1, prompts 1");
    let key = PoolKey::new(&Keyword::restore(keyword), &Language::default(), &writer);
    key.of_collection(library::NAME)
}

#[async_trait]
impl DraftPool for CountingPool {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.fault().await?;
        self.pool.drafts(key).await
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        self.keeps.fetch_add(1, Ordering::SeqCst);
        self.fault().await?;
        self.pool.keep(key, drafts).await
    }
}
