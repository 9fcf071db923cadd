//! Drains request bodies that a handler did not read.
//!
//! An HTTP/1.1 server must read a body to its end before the next request on the connection, or close
//! the connection. hyper closes it without announcing it, and a client that already sends its next
//! request loses it. So a rest that arrives at once is drained here. Otherwise the response contains
//! `Connection: close` ([RFC 9112, 9.6](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)).

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Error;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::header::{CONNECTION, EXPECT};
use http::{HeaderMap, HeaderValue, Version};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::limits::MAX_BODY_BYTES;
use crate::request_timeout::Time;

/// The timeout for draining a body, within the timeout of its request. It suffices for bytes that the
/// client has already sent.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(100);

/// Receives the body of a request back if the handler does not read it to its end.
pub(crate) struct BodyTracker {
    unread: oneshot::Receiver<Unread>,
    /// Whether the client waits for `100 Continue` before it sends the body. Such a body is not drained.
    expects_continue: bool,
}

impl BodyTracker {
    /// Wraps the body of a request, if it has one and its protocol requires that the body is drained.
    pub(crate) fn track(request: Request) -> (Option<Self>, Request) {
        if request.body().is_end_stream() || request.version() > Version::HTTP_11 {
            return (None, request);
        }
        let expects_continue = request.headers().contains_key(EXPECT);
        let (sender, unread) = oneshot::channel();
        let request = request.map(|body| Body::new(TrackedBody::new(body, sender)));
        (
            Some(Self {
                unread,
                expects_continue,
            }),
            request,
        )
    }

    /// Drains the rest of the body, or adds `Connection: close` to the response's headers. Ends by the
    /// timeout of the request.
    pub(crate) async fn drain_or_close(mut self, headers: &mut HeaderMap, time: &Time) {
        // There is nothing to receive if the body was read to its end, or if the response still reads it.
        let Ok(unread) = self.unread.try_recv() else {
            return;
        };
        // No time may remain: a route that timed out may leave a body, too.
        let remaining = time.remaining();
        let limit = remaining.map_or(DRAIN_TIMEOUT, |remaining| DRAIN_TIMEOUT.min(remaining));
        if self.expects_continue || !unread.drain(limit).await {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// The state of a body that was not read to its end.
enum Unread {
    Rest(Body),
    /// Reading it failed.
    Failed,
}

impl Unread {
    /// Drains the body. Returns whether it ended within the limits of time and size.
    async fn drain(self, limit: Duration) -> bool {
        match self {
            Self::Rest(rest) => timeout(limit, ends(rest)).await.unwrap_or(false),
            Self::Failed => false,
        }
    }
}

/// Reads a body. Returns whether it ends within [`MAX_BODY_BYTES`].
async fn ends(mut rest: Body) -> bool {
    let mut left = MAX_BODY_BYTES;
    while usize::try_from(rest.size_hint().lower()).is_ok_and(|size| size <= left) {
        let frame = match poll_fn(|context| Pin::new(&mut rest).poll_frame(context)).await {
            Some(Ok(frame)) => frame,
            Some(Err(_)) => return false,
            None => return true,
        };
        let size = frame.data_ref().map_or(0, Bytes::len);
        let Some(rest) = left.checked_sub(size) else {
            return false;
        };
        left = rest;
    }
    false
}

/// A body that sends itself back when it is dropped before its end.
struct TrackedBody {
    body: Body,
    state: State,
    unread: Option<oneshot::Sender<Unread>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Ended,
    Failed,
}

impl TrackedBody {
    const fn new(body: Body, unread: oneshot::Sender<Unread>) -> Self {
        Self {
            body,
            state: State::Open,
            unread: Some(unread),
        }
    }
}

impl HttpBody for TrackedBody {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let tracked = self.get_mut();
        let frame = ready!(Pin::new(&mut tracked.body).poll_frame(context));
        match &frame {
            None => tracked.state = State::Ended,
            Some(Err(_)) => tracked.state = State::Failed,
            Some(Ok(_)) => {}
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for TrackedBody {
    fn drop(&mut self) {
        let unread = match self.state {
            State::Failed => Unread::Failed,
            State::Open if !self.body.is_end_stream() => {
                Unread::Rest(std::mem::take(&mut self.body))
            }
            State::Open | State::Ended => return,
        };
        if let Some(sender) = self.unread.take() {
            // The receiver is gone if the connection was closed.
            let _ = sender.send(unread);
        }
    }
}
