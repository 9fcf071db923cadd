//! A pool of drafts.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use quizcraft_core::gateway::{Clock, DraftPool, DraftsKept, GatewayError, PoolKey};
use quizcraft_core::{Draft, Timestamp};

use crate::locked::locked;

/// A bounded in-memory [`DraftPool`]: beyond a number of keys, the oldest key leaves with its drafts, and beyond
/// [`PoolKey::MAX_DRAFTS`] drafts under one key, the one that was kept first.
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_core::gateway::{DraftPool, DraftsKept, PoolKey};
/// use quizcraft_core::{Keyword, Language, WriterName};
/// # use quizcraft_core::{Choice, Clarification, Draft, Prompt};
/// use quizcraft_memory::{MemoryPool, SystemClock};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let draft = Draft::single(
/// #     Prompt::new("Which metal is liquid?")?,
/// #     Choice::new("Mercury")?,
/// #     vec![Choice::new("Lead")?],
/// #     Clarification::new("It melts at -39 °C.")?,
/// # )?;
/// let pool = MemoryPool::new(Arc::new(SystemClock), DraftsKept::default()).with_capacity(500);
/// let writer = WriterName::new("model a, prompts 1")?;
/// let key = PoolKey::new(&Keyword::new("metals")?, &Language::default(), &writer);
/// pool.keep(&key, &[draft.clone()]).await?;
/// assert_eq!(pool.drafts(&key).await?, [draft]);
/// # Ok(())
/// # }
/// ```
pub struct MemoryPool {
    clock: Arc<dyn Clock>,
    kept: DraftsKept,
    capacity: usize,
    entries: Mutex<Entries>,
}

#[derive(Default)]
struct Entries {
    drafts: HashMap<PoolKey, VecDeque<Entry>>,
    /// The keys, the oldest first.
    keys: VecDeque<PoolKey>,
}

struct Entry {
    draft: Draft,
    expiry: Timestamp,
}

impl MemoryPool {
    /// The default maximum number of keys.
    pub const DEFAULT_CAPACITY: usize = 1_000;

    /// Creates an empty pool that keeps drafts for this long.
    #[must_use]
    pub fn new(clock: Arc<dyn Clock>, kept: DraftsKept) -> Self {
        Self {
            clock,
            kept,
            capacity: Self::DEFAULT_CAPACITY,
            entries: Mutex::default(),
        }
    }

    /// Returns the pool with a maximum number of keys, at least 1.
    #[must_use]
    pub fn with_capacity(self, keys: usize) -> Self {
        Self {
            capacity: keys.max(1),
            ..self
        }
    }
}

impl Entries {
    /// Adds a key, if it is new, and removes the oldest keys beyond the capacity.
    fn add_key(&mut self, key: PoolKey, capacity: usize) -> &mut VecDeque<Entry> {
        if !self.drafts.contains_key(&key) {
            self.keys.push_back(key);
        }
        while self.keys.len() > capacity {
            let oldest = self.keys.pop_front();
            oldest.map(|key| self.drafts.remove(&key));
        }
        self.drafts.entry(key).or_default()
    }
}

#[async_trait]
impl DraftPool for MemoryPool {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        let now = self.clock.now();
        let entries = locked(&self.entries);
        let under = entries.drafts.get(key).into_iter().flatten();
        let fresh = under.filter(|entry| entry.expiry > now);
        Ok(fresh.map(|entry| entry.draft.clone()).collect())
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        if drafts.is_empty() {
            return Ok(());
        }
        let now = self.clock.now();
        let expiry = self.kept.expiry(now);
        let mut entries = locked(&self.entries);
        let under = entries.add_key(*key, self.capacity);
        under.retain(|entry| entry.expiry > now);
        for draft in drafts {
            under.retain(|entry| entry.draft.fingerprint() != draft.fingerprint());
            let draft = draft.clone();
            under.push_back(Entry { draft, expiry });
            if under.len() > PoolKey::MAX_DRAFTS {
                under.pop_front();
            }
        }
        Ok(())
    }
}

/// Shows the number of keys, but no drafts.
impl fmt::Debug for MemoryPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryPool")
            .field("kept", &self.kept)
            .field("capacity", &self.capacity)
            .field("keys", &locked(&self.entries).keys.len())
            .finish_non_exhaustive()
    }
}
