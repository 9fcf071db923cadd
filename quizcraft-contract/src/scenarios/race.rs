//! Runs the same operation on several threads at the same time.

use std::sync::{Arc, Barrier};

use tokio::runtime::Handle;

/// The number of threads.
pub(super) const RACERS: usize = 8;

/// The number of repetitions of a race that needs a game each.
pub(super) const ROUNDS: u32 = 24;

/// Runs `runner(0)` to `runner(RACERS - 1)`, each on its own thread, started by one barrier. Returns
/// the results in this order.
pub(super) async fn run_concurrently<T, F>(runner: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let (runtime, barrier) = (Handle::current(), Arc::new(Barrier::new(RACERS)));
    let threads: Vec<_> = (0..RACERS)
        .map(|racer| {
            let (runtime, barrier, run) = (runtime.clone(), Arc::clone(&barrier), runner(racer));
            std::thread::spawn(move || {
                barrier.wait();
                runtime.block_on(run)
            })
        })
        .collect();
    joined(move || {
        threads
            .into_iter()
            .map(std::thread::JoinHandle::join)
            .collect()
    })
    .await
}

/// Joins the threads without blocking the runtime that they use. Propagates their panics.
async fn joined<T: Send + 'static>(
    join: impl FnOnce() -> std::thread::Result<Vec<T>> + Send + 'static,
) -> Vec<T> {
    match tokio::task::spawn_blocking(join).await {
        Ok(Ok(results)) => results,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => panic!("the threads cannot be joined: {error}"),
    }
}

/// Returns the number of results that match.
pub(super) fn count<T>(results: &[T], matches: impl Fn(&T) -> bool) -> usize {
    results.iter().filter(|result| matches(result)).count()
}
