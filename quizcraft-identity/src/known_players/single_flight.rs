use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use tracing::Instrument;

/// Deduplicates concurrent work: callers with the same key share one execution and its result.
///
/// The work runs in a task of its own. It continues when its callers are dropped, so that an aborted
/// request does not fail the others.
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

    /// Returns the result of the running work for `key`, or else of `work`. Returns `None` if the work
    /// panics.
    pub(crate) async fn run(
        &self,
        key: K,
        work: impl Future<Output = V> + Send + 'static,
    ) -> Option<V> {
        let mut result = self.begin(key, work);
        let result = result.wait_for(Option::is_some).await.ok()?;
        result.clone()
    }

    /// Starts `work`, unless work for `key` is running already. Returns the receiver of the result.
    pub(crate) fn begin(
        &self,
        key: K,
        work: impl Future<Output = V> + Send + 'static,
    ) -> watch::Receiver<Option<V>> {
        let (sender, receiver) = watch::channel(None);
        match lock(&self.0).entry(key) {
            Entry::Occupied(flight) => return flight.get().clone(),
            Entry::Vacant(entry) => entry.insert(receiver.clone()),
        };
        let removal = RemoveOnDrop(Arc::clone(&self.0), key);
        let flight = async move {
            let value = work.await;
            // Removed first: a caller that has this result and wants a newer one starts a new flight.
            drop(removal);
            sender.send_replace(Some(value));
        };
        // The lock is released here. It must be: a runtime that shuts down drops the new task at once,
        // and its `RemoveOnDrop` takes the lock.
        tokio::spawn(flight.in_current_span());
        receiver
    }
}

/// Removes a flight from the map when its task ends, panics or is dropped.
struct RemoveOnDrop<K: Eq + Hash, V>(Arc<Mutex<Flights<K, V>>>, K);

impl<K: Eq + Hash, V> Drop for RemoveOnDrop<K, V> {
    fn drop(&mut self) {
        lock(&self.0).remove(&self.1);
    }
}

/// Locks the map. Poisoning is ignored, because no code panics while the map is inconsistent.
fn lock<K, V>(flights: &Mutex<Flights<K, V>>) -> MutexGuard<'_, Flights<K, V>> {
    flights.lock().unwrap_or_else(PoisonError::into_inner)
}
