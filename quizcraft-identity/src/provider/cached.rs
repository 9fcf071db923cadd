use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use quizcraft_core::gateway::Causes;
use tokio::time::Instant;

use super::ProviderError;
use crate::known_players::single_flight::SingleFlight;

#[cfg(test)]
mod tests;

/// From this age on, a request that uses the value refreshes it in the background.
const STALE: Duration = Duration::from_mins(10);
/// From this age on, requests wait for the refresh, since the value may not have been used for long.
const EXPIRED: Duration = Duration::from_hours(1);
/// For this time after a failed refresh, requests do not wait: refreshes run in the background, so
/// that an outage of the provider does not delay every request.
const NO_WAIT_AFTER_FAILURE: Duration = Duration::from_mins(1);
/// The minimum time between two refreshes.
const PAUSE: Duration = Duration::from_secs(10);
/// The minimum time between two attempts while no value is cached. The provider may extend it up to
/// [`PAUSE`] by `Retry-After`.
const SHORT_PAUSE: Duration = Duration::from_secs(1);

/// A value that a provider publishes, fetched at first use and cached.
pub(super) struct Cached<T> {
    fetch: Fetch<T>,
    state: Arc<Mutex<State<T>>>,
    flights: SingleFlight<(), Fetched<T>>,
}

/// The result of a fetch, shared by all callers that wait for it.
pub(super) type Fetched<T> = Result<T, Arc<ProviderError>>;

type Fetch<T> = Arc<dyn Fn() -> Fetching<T> + Send + Sync>;
type Fetching<T> = Pin<Box<dyn Future<Output = Fetched<T>> + Send>>;

/// The results of the attempts so far. A failure is part of the state, so that the next success
/// removes it.
enum State<T> {
    /// No attempt was made.
    Untried,
    /// No value is cached, and the last attempt failed.
    Failed(Failure),
    /// The last attempt succeeded.
    Current(Entry<T>),
    /// The last attempt failed; the value of an earlier one is used.
    Outage(Entry<T>, Failure),
}

/// A cached value.
#[derive(Clone)]
struct Entry<T> {
    value: T,
    version: Version,
    fetched_at: Instant,
    /// The earliest time of the next attempt.
    next_attempt: Instant,
}

/// The number of successful fetches. Times cannot identify a fetch: two may happen at one instant.
type Version = u64;

/// The failure of the last attempt.
struct Failure {
    error: Arc<ProviderError>,
    failed_at: Instant,
    /// The earliest time of the next attempt.
    next_attempt: Instant,
}

/// How a cached value is refreshed when it is read.
enum Refresh {
    No,
    InBackground,
    /// The caller waits for the refresh.
    Wait,
}

impl<T: Clone + Send + Sync + 'static> Cached<T> {
    pub(super) fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Fetched<T>> + Send + 'static,
    {
        Self {
            fetch: Arc::new(move || Box::pin(fetch())),
            state: Arc::new(Mutex::new(State::Untried)),
            flights: SingleFlight::new(),
        }
    }

    /// Returns the cached value, refreshing it according to its age, or else fetches it.
    pub(super) async fn get(&self) -> Fetched<T> {
        let cached = {
            let state = lock(&self.state);
            let entry = state.entry();
            entry.map(|entry| (entry.clone(), state.refresh(entry)))
        };
        let Some((entry, refresh)) = cached else {
            return self.fetch_newer_than(None).await;
        };
        match refresh {
            Refresh::No => Ok(entry.value),
            Refresh::InBackground => {
                drop(self.flights.begin((), self.attempt(Some(entry.version))));
                Ok(entry.value)
            }
            Refresh::Wait => {
                let newer = self.fetch_newer_than(Some(entry.version)).await;
                newer.or_else(|error| {
                    if error.is_withdrawal() {
                        Err(error)
                    } else {
                        Ok(entry.value)
                    }
                })
            }
        }
    }

    /// Returns the cached value if it `is_newer` than the one that the caller used, or else fetches it.
    /// During the pause after an attempt, returns the result of that attempt.
    pub(super) async fn newer(&self, is_newer: impl Fn(&T) -> bool) -> Fetched<T> {
        let entry = lock(&self.state).entry().cloned();
        match entry {
            Some(entry) if is_newer(&entry.value) => Ok(entry.value),
            entry => {
                self.fetch_newer_than(entry.map(|entry| entry.version))
                    .await
            }
        }
    }

    /// Returns the result of one attempt to fetch a newer version than `seen`. Concurrent callers share
    /// the attempt.
    async fn fetch_newer_than(&self, seen: Option<Version>) -> Fetched<T> {
        let fetched = self.flights.run((), self.attempt(seen)).await;
        fetched.unwrap_or_else(|| Err(Arc::new(ProviderError::Panicked)))
    }

    fn attempt(&self, seen: Option<Version>) -> impl Future<Output = Fetched<T>> + Send + 'static {
        let (fetch, state) = (Arc::clone(&self.fetch), Arc::clone(&self.state));
        async move {
            if let Some(result) = lock(&state).without_attempt(seen) {
                return result;
            }
            let fetched = fetch().await;
            lock(&state).store(&fetched);
            fetched
        }
    }
}

