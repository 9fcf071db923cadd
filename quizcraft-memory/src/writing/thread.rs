//! One call of a writer on a thread of its own, and the caller that waits for it.

use std::any::Any;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};
use tracing::{Instrument, Span};

use super::by;
use crate::locked::locked;

/// What a writer returned.
type Written = Result<Drafts, WriteError>;

/// What a writer panicked with.
type Panic = Box<dyn Any + Send>;

/// A call of a writer, with all that its thread needs.
pub(super) struct Writing {
    pub(super) writer: Arc<dyn QuestionWriter>,
    pub(super) brief: Brief,
    pub(super) runtime: Handle,
    pub(super) span: Span,
    /// Held until the thread ends, so that it counts even when nothing waits for it.
    pub(super) permit: OwnedSemaphorePermit,
}

/// The caller's end of a thread. A thread whose caller's end is dropped before it ends is abandoned.
pub(super) struct Awaited {
    written: oneshot::Receiver<Result<Written, Panic>>,
    course: Arc<Course>,
}

/// How far a thread is, as its two ends tell each other.
struct Course {
    state: Mutex<State>,
    abandoned: Arc<watch::Sender<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Awaited,
    Abandoned,
    Ended,
}

impl Writing {
    /// Starts the thread. What is counted as abandoned is changed as that comes and goes.
    pub(super) fn start(self, abandoned: Arc<watch::Sender<usize>>) -> io::Result<Awaited> {
        let (sender, written) = oneshot::channel();
        let course = Arc::new(Course {
            state: Mutex::new(State::Awaited),
            abandoned,
        });
        let own = Arc::clone(&course);
        // Linux shows 15 characters of the name.
        let thread = thread::Builder::new().name("quiz-writer".to_owned());
        thread.spawn(move || self.run(sender, &own))?;
        Ok(Awaited { written, course })
    }

    fn run(self, mut sender: oneshot::Sender<Result<Written, Panic>>, course: &Course) {
        let writing = self.write(&mut sender).instrument(self.span.clone());
        let written = catch_unwind(AssertUnwindSafe(|| self.runtime.block_on(writing)));
        course.end();
        drop(self.permit);
        // If nothing waits for it any more, it is discarded.
        let _ = sender.send(written);
    }

    /// Writes until the deadline, and no longer than there is a caller: what awaits is dropped then. If
    /// the caller is gone before the thread runs, the writer is not called.
    async fn write(&self, sender: &mut oneshot::Sender<Result<Written, Panic>>) -> Written {
        tokio::select! {
            biased;
            () = sender.closed() => Err(WriteError::OutOfTime),
            written = by(self.brief.deadline(), self.writer.write(&self.brief)) => {
                written.unwrap_or(Err(WriteError::OutOfTime))
            }
        }
    }
}

impl Awaited {
    /// Returns what the writer returns, or what it panics with.
    pub(super) async fn written(&mut self) -> Result<Written, Panic> {
        let ended = |_| {
            Ok(Err(WriteError::Temporary(
                "the writer's thread ended".into(),
            )))
        };
        (&mut self.written).await.unwrap_or_else(ended)
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.course.abandon();
    }
}

impl Course {
    /// The thread has come to its end.
    fn end(&self) {
        let mut state = locked(&self.state);
        if *state == State::Abandoned {
            let one_less = |count: &mut usize| *count = count.saturating_sub(1);
            self.abandoned.send_modify(one_less);
        }
        *state = State::Ended;
    }

    /// The caller does not wait any longer.
    fn abandon(&self) {
        let mut state = locked(&self.state);
        if *state == State::Awaited {
            let one_more = |count: &mut usize| *count = count.saturating_add(1);
            self.abandoned.send_modify(one_more);
            *state = State::Abandoned;
        }
    }
}
