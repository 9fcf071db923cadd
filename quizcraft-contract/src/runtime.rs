/// Drives a test's future to its end on a tokio runtime of its own, with every driver that is
/// compiled in and two worker threads, so that an adapter's background tasks really run beside it.
///
/// Adapters need not name tokio for this.
///
/// ```
/// assert_eq!(quizcraft_contract::block_on(async { 6 * 7 }), 42);
/// ```
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap_or_else(|error| panic!("a test needs a runtime: {error}"))
        .block_on(future)
}
