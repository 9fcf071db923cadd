//! Faults of a database, for tests of the stores over it.

use std::fmt;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use async_trait::async_trait;
use tokio::sync::watch;

use crate::scenarios::FaultInjectingStore;
use quizcraft_core::gateway::{Creation, GameStore, GatewayError, Leasing, Recording, Transition};
use quizcraft_core::{
    Answer, Asked, FailGame, Game, GameId, GamesPerPlayer, KeywordsFingerprint, NewGame, OpenGame,
    Page, PageRequest, Play, PlayerId, Retry, TakeLease,
};

/// What happens to an access to a database. An access is whatever takes effect completely or not at all:
/// a statement, a transaction or a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The access is not executed, and fails with a transient error.
    NotExecuted,
    /// The access is executed, but its response is lost: it fails with a transient error.
    ResponseLost,
    /// The process ends before the access. The access is not executed and never returns; the scenario
    /// drops the call that waits for it.
    ProcessEnds,
}

/// Counts the accesses to a database, and tells which of them meet a fault. The fixture of a
/// [`FaultInjectingStore`] contains one, and consults it before each access.
///
/// ```
/// use quizcraft_contract::{Fault, FaultInjector};
/// use quizcraft_core::gateway::GatewayError;
///
/// # quizcraft_contract::block_on(async {
/// let faults = FaultInjector::new();
/// faults.inject(Fault::NotExecuted, 1..=1);
/// let read = async || Ok::<_, GatewayError>("a row");
/// assert!(faults.access(read()).await.is_ok());
/// assert!(matches!(faults.access(read()).await, Err(GatewayError::Unavailable(_))));
/// assert!(faults.access(read()).await.is_ok());
/// assert!(faults.lift(), "an access met the fault");
/// # });
/// ```
pub struct FaultInjector {
    plan: Mutex<Plan>,
    /// Whether an access has met [`Fault::ProcessEnds`].
    ended: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct Plan {
    fault: Option<(Fault, RangeInclusive<usize>)>,
    accesses: usize,
    is_met: bool,
}

impl FaultInjector {
    /// Creates an injector without a fault.
    #[must_use]
    pub fn new() -> Self {
        Self {
            plan: Mutex::default(),
            ended: watch::Sender::new(false),
        }
    }

    /// Makes the accesses with these numbers, counted from 0 from now on, meet a fault.
    pub fn inject(&self, fault: Fault, accesses: RangeInclusive<usize>) {
        self.ended.send_replace(false);
        *self.plan() = Plan {
            fault: Some((fault, accesses)),
            ..Plan::default()
        };
    }

    /// Lifts the fault, and returns whether an access has met it.
    pub fn lift(&self) -> bool {
        std::mem::take(&mut *self.plan()).is_met
    }

    /// Counts an access, and returns the fault that it meets.
    #[must_use]
    pub fn next_fault(&self) -> Option<Fault> {
        let mut plan = self.plan();
        let number = plan.accesses;
        plan.accesses = number.saturating_add(1);
        let met = plan.fault.as_ref().filter(|(_, all)| all.contains(&number));
        let fault = met.map(|(fault, _)| *fault);
        plan.is_met |= fault.is_some();
        fault
    }

    /// Never returns, and reports that the process has ended: what an access does that meets
    /// [`Fault::ProcessEnds`].
    pub async fn end_process<T>(&self) -> T {
        self.ended.send_replace(true);
        std::future::pending().await
    }

    /// Waits until an access has met [`Fault::ProcessEnds`].
    pub async fn process_ended(&self) {
        let mut ended = self.ended.subscribe();
        let waited = ended.wait_for(|ended| *ended).await;
        // The sender is a field of `self`, so the channel is open.
        drop(waited);
    }

    /// Runs an access, or lets it meet the next fault.
    ///
    /// # Errors
    ///
    /// Returns the error of the access, or [`GatewayError::Unavailable`] if it meets a fault.
    pub async fn access<T>(
        &self,
        access: impl Future<Output = Result<T, GatewayError>>,
    ) -> Result<T, GatewayError> {
        match self.next_fault() {
            None => return access.await,
            Some(Fault::NotExecuted) => {}
            Some(Fault::ResponseLost) => drop(access.await?),
            Some(Fault::ProcessEnds) => return self.end_process().await,
        }
        Err(GatewayError::Unavailable("an injected fault".into()))
    }

    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for FaultInjector {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for FaultInjector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultInjector")
            .field("plan", &*self.plan())
            .finish_non_exhaustive()
    }
}

/// A [`FaultInjectingStore`] around a store each of whose calls is one access, such as a store in memory.
///
/// ```
/// mod faults {
///     use std::sync::Arc;
///
///     use quizcraft_contract::{AtomicCalls, FaultInjectingStore};
/// #   use quizcraft_core::gateway::MockGameStore as MyStore;
///
///     quizcraft_contract::interrupted_calls_contract!(async {
///         Arc::new(AtomicCalls::of(MyStore::new())) as Arc<dyn FaultInjectingStore>
///     });
/// }
/// ```
#[derive(Debug)]
pub struct AtomicCalls<S> {
    store: S,
    faults: FaultInjector,
}

impl<S> AtomicCalls<S> {
    /// Wraps a store.
    #[must_use]
    pub fn of(store: S) -> Self {
        Self {
            store,
            faults: FaultInjector::new(),
        }
    }
}

impl<S: GameStore + 'static> FaultInjectingStore for AtomicCalls<S> {
    fn faults(&self) -> &FaultInjector {
        &self.faults
    }
}

#[async_trait]
impl<S: GameStore + 'static> GameStore for AtomicCalls<S> {
    async fn create(&self, game: &NewGame) -> Result<Creation, GatewayError> {
        self.faults.access(self.store.create(game)).await
    }

    async fn find(&self, player: &PlayerId, game: &GameId) -> Result<Option<Game>, GatewayError> {
        self.faults.access(self.store.find(player, game)).await
    }

    async fn load(&self, player: &PlayerId, game: &GameId) -> Result<Option<Play>, GatewayError> {
        self.faults.access(self.store.load(player, game)).await
    }

    async fn page(&self, player: &PlayerId, request: &PageRequest) -> Result<Page, GatewayError> {
        self.faults.access(self.store.page(player, request)).await
    }

    async fn open(&self, command: &OpenGame) -> Result<Transition, GatewayError> {
        self.faults.access(self.store.open(command)).await
    }

    async fn asked(
        &self,
        player: &PlayerId,
        keywords: &KeywordsFingerprint,
    ) -> Result<Asked, GatewayError> {
        self.faults.access(self.store.asked(player, keywords)).await
    }

    async fn lease(&self, command: &TakeLease) -> Result<Leasing, GatewayError> {
        self.faults.access(self.store.lease(command)).await
    }

    async fn retry(&self, command: &Retry) -> Result<Transition, GatewayError> {
        self.faults.access(self.store.retry(command)).await
    }

    async fn fail(&self, command: &FailGame) -> Result<Transition, GatewayError> {
        self.faults.access(self.store.fail(command)).await
    }

    async fn record(&self, answer: &Answer) -> Result<Recording, GatewayError> {
        self.faults.access(self.store.record(answer)).await
    }

    async fn trim(&self, player: &PlayerId, keep: GamesPerPlayer) -> Result<usize, GatewayError> {
        self.faults.access(self.store.trim(player, keep)).await
    }

    fn until(self: Arc<Self>, _: Instant) -> Arc<dyn GameStore> {
        self
    }
}
