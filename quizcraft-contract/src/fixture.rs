use std::any::Any;
use std::fmt;
use std::sync::Arc;

/// A fresh gateway for one scenario, with the resources that must live as long as it does, such as a
/// database or a temporary folder.
///
/// ```
/// use std::sync::Arc;
/// use quizcraft_core::gateway::Clock;
/// use quizcraft_contract::Fixture;
/// # use quizcraft_core::Timestamp;
/// # struct Noon;
/// # impl Clock for Noon { fn now(&self) -> Timestamp { Timestamp::from_secs(43_200) } }
///
/// let folder = vec!["a resource of the clock"];
/// let fixture = Fixture::<dyn Clock>::from(Arc::new(Noon) as Arc<dyn Clock>).keeping(folder);
/// assert_eq!(fixture.gateway().now().as_secs(), 43_200);
/// ```
pub struct Fixture<G: ?Sized> {
    // Fields are dropped in this order: the gateway before its resources.
    gateway: Arc<G>,
    kept: Vec<Box<dyn Any + Send>>,
}

impl<G: ?Sized> Fixture<G> {
    /// Returns the same fixture, which drops `resource` after its gateway.
    #[must_use]
    pub fn keeping(mut self, resource: impl Any + Send) -> Self {
        self.kept.push(Box::new(resource));
        self
    }

    /// Returns the gateway.
    #[must_use]
    pub const fn gateway(&self) -> &Arc<G> {
        &self.gateway
    }
}

impl<G: ?Sized> From<Arc<G>> for Fixture<G> {
    fn from(gateway: Arc<G>) -> Self {
        Self {
            gateway,
            kept: Vec::new(),
        }
    }
}

impl<G: ?Sized> fmt::Debug for Fixture<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixture")
            .field("kept", &self.kept.len())
            .finish_non_exhaustive()
    }
}

/// Runs a future on a new multi-threaded Tokio runtime with all drivers, so that background tasks of
/// an adapter run in parallel.
///
/// The caller's crate does not need to depend on Tokio.
///
/// ```
/// assert_eq!(quizcraft_contract::block_on(async { 6 * 7 }), 42);
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("cannot create a runtime: {error}"))
        .block_on(future)
}