impl<T: Clone> State<T> {
    const fn entry(&self) -> Option<&Entry<T>> {
        match self {
            Self::Untried | Self::Failed(_) => None,
            Self::Current(entry) | Self::Outage(entry, _) => Some(entry),
        }
    }

    /// Returns the failure of the last attempt, if it failed.
    const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Untried | Self::Current(_) => None,
            Self::Failed(failure) | Self::Outage(_, failure) => Some(failure),
        }
    }

    /// Returns how to refresh the cached value.
    fn refresh(&self, entry: &Entry<T>) -> Refresh {
        let (now, age) = (Instant::now(), entry.fetched_at.elapsed());
        let failure = self.failure();
        if age < STALE || failure.is_some_and(|failure| now < failure.next_attempt) {
            return Refresh::No;
        }
        let failed_lately =
            failure.is_some_and(|failure| failure.failed_at.elapsed() < NO_WAIT_AFTER_FAILURE);
        if age < EXPIRED || failed_lately {
            Refresh::InBackground
        } else {
            Refresh::Wait
        }
    }

    /// Returns the result for a caller that has `seen` a version, if it takes no attempt: a newer value,
    /// or the result of the last attempt if it is too early for the next.
    fn without_attempt(&self, seen: Option<Version>) -> Option<Fetched<T>> {
        if let Some(entry) = self.entry()
            && Some(entry.version) != seen
        {
            return Some(Ok(entry.value.clone()));
        }
        let now = Instant::now();
        match self {
            Self::Failed(failure) | Self::Outage(_, failure) if now < failure.next_attempt => {
                Some(Err(Arc::clone(&failure.error)))
            }
            Self::Current(entry) if now < entry.next_attempt => Some(Ok(entry.value.clone())),
            _ => None,
        }
    }

    /// Stores the result of an attempt.
    fn store(&mut self, fetched: &Fetched<T>) {
        let entry = match std::mem::replace(self, Self::Untried) {
            Self::Untried | Self::Failed(_) => None,
            Self::Current(entry) | Self::Outage(entry, _) => Some(entry),
        };
        *self = match (fetched, entry) {
            (Ok(value), previous) => Self::Current(Entry::after(previous.as_ref(), value.clone())),
            (Err(error), None) => Self::Failed(Failure::without_entry(error)),
            // The provider responded: a value that it no longer publishes must not be used.
            (Err(error), Some(_)) if error.is_withdrawal() => {
                Self::Failed(Failure::without_entry(error))
            }
            (Err(error), Some(entry)) => {
                tracing::warn!(error = %Causes(error), "refresh from the provider failed; cached data is used");
                Self::Outage(entry, Failure::with_pause(error, PAUSE))
            }
        };
    }
}

impl<T> Entry<T> {
    /// Creates the entry of a fetched value, which replaces the previous entry. There is no pause after
    /// the first fetch: its callers may find at once that they need newer keys.
    fn after(previous: Option<&Self>, value: T) -> Self {
        let fetched_at = Instant::now();
        let pause = previous.map_or(Duration::ZERO, |_| PAUSE);
        Self {
            value,
            version: previous.map_or(0, |previous| previous.version.wrapping_add(1)),
            fetched_at,
            next_attempt: later(fetched_at, pause),
        }
    }
}

impl Failure {
    /// Creates the failure of an attempt after which no value is cached.
    fn without_entry(error: &Arc<ProviderError>) -> Self {
        let retry_after = error.retry_after().unwrap_or_default();
        Self::with_pause(error, retry_after.clamp(SHORT_PAUSE, PAUSE))
    }

    fn with_pause(error: &Arc<ProviderError>, pause: Duration) -> Self {
        let failed_at = Instant::now();
        Self {
            error: Arc::clone(error),
            failed_at,
            next_attempt: later(failed_at, pause),
        }
    }
}

fn later(now: Instant, pause: Duration) -> Instant {
    now.checked_add(pause).unwrap_or(now)
}

/// Locks the state. Poisoning is ignored, because no code panics while the state is inconsistent.
fn lock<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
