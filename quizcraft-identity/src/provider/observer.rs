use std::time::{Duration, Instant};

use super::ProviderError;

/// Receives the outcome of each request to a provider, for metrics.
///
/// ```
/// use std::sync::Arc;
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use std::time::Duration;
///
/// use quizcraft_identity::{FetchObserver, Provider, ProviderDocument, ProviderError};
///
/// #[derive(Default)]
/// struct Failures(AtomicU64);
///
/// impl FetchObserver for Failures {
///     fn fetched(&self, _: ProviderDocument, _: Duration, result: Result<(), &ProviderError>) {
///         if result.is_err() {
///             self.0.fetch_add(1, Ordering::Relaxed);
///         }
///     }
/// }
///
/// let failures = Arc::new(Failures::default());
/// let provider = Provider::new("https://id.example.org/")?.with_observer(failures.clone());
/// # drop(provider);
/// # Ok::<(), quizcraft_identity::InvalidIssuer>(())
/// ```
pub trait FetchObserver: Send + Sync {
    /// Called after each request, with its duration. MUST NOT block.
    fn fetched(
        &self,
        document: ProviderDocument,
        duration: Duration,
        result: Result<(), &ProviderError>,
    );
}

/// A document of a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProviderDocument {
    /// The discovery document.
    Configuration,
    /// The key set.
    Keys,
    /// The response of the userinfo endpoint.
    Userinfo,
}

impl ProviderDocument {
    /// Returns the name of the document, in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Keys => "keys",
            Self::Userinfo => "userinfo",
        }
    }
}

/// Awaits a request, and reports it to the observer, if there is one.
pub(super) async fn observed<T>(
    observer: Option<&dyn FetchObserver>,
    document: ProviderDocument,
    request: impl Future<Output = Result<T, ProviderError>>,
) -> Result<T, ProviderError> {
    let began = Instant::now();
    let result = request.await;
    if let Some(observer) = observer {
        let outcome = result.as_ref().map(|_| ());
        observer.fetched(document, began.elapsed(), outcome);
    }
    result
}
