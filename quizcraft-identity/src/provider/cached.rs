use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use quizcraft_core::gateway::Causes;
use tokio::time::Instant;

use super::ProviderError;
use crate::known_players::single_flight::SingleFlight;

#[cfg(test)]
mod tests;

/// From this age on, what is held is fetched again in the background when a request uses it.
const OLD: Duration = Duration::from_mins(10);
/// From this age on, its users wait for that, in case it has not been used for long.
const TOO_OLD: Duration = Duration::from_hours(1);
/// For how long after a failed attempt nothing is too old: attempts go on in the background, and
/// no user waits for each of them while the provider does not answer.
const FAILED_LATELY: Duration = Duration::from_mins(1);
/// How long to wait after one attempt to fetch it again before the next.
const PAUSE: Duration = Duration::from_secs(10);
/// How long to wait while there is nothing that could be served meanwhile, at least; the provider
/// may ask for more, up to the other pause.
const SHORT_PAUSE: Duration = Duration::from_secs(1);

/// Something that a provider publishes, fetched at first need and kept.
pub(super) struct Cached<T> {
    fetch: Fetch<T>,
    state: Arc<Mutex<State<T>>>,
    flights: SingleFlight<(), Fetched<T>>,
}

/// What came of asking the provider, for all who wait for it.
pub(super) type Fetched<T> = Result<T, Arc<ProviderError>>;

type Fetch<T> = Arc<dyn Fn() -> Fetching<T> + Send + Sync>;
type Fetching<T> = Pin<Box<dyn Future<Output = Fetched<T>> + Send>>;

/// What came of the attempts so far. A failure is part of the state that it led to, so that the
/// next success cannot leave it behind.
enum State<T> {
    /// There was no attempt.
    Untried,
    /// Every attempt failed, the last one with this.
    Failed(Failure),
    /// The last attempt succeeded.
    Held(Held<T>),
    /// The last attempt failed; what an earlier one fetched goes on serving.
    Serving(Held<T>, Failure),
}

/// What was fetched last.
#[derive(Clone)]
struct Held<T> {
    value: T,
    version: Version,
    since: Instant,
    /// When the next attempt may come.
    next: Instant,
}

/// Counts the fetches that succeeded. Two of them may happen at the same instant.
type Version = u64;

/// Why the last attempt failed.
struct Failure {
    error: Arc<ProviderError>,
    since: Instant,
    /// When the next attempt may come.
    next: Instant,
}

/// What to do with something that is held, before it is used.
enum Refresh {
    /// Nothing.
    NotNow,
    InBackground,
    First,
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

    /// Returns what is held, or else what can be fetched now.
    pub(super) async fn get(&self) -> Fetched<T> {
        let held = {
            let state = lock(&self.state);
            state.held().map(|held| (held.clone(), state.refresh(held)))
        };
        let Some((held, refresh)) = held else {
            return self.fetched(None).await;
        };
        match refresh {
            Refresh::NotNow => Ok(held.value),
            Refresh::InBackground => {
                drop(self.flights.begin((), self.attempt(Some(held.version))));
                Ok(held.value)
            }
            Refresh::First => {
                let newer = self.fetched(Some(held.version)).await;
                newer.or_else(|error| {
                    if error.withdraws() {
                        Err(error)
                    } else {
                        Ok(held.value)
                    }
                })
            }
        }
    }

    /// Returns what is held if it `is_newer` than what a caller saw, or else what can be fetched
    /// now; what came of the last attempt, if the pause after it is not over.
    pub(super) async fn newer(&self, is_newer: impl Fn(&T) -> bool) -> Fetched<T> {
        let held = lock(&self.state).held().cloned();
        match held {
            Some(held) if is_newer(&held.value) => Ok(held.value),
            held => self.fetched(held.map(|held| held.version)).await,
        }
    }

    /// Returns what comes of one attempt to fetch it, for all who want one after having `seen` this
    /// version of it.
    async fn fetched(&self, seen: Option<Version>) -> Fetched<T> {
        let fetched = self.flights.run((), self.attempt(seen)).await;
        fetched.unwrap_or_else(|| Err(Arc::new(ProviderError::Panicked)))
    }

