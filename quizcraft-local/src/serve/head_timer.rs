//! The timer for the request heads of one connection.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

/// A timer for hyper that reuses one timer of tokio for all request heads of a connection.
///
/// hyper drops its timer when it has read a head, and creates another for the next one. Each would lock
/// the runtime's timers twice, while resetting a registered timer takes no lock. A reused timer may fire
/// between two heads, which causes one spurious poll of the connection.
#[derive(Clone, Default)]
pub(super) struct HeadTimer(Arc<Mutex<Option<Registered>>>);

type Registered = Pin<Box<tokio::time::Sleep>>;

impl HeadTimer {
    fn idle(&self) -> MutexGuard<'_, Option<Registered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(ActiveTimer::new(
            self,
            tokio::time::sleep(duration).deadline(),
        ))
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
    timer: HeadTimer,
}

impl ActiveTimer {
    fn new(timer: &HeadTimer, deadline: tokio::time::Instant) -> Self {
        let idle = timer.idle().take();
        let sleep = match idle {
            Some(mut sleep) => {
                sleep.as_mut().reset(deadline);
                sleep
            }
            None => Box::pin(tokio::time::sleep_until(deadline)),
        };
        Self {
            sleep: Some(sleep),
            timer: timer.clone(),
        }
    }
}

impl Future for ActiveTimer {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.sleep {
            Some(sleep) => sleep.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}

impl Sleep for ActiveTimer {}

impl Drop for ActiveTimer {
    fn drop(&mut self) {
        *self.timer.idle() = self.sleep.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_timer_fires_at_its_own_deadline() {
        let timer = HeadTimer::default();
        let begun = tokio::time::Instant::now();
        for seconds in [10, 1, 20] {
            let before = begun.elapsed();
            timer.sleep(Duration::from_secs(seconds)).await;
            let slept = begun.elapsed().saturating_sub(before);
            assert_eq!(slept.as_secs(), seconds);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn concurrent_timers_are_independent() {
        let timer = HeadTimer::default();
        let begun = tokio::time::Instant::now();
        let late = timer.sleep(Duration::from_secs(10));
        timer.sleep(Duration::from_secs(1)).await;
        assert_eq!(begun.elapsed().as_secs(), 1);
        late.await;
        assert_eq!(begun.elapsed().as_secs(), 10);
    }
}
