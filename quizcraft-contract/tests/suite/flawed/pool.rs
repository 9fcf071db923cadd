use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_contract::{CorruptiblePool, ManualClock, TestedPool};
use quizcraft_core::gateway::{DraftPool, DraftsKept, GatewayError, PoolKey};
use quizcraft_core::{
    Choice, Clarification, Draft, DraftFingerprint, Kind, Prompt, Timestamp, WriterName,
};

use crate::plain::PlainPool;

/// A flaw of a pool of drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PoolFlaw {
    InventsADraft,
    DropsOtherKinds,
    DropsSources,
    DropsWriters,
    DropsFingerprints,
    CutsLongTexts,
    SharesOneKey,
    KeepsTheFirst,
    KeepsTheFirstOfACall,
    ReturnsReplacedDrafts,
    ReplacesAllDrafts,
    ReplacesAllDraftsByNone,
    ReturnsAllDrafts,
    ReturnsOnePageOnly,
    LosesConcurrentWrites,
    FailsConcurrentWrites,
    IgnoresExpiry,
    ExpiresASecondLate,
    ExpiresASecondEarly,
    KeepsTheFirstExpiry,
    CountsExpiredDrafts,
}

use PoolFlaw as Flaw;

/// A correct pool with one flaw.
pub(crate) struct FlawedPool {
    flaw: Flaw,
    plain: PlainPool,
    replaced: Mutex<Vec<(PoolKey, Draft)>>,
    keeping: AtomicBool,
}

/// Returns the fixture of a pool with a flaw.
pub(crate) fn tested_pool(flaw: Flaw) -> Arc<TestedPool> {
    let clock = clock();
    let pool = FlawedPool {
        flaw,
        plain: PlainPool::new(clock.clone()),
        replaced: Mutex::default(),
        keeping: AtomicBool::new(false),
    };
    let tested = TestedPool::new(Arc::new(pool), clock, DraftsKept::default());
    Arc::new(tested)
}

/// Returns the fixture of a correct pool.
pub(crate) fn plain_pool() -> Arc<TestedPool> {
    let clock = clock();
    let pool = Arc::new(PlainPool::new(clock.clone()));
    Arc::new(TestedPool::new(pool, clock, DraftsKept::default()))
}

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(Timestamp::from_secs(1_700_000_000)))
}

impl FlawedPool {
    fn key(&self, key: &PoolKey) -> PoolKey {
        match self.flaw {
            Flaw::SharesOneKey => PoolKey::from_bytes([0; 32]),
            _ => *key,
        }
    }

    /// Returns when the pool stops to return drafts that expire now.
    fn now(&self) -> Timestamp {
        let shifted =
            |by| Timestamp::from_secs(self.plain.now().as_secs().saturating_add_signed(by));
        match self.flaw {
            Flaw::IgnoresExpiry => Timestamp::from_secs(0),
            Flaw::ExpiresASecondLate => shifted(-1),
            Flaw::ExpiresASecondEarly => shifted(1),
            _ => self.plain.now(),
        }
    }

    fn limit(&self) -> usize {
        match self.flaw {
            Flaw::ReturnsAllDrafts => usize::MAX,
            Flaw::ReturnsOnePageOnly => 50,
            _ => PoolKey::MAX_DRAFTS,
        }
    }

    /// Returns the draft as the pool keeps it, or `None` if it drops it.
    fn kept(&self, draft: &Draft) -> Option<Draft> {
        let draft = draft.clone();
        Some(match self.flaw {
            Flaw::DropsOtherKinds if draft.kind() != Kind::Single => return None,
            Flaw::DropsSources => draft.with_source(None),
            Flaw::DropsWriters => draft.with_writer(None::<WriterName>),
            Flaw::CutsLongTexts => cut(&draft),
            _ => draft,
        })
    }

    /// Prepares the entries for a call.
    fn make_room(&self, key: &PoolKey, drafts: &[Draft]) {
        let mut entries = self.plain.entries();
        match self.flaw {
            Flaw::ReplacesAllDrafts if !drafts.is_empty() => {
                entries.retain(|(own, _), _| own != key);
            }
            Flaw::ReplacesAllDraftsByNone if drafts.is_empty() => {
                entries.retain(|(own, _), _| own != key);
            }
            Flaw::ReturnsReplacedDrafts => {
                let replaced = drafts.iter().map(|draft| (*key, draft.fingerprint()));
                let replaced = replaced.filter_map(|place| entries.get(&place));
                let replaced = replaced.map(|(draft, _)| (*key, draft.clone()));
                self.replaced.lock().unwrap().extend(replaced);
            }
            _ => {}
        }
    }

    /// Returns the drafts that the call writes.
    fn written(&self, key: &PoolKey, drafts: &[Draft]) -> Vec<Draft> {
        let mut seen = HashSet::new();
        let entries = self.plain.entries();
        let mut drafts = drafts.to_vec();
        drafts.retain(|draft| match self.flaw {
            Flaw::KeepsTheFirst => !entries.contains_key(&(*key, draft.fingerprint())),
            Flaw::KeepsTheFirstOfACall => seen.insert(draft.fingerprint()),
            _ => true,
        });
        drafts.iter().filter_map(|draft| self.kept(draft)).collect()
    }

