//! The timer for the heads of one connection's requests.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

/// Gives hyper a timer for each head that it waits for, and keeps one of tokio's for all of them.
///
/// hyper drops its timer when a head is there, and makes another for the next one. Each would take
/// the lock of the runtime's timers twice; to put a timer off that is registered takes no lock. One
/// that is kept may go off between two heads: then the connection looks once for nothing.
#[derive(Clone, Default)]
pub(super) struct HeadTimer(Arc<Mutex<Option<Registered>>>);

type Registered = Pin<Box<tokio::time::Sleep>>;

impl HeadTimer {
    fn kept(&self) -> MutexGuard<'_, Option<Registered>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Timer for HeadTimer {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        Box::pin(Lent::new(self, tokio::time::sleep(duration).deadline()))
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        Box::pin(Lent::new(self, deadline.into()))
    }

    fn now(&self) -> Instant {
        tokio::time::Instant::now().into()
    }
}

/// A timer that is kept again when it is dropped.
struct Lent {
    sleep: Option<Registered>,
    timer: HeadTimer,
}

impl Lent {
    fn new(timer: &HeadTimer, deadline: tokio::time::Instant) -> Self {
        let kept = timer.kept().take();
        let sleep = match kept {
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

impl Future for Lent {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match &mut self.sleep {
            Some(sleep) => sleep.as_mut().poll(context),
            None => Poll::Ready(()),
        }
    }
}

impl Sleep for Lent {}

impl Drop for Lent {
    fn drop(&mut self) {
        *self.timer.kept() = self.sleep.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_timer_goes_off_at_its_own_deadline() {
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
    async fn two_timers_at_once_do_not_disturb_each_other() {
        let timer = HeadTimer::default();
        let begun = tokio::time::Instant::now();
        let late = timer.sleep(Duration::from_secs(10));
        timer.sleep(Duration::from_secs(1)).await;
        assert_eq!(begun.elapsed().as_secs(), 1);
        late.await;
        assert_eq!(begun.elapsed().as_secs(), 10);
    }
}
