use std::time::{Duration, Instant};

/// A busy machine may exceed a time limit, but not on every attempt.
const MAX_ATTEMPTS: usize = 5;

/// Retries an action until it takes less than `time`, and returns its result.
pub(crate) async fn once_within<T>(time: Duration, mut attempt: impl AsyncFnMut() -> T) -> T {
    let mut taken = Vec::new();
    for _ in 0..MAX_ATTEMPTS {
        let since = Instant::now();
        let done = attempt().await;
        taken.push(since.elapsed());
        if taken.last() < Some(&time) {
            return done;
        }
    }
    panic!("no attempt took less than {time:?}: {taken:?}");
}
