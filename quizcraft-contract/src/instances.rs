use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use async_trait::async_trait;

use quizcraft_core::gateway::{ForwardingGameStore, GameStore};

/// Several instances of a store over one database, as several processes have them. Calls are spread over
/// the instances in a fixed, irregular order, so that no pattern of calls reaches one instance only.
///
/// A store that several processes open runs the contract with this fixture as well. It detects what an
/// instance keeps to itself: cached games, or locks that other processes do not see.
///
/// A store that only one process opens, such as one in memory, has no second instance over the same games:
/// clones of its `Arc` are the same instance.
///
/// ```
/// mod two_instances {
///     use std::sync::Arc;
///
///     use quizcraft_contract::Instances;
///     use quizcraft_core::gateway::GameStore;
/// #   use quizcraft_core::gateway::MockGameStore;
/// #   struct Database(Arc<MockGameStore>);
/// #   impl Database {
/// #       async fn create() -> Self { Self(Arc::new(MockGameStore::new())) }
/// #       async fn connect(&self) -> Arc<dyn GameStore> { self.0.clone() }
/// #   }
///
///     quizcraft_contract::game_store_contract!(async {
///         let database = Database::create().await;
///         let instances = [database.connect().await, database.connect().await];
///         Arc::new(Instances::of(instances)) as Arc<dyn GameStore>
///     });
/// }
/// ```
pub struct Instances {
    stores: Vec<Arc<dyn GameStore>>,
    calls: AtomicUsize,
}

impl Instances {
    /// Spreads calls over these stores.
    ///
    /// # Panics
    ///
    /// Panics if there are fewer than two stores.
    #[must_use]
    pub fn of(stores: impl IntoIterator<Item = Arc<dyn GameStore>>) -> Self {
        let stores: Vec<_> = stores.into_iter().collect();
        assert!(stores.len() >= 2, "expected at least two instances");
        Self {
            stores,
            calls: AtomicUsize::new(0),
        }
    }
}

impl fmt::Debug for Instances {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Instances")
            .field("stores", &self.stores.len())
            .finish_non_exhaustive()
    }
}

#[async_trait]
impl ForwardingGameStore for Instances {
    /// Returns the instance of the next call.
    fn inner(&self) -> &dyn GameStore {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        // Multiples of the golden ratio, as a fraction of 64 bits, do not repeat in any period.
        let spread = (call as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        &*self.stores[spread as usize % self.stores.len()]
    }

    fn until(self: Arc<Self>, deadline: Instant) -> Arc<dyn GameStore> {
        let stores = self.stores.iter().cloned();
        Arc::new(Self {
            stores: stores.map(|store| store.until(deadline)).collect(),
            // Not from the first instance again, which every call of its own would reach.
            calls: AtomicUsize::new(self.calls.fetch_add(1, Ordering::Relaxed)),
        })
    }
}
