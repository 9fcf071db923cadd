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
