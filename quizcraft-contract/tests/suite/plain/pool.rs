use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

use async_trait::async_trait;
use quizcraft_contract::ManualClock;
use quizcraft_core::gateway::{Clock as _, DraftPool, DraftsKept, GatewayError, PoolKey};
use quizcraft_core::{Draft, DraftFingerprint, Timestamp};

/// A map behind a lock.
pub(crate) struct PlainPool {
    clock: Arc<ManualClock>,
    entries: Mutex<Entries>,
}

/// Drafts with their expiries.
pub(crate) type Entries = BTreeMap<(PoolKey, DraftFingerprint), (Draft, Timestamp)>;

impl PlainPool {
    pub(crate) fn new(clock: Arc<ManualClock>) -> Self {
        let entries = Mutex::default();
        Self { clock, entries }
    }

    pub(crate) fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns all drafts under a key with their expiries.
    pub(crate) fn under(&self, key: &PoolKey) -> Vec<(Draft, Timestamp)> {
        let entries = self.entries();
        let under = entries.iter().filter(|((own, _), _)| own == key);
        under.map(|(_, entry)| entry.clone()).collect()
    }
}

#[async_trait]
impl DraftPool for PlainPool {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        let now = self.now();
        let entries = self.under(key).into_iter();
        let fresh = entries.filter(|(_, expiry)| *expiry > now);
        let drafts = fresh.map(|(draft, _)| draft).take(PoolKey::MAX_DRAFTS);
        Ok(drafts.collect())
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        let expiry = DraftsKept::default().expiry(self.now());
        let entries = drafts.iter().map(|draft| {
            let entry = (draft.clone(), expiry);
            ((*key, draft.fingerprint()), entry)
        });
        self.entries().extend(entries);
        Ok(())
    }
}
