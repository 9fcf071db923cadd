use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use quizcraft_core::gateway::Causes;
use tokio::time::Instant;

use super::ProviderError;
use crate::auth::single_flight::SingleFlight;

/// From this age on, what is held is fetched again in the background when somebody uses it.
const OLD: Duration = Duration::from_mins(10);
/// From this age on, its users wait for that, in case it has not been used for long.
const TOO_OLD: Duration = Duration::from_hours(1);
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

struct State<T> {
    held: Option<Held<T>>,
    attempt: Option<Attempt>,
}

/// What was fetched last, and when.
#[derive(Clone)]
struct Held<T> {
    value: T,
    since: Instant,
}

/// The last attempt to fetch it: when the next may come, and why this one failed if it did.
struct Attempt {
    next: Instant,
    error: Option<Arc<ProviderError>>,
}

impl<T: Clone + Send + Sync + 'static> Cached<T> {
    pub(super) fn new<F>(fetch: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Fetched<T>> + Send + 'static,
    {
        Self {
            fetch: Arc::new(move || Box::pin(fetch())),
            state: Arc::new(Mutex::new(State {
                held: None,
                attempt: None,
            })),
            flights: SingleFlight::new(),
        }
    }

    /// What is held, or else what can be fetched now.
    pub(super) async fn get(&self) -> Fetched<T> {
        let (held, failed) = {
            let state = lock(&self.state);
            (state.held.clone(), state.has_failed())
        };
        let Some(held) = held else {
            return self.fetched(None).await;
        };
        let age = held.since.elapsed();
        if age < OLD {
            return Ok(held.value);
        }
        if age < TOO_OLD || failed {
            drop(self.flights.begin((), self.attempt(Some(held.since))));
            return Ok(held.value);
        }
        let newer = self.fetched(Some(held.since)).await;
        Ok(newer.unwrap_or(held.value))
    }

    /// What is held if it `is_newer` than what somebody saw, or else what can be fetched now; what
    /// came of the last attempt, if that was a moment ago.
    pub(super) async fn newer(&self, is_newer: impl Fn(&T) -> bool) -> Fetched<T> {
        let held = lock(&self.state).held.clone();
        match held {
            Some(held) if is_newer(&held.value) => Ok(held.value),
            held => self.fetched(held.map(|held| held.since)).await,
        }
    }

    /// What comes of one attempt to fetch it, for all who want one after having `seen` what was
    /// held since then.
    async fn fetched(&self, seen: Option<Instant>) -> Fetched<T> {
        let fetched = self.flights.run((), self.attempt(seen)).await;
        fetched.unwrap_or_else(|| Err(Arc::new(ProviderError::Panicked)))
    }

    fn attempt(&self, seen: Option<Instant>) -> impl Future<Output = Fetched<T>> + Send + 'static {
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
    /// Whether the last attempt failed.
    fn has_failed(&self) -> bool {
        let last = self.attempt.as_ref();
        last.is_some_and(|attempt| attempt.error.is_some())
    }

    /// What is there without another attempt, for somebody who has `seen` what was held since then:
    /// something newer, or what came of the last attempt if it is too early for the next.
    fn recent(&self, seen: Option<Instant>) -> Option<Fetched<T>> {
        if let Some(held) = &self.held
            && Some(held.since) != seen
        {
            return Some(Ok(held.value.clone()));
        }
        let attempt = self.attempt.as_ref();
        let attempt = attempt.filter(|attempt| Instant::now() < attempt.next)?;
        match (&attempt.error, &self.held) {
            (Some(error), _) => Some(Err(Arc::clone(error))),
            (None, held) => held.as_ref().map(|held| Ok(held.value.clone())),
        }
    }

    /// Keeps what came of an attempt. After the first that succeeds there is no pause: nobody can
    /// have known yet that it would not be enough.
    fn note(&mut self, fetched: &Fetched<T>) {
        let now = Instant::now();
        let error = fetched.as_ref().err().cloned();
        if self.held.is_some() || error.is_some() {
            if let (Some(error), Some(_)) = (&error, &self.held) {
                let error = Causes(error);
                tracing::warn!(%error, "what is known of the provider goes on serving");
            }
            let pause = self.pause_after(error.as_deref());
            let next = now.checked_add(pause).unwrap_or(now);
            self.attempt = Some(Attempt { next, error });
        }
        if let Ok(value) = fetched {
            let value = value.clone();
            self.held = Some(Held { value, since: now });
        }
    }

    fn pause_after(&self, error: Option<&ProviderError>) -> Duration {
        match error {
            Some(error) if self.held.is_none() => {
                let asked = error.retry_after().unwrap_or_default();
                asked.clamp(SHORT_PAUSE, PAUSE)
            }
            _ => PAUSE,
        }
    }
}

/// The state, which nobody leaves half changed: a panic elsewhere takes nothing from it.
fn lock<T>(state: &Mutex<State<T>>) -> MutexGuard<'_, State<T>> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}
