//! One call of a writer on a separate thread.

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

use super::until;
use crate::locked::locked;

/// The result of a writer.
type WriteResult = Result<Drafts, WriteError>;

/// The payload of a writer's panic.
type Panic = Box<dyn Any + Send>;

/// A call of a writer, with everything that its thread needs.
pub(super) struct WriterCall {
    pub(super) writer: Arc<dyn QuestionWriter>,
    pub(super) brief: Brief,
    pub(super) runtime: Handle,
    pub(super) span: Span,
    /// Held until the thread ends, so that abandoned threads count as well.
    pub(super) permit: OwnedSemaphorePermit,
}

/// The caller's handle to a thread. Dropping it before the thread ends abandons the thread.
pub(super) struct WriterThread {
    result: oneshot::Receiver<Result<WriteResult, Panic>>,
    state: Arc<SharedState>,
}

/// The state of a thread, shared by the thread and its caller. The mutex makes sure that a thread
/// that ends while its caller drops the handle is counted either not at all, or up and down.
struct SharedState {
    state: Mutex<State>,
    abandoned: Arc<watch::Sender<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The thread runs, and its caller waits.
    Awaited,
    /// The thread runs, and its caller has gone.
    Abandoned,
    Ended,
}

impl WriterCall {
    /// Starts the thread. It is counted in `abandoned` from when its caller drops the handle until it
    /// ends.
    pub(super) fn start(self, abandoned: Arc<watch::Sender<usize>>) -> io::Result<WriterThread> {
        let (sender, result) = oneshot::channel();
        let state = Arc::new(SharedState {
            state: Mutex::new(State::Awaited),
            abandoned,
        });
        let own = Arc::clone(&state);
        // Linux truncates names to 15 characters.
        let thread = thread::Builder::new().name("quiz-writer".to_owned());
        thread.spawn(move || self.run(sender, &own))?;
        Ok(WriterThread { result, state })
    }

    fn run(self, mut sender: oneshot::Sender<Result<WriteResult, Panic>>, state: &SharedState) {
        let write = self.write(&mut sender).instrument(self.span.clone());
        let result = catch_unwind(AssertUnwindSafe(|| self.runtime.block_on(write)));
        state.end();
        drop(self.permit);
        // Fails if the caller has gone; the result is discarded then.
        let _ = sender.send(result);
    }

    /// Runs the writer until the deadline, or until the caller has gone, and drops its future then. Does
    /// not call the writer if the caller has gone before the thread runs.
    async fn write(&self, sender: &mut oneshot::Sender<Result<WriteResult, Panic>>) -> WriteResult {
        tokio::select! {
            biased;
            () = sender.closed() => Err(WriteError::OutOfTime),
            result = until(self.brief.deadline(), self.writer.write(&self.brief)) => {
                result.unwrap_or(Err(WriteError::OutOfTime))
            }
        }
    }
}

impl WriterThread {
    /// Waits for the writer, and returns its result or the payload of its panic.
    pub(super) async fn result(&mut self) -> Result<WriteResult, Panic> {
        let ended = |_| {
            Ok(Err(WriteError::temporary(
                "the writer's thread ended without a result",
            )))
        };
        (&mut self.result).await.unwrap_or_else(ended)
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        self.state.abandon();
    }
}

impl SharedState {
    /// Records that the thread ends.
    fn end(&self) {
        let mut state = locked(&self.state);
        if *state == State::Abandoned {
            let one_less = |count: &mut usize| *count = count.saturating_sub(1);
            self.abandoned.send_modify(one_less);
        }
        *state = State::Ended;
    }

    /// Records that the caller no longer waits.
    fn abandon(&self) {
        let mut state = locked(&self.state);
        if *state == State::Awaited {
            let one_more = |count: &mut usize| *count = count.saturating_add(1);
            self.abandoned.send_modify(one_more);
            *state = State::Abandoned;
        }
    }
}
