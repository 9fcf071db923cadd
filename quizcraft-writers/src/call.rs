//! Calls of writers.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use quizcraft_core::Drafts;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};

/// The writer panicked.
pub(crate) struct Panicked;

/// Calls a writer, and catches its panic. The message of the panic is dropped, because it may contain keywords.
pub(crate) async fn call(
    writer: &dyn QuestionWriter,
    brief: &Brief,
) -> Result<Result<Drafts, WriteError>, Panicked> {
    let mut future = None;
    poll_fn(move |context| {
        // A future that panicked is not polled again, so its state is not observed.
        let polled = catch_unwind(AssertUnwindSafe(|| {
            let future = future.get_or_insert_with(|| writer.write(brief));
            future.as_mut().poll(context)
        }));
        match polled {
            Ok(poll) => poll.map(Ok),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    })
    .await
}