    async fn write(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        let before = self.plain.entries().clone();
        if self.flaw == Flaw::LosesConcurrentWrites {
            std::thread::sleep(Duration::from_millis(2));
            *self.plain.entries() = before.clone();
        }
        self.plain.keep(key, drafts).await?;
        if self.flaw == Flaw::KeepsTheFirstExpiry {
            for (place, entry) in self.plain.entries().iter_mut() {
                entry.1 = before.get(place).map_or(entry.1, |(_, expiry)| *expiry);
            }
        }
        Ok(())
    }
}

fn invention() -> Draft {
    let (prompt, why) = (Prompt::restore("Who?"), Clarification::restore("Because."));
    Draft::restore_single(prompt, Choice::restore("I"), Vec::new(), why)
}

/// Returns the draft without the ends of its longest texts.
fn cut(draft: &Draft) -> Draft {
    let text = |text: &str| text.chars().take(900).collect::<String>();
    let prompt = Prompt::restore(text(draft.prompt().as_str()));
    let why = Clarification::restore(text(draft.clarification().as_str()));
    Draft::restore(prompt, draft.task().clone(), why)
        .with_source(draft.source().cloned())
        .with_writer(draft.writer().cloned())
        .with_fingerprint(draft.fingerprint())
}

#[async_trait]
impl DraftPool for FlawedPool {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        let (key, now) = (self.key(key), self.now());
        let mut entries = self.plain.under(&key);
        if self.flaw == Flaw::CountsExpiredDrafts {
            entries.truncate(PoolKey::MAX_DRAFTS);
        }
        let fresh = entries.into_iter().filter(|(_, expiry)| *expiry > now);
        let mut drafts: Vec<_> = fresh.map(|(draft, _)| draft).take(self.limit()).collect();
        if self.flaw == Flaw::InventsADraft {
            drafts.push(invention());
        }
        if self.flaw == Flaw::DropsFingerprints {
            let drop = |draft: &Draft| DraftFingerprint::of_prompt(draft.prompt());
            drafts = drafts
                .into_iter()
                .map(|draft| {
                    let fingerprint = drop(&draft);
                    draft.with_fingerprint(fingerprint)
                })
                .collect();
        }
        let replaced = self.replaced.lock().unwrap();
        let replaced = replaced.iter().filter(|(own, _)| *own == key);
        drafts.extend(replaced.map(|(_, draft)| draft.clone()));
        Ok(drafts)
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        let key = self.key(key);
        if self.flaw == Flaw::FailsConcurrentWrites {
            if self.keeping.swap(true, Ordering::SeqCst) {
                return Err(GatewayError::Broken("a conflict".into()));
            }
            std::thread::sleep(Duration::from_millis(2));
            self.keeping.store(false, Ordering::SeqCst);
        }
        self.make_room(&key, drafts);
        let written = self.written(&key, drafts);
        self.write(&key, &written).await
    }
}

/// A flaw of a pool whose records can be malformed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MalformedDraftFlaw {
    FailsToRead,
    Panics,
    ReturnsNothing,
    CannotReplace,
}

/// A pool whose records can be malformed, optionally with a flaw.
pub(crate) struct CorruptibleDrafts {
    flaw: Option<MalformedDraftFlaw>,
    plain: PlainPool,
    malformed: Mutex<HashSet<(PoolKey, DraftFingerprint)>>,
}

impl CorruptibleDrafts {
    pub(crate) fn with(flaw: impl Into<Option<MalformedDraftFlaw>>) -> Self {
        Self {
            flaw: flaw.into(),
            plain: PlainPool::new(clock()),
            malformed: Mutex::default(),
        }
    }
}

#[async_trait]
impl DraftPool for CorruptibleDrafts {
    async fn drafts(&self, key: &PoolKey) -> Result<Vec<Draft>, GatewayError> {
        let drafts = self.plain.drafts(key).await?;
        let malformed = self.malformed.lock().unwrap().clone();
        let is_malformed = |draft: &Draft| malformed.contains(&(*key, draft.fingerprint()));
        let first = drafts.iter().position(is_malformed);
        match (self.flaw, first) {
            (Some(MalformedDraftFlaw::FailsToRead), Some(_)) => Err(GatewayError::Unreadable {
                key: key.to_string(),
                source: "no prompt".into(),
            }),
            (Some(MalformedDraftFlaw::Panics), Some(_)) => panic!("no prompt"),
            (Some(MalformedDraftFlaw::ReturnsNothing), Some(_)) => Ok(Vec::new()),
            _ => Ok(drafts
                .into_iter()
                .filter(|draft| !is_malformed(draft))
                .collect()),
        }
    }

    async fn keep(&self, key: &PoolKey, drafts: &[Draft]) -> Result<(), GatewayError> {
        if self.flaw != Some(MalformedDraftFlaw::CannotReplace) {
            for draft in drafts {
                self.malformed
                    .lock()
                    .unwrap()
                    .remove(&(*key, draft.fingerprint()));
            }
        }
        self.plain.keep(key, drafts).await
    }
}

#[async_trait]
impl CorruptiblePool for CorruptibleDrafts {
    async fn corrupt_draft(&self, key: &PoolKey, fingerprint: DraftFingerprint) {
        self.malformed.lock().unwrap().insert((*key, fingerprint));
    }
}
