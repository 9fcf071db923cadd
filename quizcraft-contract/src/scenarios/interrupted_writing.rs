//! The deadline of a writer passes, or its call is dropped.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::{Duration, Instant};

use quizcraft_core::gateway::WriteError;

use super::writing::Tested;

/// The number of times that a call is polled before it is dropped, at most.
const MAX_POLLS: u32 = 12;
/// The times that a writer has until the deadline, in milliseconds: the powers of two up to this one.
const MAX_DOUBLINGS: u32 = 10;

/// A brief past its deadline is out of time, whatever its keywords.
pub async fn an_overdue_brief_is_out_of_time(writer: &Tested) {
    for brief in [writer.brief(11, 5), writer.unknown_brief()] {
        let written = writer.writer.write(&brief.by(Instant::now())).await;
        assert!(
            matches!(written, Err(WriteError::OutOfTime)),
            "an overdue brief is OutOfTime, but the writer returned {written:?}"
        );
    }
}

/// A deadline that passes while the writer works does not fail the game for good: the writer returns drafts, or an error
/// after which a retry may succeed.
pub async fn a_deadline_that_passes_during_writing_fails_no_game(writer: &Tested) {
    for doublings in 0..=MAX_DOUBLINGS {
        let time = Duration::from_millis(2_u64.saturating_pow(doublings));
        let brief = writer.brief(16, 5).by(Instant::now() + time);
        let mut call = pin!(writer.writer.write(&brief));
        let first = poll_fn(|context| Poll::Ready(call.as_mut().poll(context))).await;
        let began_in_time = !brief.is_overdue(Instant::now());
        let (written, is_decided) = match first {
            Poll::Ready(written) => {
                let is_ok = written.is_ok();
                (written, is_ok)
            }
            Poll::Pending => {
                while !brief.is_overdue(Instant::now()) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                (call.await, began_in_time)
            }
        };
        assert!(
            !matches!(written, Err(WriteError::Impossible(_))),
            "a deadline that passes is no permanent error, but the writer returned {written:?}"
        );
        // Otherwise the time may have been up before the writer began.
        if is_decided {
            return;
        }
    }
}

/// A call that is dropped after any number of polls leaves the writer as it was.
pub async fn a_dropped_call_leaves_the_writer_usable(writer: &Tested) {
    let brief = writer.brief(12, 5);
    let expected = writer.written(&brief).await;
    for polls in 0..=MAX_POLLS {
        let is_ready = is_ready_after(polls, writer.writer.write(&brief)).await;
        let written = writer.written(&brief).await;
        assert!(
            !writer.is_deterministic || written == expected,
            "a call that was dropped after {polls} polls does not change the next one"
        );
        if is_ready {
            return;
        }
    }
}

/// Polls a future so many times, and drops it. Returns whether it was ready.
async fn is_ready_after(polls: u32, future: impl Future) -> bool {
    let mut future = pin!(future);
    for _ in 0..polls {
        let polled = poll_fn(|context| Poll::Ready(future.as_mut().poll(context).is_ready()));
        if polled.await {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}
