//! What becomes of a body that an answer leaves unread.
//!
//! A server for HTTP/1.1 has to read a body to its end before the next request of the connection, or to
//! close the connection. hyper closes it without saying so, and a client that sends its next request
//! meanwhile loses it. So a rest that comes at once is read here, and otherwise the answer says
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
use crate::time_limit::Time;

/// How long the rest of a body may take to come, within the time of its request: time for what the
/// client sends without waiting.
const PATIENCE: Duration = Duration::from_millis(100);

/// The body of a request, which comes back here as far as it is not read.
pub(crate) struct LentBody {
    back: oneshot::Receiver<Unread>,
    /// Whether a client waits for a word before it sends the body: it gets the answer instead.
    held_back: bool,
}

impl LentBody {
    /// Lends the body of a request to its route, if it has one that the connection has to be rid of.
    pub(crate) fn lend(request: Request) -> (Option<Self>, Request) {
        if request.body().is_end_stream() || request.version() > Version::HTTP_11 {
            return (None, request);
        }
        let held_back = request.headers().contains_key(EXPECT);
        let (sender, back) = oneshot::channel();
        let request = request.map(|body| Body::new(Lent::new(body, sender)));
        (Some(Self { back, held_back }), request)
    }

    /// Reads what an answer left of the body, or says that the connection ends. The answer waits for that
    /// no longer than the request may take.
    pub(crate) async fn read_or_close(mut self, headers: &mut HeaderMap, time: &Time) {
        // Nothing comes back of a body that is read to its end, or that the answer itself still reads.
        let Ok(unread) = self.back.try_recv() else {
            return;
        };
        // What a route is cut off from at the end of the time has a body to deal with as well.
        let patience = time.left().map_or(PATIENCE, |left| PATIENCE.min(left));
        if self.held_back || !unread.read_to_end(patience).await {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
    }
}

/// What comes back of a body that is not read to its end.
enum Unread {
    Rest(Body),
    /// It broke off.
    Broken,
}

impl Unread {
    /// Reads it to its end if that is near, and tells whether it did.
    async fn read_to_end(self, patience: Duration) -> bool {
        match self {
            Self::Rest(rest) => timeout(patience, ends(rest)).await.unwrap_or(false),
            Self::Broken => false,
        }
    }
}

/// Returns whether a body ends within the greatest size of one.
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

/// A body that comes back when it is dropped before its end.
struct Lent {
    body: Body,
    state: State,
    unread: Option<oneshot::Sender<Unread>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    Ended,
    Broken,
}

impl Lent {
    const fn new(body: Body, unread: oneshot::Sender<Unread>) -> Self {
        Self {
            body,
            state: State::Open,
            unread: Some(unread),
        }
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let lent = self.get_mut();
        let frame = ready!(Pin::new(&mut lent.body).poll_frame(context));
        match &frame {
            None => lent.state = State::Ended,
            Some(Err(_)) => lent.state = State::Broken,
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

impl Drop for Lent {
    fn drop(&mut self) {
        let unread = match self.state {
            State::Broken => Unread::Broken,
            State::Open if !self.body.is_end_stream() => {
                Unread::Rest(std::mem::take(&mut self.body))
            }
            State::Open | State::Ended => return,
        };
        if let Some(sender) = self.unread.take() {
            // The connection may have ended meanwhile, and the answer with it.
            let _ = sender.send(unread);
        }
    }
}
