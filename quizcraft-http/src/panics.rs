use std::convert::Infallible;
use std::future::poll_fn;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// Installs a panic hook that logs the location of every panic of the process. Within a request, the
/// line has the request's id.
///
/// The hook does not log the message of a panic, which may contain a player's data. It replaces the
/// default hook, which would print the message to standard error.
///
/// Install a [`tracing`] subscriber first: without one, panics are silent.
///
/// ```no_run
/// use axum::Router;
/// use tokio::net::TcpListener;
///
/// /// Serves the API, and logs panics like everything else.
/// async fn serve(app: Router) -> std::io::Result<()> {
///     tracing_subscriber::fmt().init();
///     quizcraft_http::log_panics();
///     let listener = TcpListener::bind("127.0.0.1:0").await?;
///     axum::serve(listener, app).await
/// }
/// ```
pub fn log_panics() {
    panic::set_hook(Box::new(log));
}

fn log(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(ToString::to_string);
    tracing::error!(location, "thread panicked");
}

/// Awaits the response of a handler. If the handler panics, returns status 500.
pub(crate) async fn catch_panic(
    response: impl Future<Output = Result<Response, Infallible>>,
) -> Response {
    let mut response = pin!(response);
    poll_fn(|context| {
        // Unwind safe, because the future is not polled again after a panic.
        let poll = catch_unwind(AssertUnwindSafe(|| response.as_mut().poll(context)));
        match poll {
            Ok(poll) => poll.map(|Ok(response)| response),
            Err(_) => Poll::Ready(panicked()),
        }
    })
    .await
}

/// Returns the response for a handler that panicked.
fn panicked() -> Response {
    // The message may contain a player's data. `log_panics` logs the location.
    tracing::error!(target: "quizcraft_http::layers", "a handler panicked");
    Problem::Panicked.into_response()
}
