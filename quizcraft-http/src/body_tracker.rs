//! Follows how much of a request body a handler reads.
//!
//! If a request times out while its handler waits for the rest of the body, the client is too slow, not the
//! server.
//!
//! A body that a handler did not read is drained. An HTTP/1.1 server must read a body to its end before the next request on the connection, or close
//! the connection. hyper closes it without announcing it, and a client that already sends its next
//! request loses it. So a rest that arrives at once is drained here. Otherwise the response contains
//! `Connection: close` ([RFC 9112, 9.6](https://www.rfc-editor.org/rfc/rfc9112#section-9.6)).

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
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
    receiver: oneshot::Receiver<Unread>,
    received: Option<Unread>,
    rest: RestPolicy,
}

/// What happens to the rest of a body that the handler did not read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum RestPolicy {
    Drain,
    /// The client waits for `100 Continue` before it sends the body, so the connection is closed.
    Close,
    /// The requests of an HTTP/2 connection are independent of each other.
    Ignore,
}

impl BodyTracker {
    /// Wraps the body of a request, if it has one.
    pub(crate) fn track(request: Request) -> (Option<Self>, Request) {
        if request.body().is_end_stream() {
            return (None, request);
        }
        let rest = RestPolicy::of(&request);
        let (sender, receiver) = oneshot::channel();
        let request = request.map(|body| Body::new(TrackedBody::new(body, sender)));
        let tracker = Self {
            receiver,
            received: None,
            rest,
        };
        (Some(tracker), request)
    }

    /// Returns whether the handler was dropped while it waited for the client to send more of the body.
    pub(crate) fn was_awaited(&mut self) -> bool {
        matches!(self.unread(), Some(Unread::Awaited(_)))
    }

    /// Drains the rest of the body, or adds `Connection: close` to the response's headers. Ends by the
    /// timeout of the request.
    pub(crate) async fn drain_or_close(mut self, headers: &mut HeaderMap, time: &Time) {
        if self.unread().is_none() || self.rest == RestPolicy::Ignore {
            return;
        }
        // No time may remain: a route that timed out may leave a body, too.
        let remaining = time.remaining();
        let limit = remaining.map_or(DRAIN_TIMEOUT, |remaining| DRAIN_TIMEOUT.min(remaining));
        if self.rest == RestPolicy::Close || !self.drain(limit).await {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }

    /// Returns the body, unless it was read to its end or the response still reads it.
    fn unread(&mut self) -> Option<&Unread> {
        if self.received.is_none() {
            self.received = self.receiver.try_recv().ok();
        }
        self.received.as_ref()
    }

    /// Drains the body. Returns whether it ended within the limits of time and size.
    async fn drain(self, limit: Duration) -> bool {
        match self.received {
            Some(Unread::Rest(rest) | Unread::Awaited(rest)) => {
                timeout(limit, ends(rest)).await.unwrap_or(false)
            }
            Some(Unread::Failed) => false,
            None => true,
        }
    }
}

impl RestPolicy {
    fn of(request: &Request) -> Self {
        if request.version() > Version::HTTP_11 {
            Self::Ignore
        } else if request.headers().contains_key(EXPECT) {
            Self::Close
        } else {
            Self::Drain
        }
    }
}

/// The state of a body that was not read to its end.
enum Unread {
    Rest(Body),
    /// The handler waited for the client to send more of it.
    Awaited(Body),
    /// Reading it failed.
    Failed,
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
    Awaited,
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
        let frame = Pin::new(&mut tracked.body).poll_frame(context);
        tracked.state = match &frame {
            Poll::Pending => State::Awaited,
            Poll::Ready(None) => State::Ended,
            Poll::Ready(Some(Err(_))) => State::Failed,
            Poll::Ready(Some(Ok(_))) => State::Open,
        };
        frame
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
            State::Ended => return,
            State::Open | State::Awaited if self.body.is_end_stream() => return,
            State::Open => Unread::Rest(std::mem::take(&mut self.body)),
            State::Awaited => Unread::Awaited(std::mem::take(&mut self.body)),
        };
        if let Some(sender) = self.unread.take() {
            // The receiver is gone if the connection was closed.
            let _ = sender.send(unread);
        }
    }
}