    fn attempt(&self, seen: Option<Version>) -> impl Future<Output = Fetched<T>> + Send + 'static {
        let (fetch, state) = (Arc::clone(&self.fetch), Arc::clone(&self.state));
        async move {
            if let Some(recent) = lock(&state).recent(seen) {
                return recent;
            }
            let fetched = fetch().await;
            lock(&state).note(&fetched);
            fetched
        }
    }
}

impl<T: Clone> State<T> {
    const fn held(&self) -> Option<&Held<T>> {
        match self {
            Self::Untried | Self::Failed(_) => None,
            Self::Held(held) | Self::Serving(held, _) => Some(held),
        }
    }

    /// Returns the last attempt, if it failed.
    const fn failure(&self) -> Option<&Failure> {
        match self {
            Self::Untried | Self::Held(_) => None,
            Self::Failed(failure) | Self::Serving(_, failure) => Some(failure),
        }
    }

    /// Returns whether what is held has to be fetched again, and whether its users wait for that.
    fn refresh(&self, held: &Held<T>) -> Refresh {
        let (now, age) = (Instant::now(), held.since.elapsed());
        let failure = self.failure();
        if age < OLD || failure.is_some_and(|failure| now < failure.next) {
            return Refresh::NotNow;
        }
        let lately = failure.is_some_and(|failure| failure.since.elapsed() < FAILED_LATELY);
        if age < TOO_OLD || lately {
            Refresh::InBackground
        } else {
            Refresh::First
        }
    }

    /// Returns what is there without another attempt, for a caller that has `seen` this version: a
    /// newer one, or what came of the last attempt if it is too early for the next.
    fn recent(&self, seen: Option<Version>) -> Option<Fetched<T>> {
        if let Some(held) = self.held()
            && Some(held.version) != seen
        {
            return Some(Ok(held.value.clone()));
        }
        let now = Instant::now();
        match self {
            Self::Failed(failure) | Self::Serving(_, failure) if now < failure.next => {
                Some(Err(Arc::clone(&failure.error)))
            }
            Self::Held(held) if now < held.next => Some(Ok(held.value.clone())),
            _ => None,
        }
    }

    /// Keeps what came of an attempt.
    fn note(&mut self, fetched: &Fetched<T>) {
        let held = match std::mem::replace(self, Self::Untried) {
            Self::Untried | Self::Failed(_) => None,
            Self::Held(held) | Self::Serving(held, _) => Some(held),
        };
        *self = match (fetched, held) {
            (Ok(value), before) => Self::Held(Held::after(before.as_ref(), value.clone())),
            (Err(error), None) => Self::Failed(Failure::without_any(error)),
            // The provider has answered: what it no longer publishes must not go on serving.
            (Err(error), Some(_)) if error.withdraws() => Self::Failed(Failure::without_any(error)),
            (Err(error), Some(held)) => {
                tracing::warn!(error = %Causes(error), "what is known of the provider goes on serving");
                Self::Serving(held, Failure::with_pause(error, PAUSE))
            }
        };
    }
}

impl<T> Held<T> {
    /// Returns what an attempt fetched, in place of what was held before it. After the first that
    /// succeeds there is no pause: no caller can have known yet that it would not be enough.
    fn after(before: Option<&Self>, value: T) -> Self {
        let since = Instant::now();
        let pause = before.map_or(Duration::ZERO, |_| PAUSE);
        Self {
            value,
            version: before.map_or(0, |before| before.version.wrapping_add(1)),
            since,
            next: later(since, pause),
        }
    }
}

impl Failure {
    /// Returns a failure while nothing is held that could be served.
    fn without_any(error: &Arc<ProviderError>) -> Self {
        let asked = error.retry_after().unwrap_or_default();
        Self::with_pause(error, asked.clamp(SHORT_PAUSE, PAUSE))
    }

    fn with_pause(error: &Arc<ProviderError>, pause: Duration) -> Self {
        let since = Instant::now();
        Self {
            error: Arc::clone(error),
            since,
            next: later(since, pause),
        }
    }
}

fn later(now: Instant, pause: Duration) -> Instant {
    now.checked_add(pause).unwrap_or(now)
}

/// Returns the state, which no holder of the lock leaves half changed: a panic elsewhere takes
/// nothing from it.
fn lock<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
