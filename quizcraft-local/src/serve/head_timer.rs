//! The timer for the request heads of one connection.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

/// A timer for hyper with two timeouts: one for a connection that waits for its next request, and one for
/// a request head that has begun to arrive.
///
/// hyper has one timeout for both (`header_read_timeout`), from the end of a request to the end of the next
/// head. It is set to the keep-alive timeout. This timer replaces it by the header timeout as soon as bytes
/// are read, and on a new connection from the start, since a client connects in order to send a request.
///
/// One timer of tokio is reused for all request heads of a connection. hyper drops its timer when it has
/// read a head, and creates another for the next one. Each would lock the runtime's timers twice, while
/// resetting a registered timer takes no lock. A reused timer may fire between two heads, which causes one
/// spurious poll of the connection.
#[derive(Clone)]
pub(super) struct HeadTimer {
    shared: Arc<Shared>,
    header_timeout: Duration,
}

/// A flag that the stream of a connection sets when bytes are read.
#[derive(Clone, Default)]
pub(super) struct ReadFlag(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Between two heads: the timer of tokio, unless no head was awaited yet.
    idle: Mutex<Option<Registered>>,
    /// Whether bytes were read since a head is awaited.
    has_read: AtomicBool,
}

type Registered = Pin<Box<tokio::time::Sleep>>;

impl HeadTimer {
    /// Creates the timer of a new connection.
    pub(super) fn new(header_timeout: Duration) -> Self {
        Self {
            shared: Arc::default(),
            header_timeout,
        }
    }

    /// Returns the flag for the stream of the connection.
    pub(super) fn read_flag(&self) -> ReadFlag {
        ReadFlag(Arc::clone(&self.shared))
    }

    /// Returns the deadline of a head that begins to arrive now.
    fn head_deadline(&self) -> tokio::time::Instant {
        tokio::time::sleep(self.header_timeout).deadline()
    }
}

impl ReadFlag {
    pub(super) fn set(&self) {
        self.0.has_read.store(true, Ordering::Relaxed);
    }
}

impl Shared {
    fn idle(&self) -> MutexGuard<'_, Option<Registered>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(tokio::time::sleep(duration).deadline().into())
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(ActiveTimer::new(self, deadline.into()))
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into()
    }
}

/// A timer in use. It becomes idle when it is dropped.
struct ActiveTimer {
    sleep: Option<Registered>,
    awaited: Awaited,
    timer: HeadTimer,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaited {
    /// The first byte of a head, until the keep-alive timeout.
    Begin,
    /// The end of a head, until the header timeout.
    End,
}

impl ActiveTimer {
    fn new(timer: &HeadTimer, keep_alive: tokio::time::Instant) -> Self {
        timer.shared.has_read.store(false, Ordering::Relaxed);
        let idle = timer.shared.idle().take();
        let (sleep, awaited) = if let Some(mut sleep) = idle {
            sleep.as_mut().reset(keep_alive);
            (sleep, Awaited::Begin)
        } else {
            let sleep = tokio::time::sleep(timer.header_timeout);
            (Box::pin(sleep), Awaited::End)
        };
        Self {
            sleep: Some(sleep),
            awaited,
            timer: timer.clone(),
        }
    }
}

impl Future for ActiveTimer {
    type Output = ();

    // hyper polls this after it has read from the stream, so the flag is up to date.
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let Self {
            sleep: Some(sleep),
            awaited,
            timer,
        } = &mut *self
        else {
            return Poll::Ready(());
        };
        if *awaited == Awaited::Begin && timer.shared.has_read.load(Ordering::Relaxed) {
            *awaited = Awaited::End;
            sleep.as_mut().reset(timer.head_deadline());
        }
        sleep.as_mut().poll(context)
    }
}

impl Sleep for ActiveTimer {}

impl Drop for ActiveTimer {
    fn drop(&mut self) {
        *self.timer.shared.idle() = self.sleep.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER_TIMEOUT: Duration = Duration::from_secs(5);

    /// Returns the seconds until a timer fires that hyper sets to `seconds`.
    async fn fires_after(timer: &HeadTimer, seconds: u64) -> u64 {
        let begun = tokio::time::Instant::now();
        timer.sleep(Duration::from_secs(seconds)).await;
        begun.elapsed().as_secs()
    }

    #[tokio::test(start_paused = true)]
    async fn a_new_connection_has_the_header_timeout_and_a_used_one_the_keep_alive_timeout() {
        let timer = HeadTimer::new(HEADER_TIMEOUT);
        assert_eq!(fires_after(&timer, 75).await, 5);
        for seconds in [75, 1, 20] {
            assert_eq!(fires_after(&timer, seconds).await, seconds);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn the_header_timeout_starts_with_the_first_byte_of_a_head() {
        // Given an idle connection,
        let timer = HeadTimer::new(HEADER_TIMEOUT);
        drop(timer.sleep(Duration::ZERO));
        for keep_alive in [75, 75, 2] {
            let begun = tokio::time::Instant::now();
            let mut sleep = timer.sleep(Duration::from_secs(keep_alive));
            let first = Duration::from_secs(1);
            assert!(tokio::time::timeout(first, &mut sleep).await.is_err());

            // when bytes arrive after a second, and more of them later,
            timer.read_flag().set();
            let later = Duration::from_secs(3);
            assert!(tokio::time::timeout(later, &mut sleep).await.is_err());
            timer.read_flag().set();

            // then the first of them starts the timeout.
            sleep.await;
            assert_eq!(begun.elapsed().as_secs(), 6);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn bytes_of_an_earlier_request_do_not_count() {
        let timer = HeadTimer::new(HEADER_TIMEOUT);
        drop(timer.sleep(Duration::ZERO));
        timer.read_flag().set();
        assert_eq!(fires_after(&timer, 75).await, 75);
    }

    #[tokio::test(start_paused = true)]
    async fn concurrent_timers_are_independent() {
        let timer = HeadTimer::new(HEADER_TIMEOUT);
        drop(timer.sleep(Duration::ZERO));
        let begun = tokio::time::Instant::now();
        let late = timer.sleep(Duration::from_secs(10));
        timer.sleep(Duration::from_secs(1)).await;
        assert_eq!(begun.elapsed().as_secs(), 5);
        late.await;
        assert_eq!(begun.elapsed().as_secs(), 10);
    }
}
