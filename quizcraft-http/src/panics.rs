use std::convert::Infallible;
use std::future::poll_fn;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// From now on tells of every panic of the process in its log, by where it happened; within a request,
/// under the request's id. What a panic says may be a player's, and is told nowhere. Rust itself
/// would print it on standard error.
///
/// Start a log ([`tracing`]) before: without one, panics are silent.
pub fn log_panics() {
    panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string);
    tracing::error!(location, "a panic");
}

/// Waits for a handler, and answers in place of one that panics.
pub(crate) async fn unless_it_panics(
    answer: impl Future<Output = Result<Response, Infallible>>,
) -> Response {
    let mut answer = pin!(answer);
    poll_fn(|context| {
        // The future is not polled again after a panic, so that nothing half-done is seen.
        let poll = catch_unwind(AssertUnwindSafe(|| answer.as_mut().poll(context)));
        match poll {
            Ok(poll) => poll.map(|Ok(response)| response),
            Err(_) => Poll::Ready(panicked()),
        }
    })
    .await
}

/// Answers in place of a handler that panicked.
fn panicked() -> Response {
    // What it panicked over may be the player's; where it did, `log_panics` tells.
    tracing::error!(target: "quizcraft_http::layers", "a handler panicked");
    Problem::Panicked.into_response()
}
