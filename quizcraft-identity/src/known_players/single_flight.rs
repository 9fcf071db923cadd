use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tracing::Instrument;

/// Work that many want done at the same time and that is done once for all of them.
///
/// It goes on when those who wanted it do not wait any more.
pub(crate) struct SingleFlight<K: Eq + Hash, V>(Arc<Mutex<Flights<K, V>>>);

type Flights<K, V> = HashMap<K, watch::Receiver<Option<V>>>;

impl<K, V> SingleFlight<K, V>
where
    K: Copy + Eq + Hash + Send + 'static,
    V: Clone + Send + Sync + 'static,
{
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(HashMap::new())))
    }

    /// Returns what the work for `key` that is under way gives, or else what this work gives:
    /// nothing, if it panics.
    pub(crate) async fn run(
        &self,
        key: K,
        work: impl Future<Output = V> + Send + 'static,
    ) -> Option<V> {
        let mut landing = self.begin(key, work);
        let landed = landing.wait_for(Option::is_some).await.ok()?;
        landed.clone()
    }

    /// Begins this work, unless some for `key` is under way.
    pub(crate) fn begin(
        &self,
        key: K,
        work: impl Future<Output = V> + Send + 'static,
    ) -> watch::Receiver<Option<V>> {
        let (land, landing) = watch::channel(None);
        match lock(&self.0).entry(key) {
            Entry::Occupied(flight) => return flight.get().clone(),
            Entry::Vacant(place) => place.insert(landing.clone()),
        };
        let landed = Landed(Arc::clone(&self.0), key);
        let flight = async move {
            let value = work.await;
            drop(landed);
            land.send_replace(Some(value));
        };
        // Not under the lock: a runtime that shuts down drops the flight, which takes the lock.
        tokio::spawn(flight.in_current_span());
        landing
    }
}

/// Makes way for the next flight, however this one ends.
struct Landed<K: Eq + Hash, V>(Arc<Mutex<Flights<K, V>>>, K);

impl<K: Eq + Hash, V> Drop for Landed<K, V> {
    fn drop(&mut self) {
        lock(&self.0).remove(&self.1);
    }
}

/// Returns the flights, which no thread leaves half changed: a panic elsewhere takes nothing from
/// them.
fn lock<K, V>(flights: &Mutex<Flights<K, V>>) -> MutexGuard<'_, Flights<K, V>> {
    flights.lock().unwrap_or_else(PoisonError::into_inner)
}
