//! Racers: the same thing done by several threads at the same moment.

use std::sync::{Arc, Barrier};

use tokio::runtime::Handle;

/// How many threads race.
pub(super) const RACERS: usize = 8;

/// How often a race is run, where that costs a game each.
pub(super) const ROUNDS: u32 = 24;

/// Runs the future that `runner` makes of each number below [`RACERS`] on an operating-system
/// thread of its own, all set off by one barrier; gives what came of each, in the order of numbers.
pub(super) async fn all_at_once<T, F>(runner: impl Fn(usize) -> F) -> Vec<T>
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

/// Waits for threads without holding up the runtime that they use; a panic of theirs goes on here.
async fn joined<T: Send + 'static>(
    join: impl FnOnce() -> std::thread::Result<Vec<T>> + Send + 'static,
) -> Vec<T> {
    match tokio::task::spawn_blocking(join).await {
        Ok(Ok(results)) => results,
        Ok(Err(panic)) => std::panic::resume_unwind(panic),
        Err(error) => panic!("the racers were not waited for: {error}"),
    }
}

/// Returns how many of these are so.
pub(super) fn count<T>(results: &[T], is_so: impl Fn(&T) -> bool) -> usize {
    results.iter().filter(|result| is_so(result)).count()
}
