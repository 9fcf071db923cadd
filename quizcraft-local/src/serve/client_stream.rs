//! The stream of one client, which limits how long a write may make no progress.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};

use super::head_timer::ReadFlag;

/// The stream of one client. A write fails if the client reads nothing for the write timeout.
pub(super) struct ClientStream {
    tcp: TcpStream,
    has_read: ReadFlag,
    stall: Stall,
}

/// The time for which writes have made no progress.
struct Stall {
    timeout: Duration,
    /// Created once and reused, since resetting a registered timer takes no lock.
    timer: Option<Pin<Box<Sleep>>>,
    is_stalled: bool,
}

impl ClientStream {
    /// Wraps a stream. `has_read` is set whenever bytes are read from it.
    pub(super) const fn new(tcp: TcpStream, has_read: ReadFlag, write_timeout: Duration) -> Self {
        Self {
            tcp,
            has_read,
            stall: Stall::new(write_timeout),
        }
    }

    /// Returns the result of a write, or an error if writes have been pending for too long.
    fn limited(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stall.end();
            return written;
        }
        ready!(self.stall.poll_timeout(context));
        // The kernel would keep the unsent bytes after the connection is closed, so it is reset. If that
        // fails, the connection is closed nevertheless.
        let _ = self.tcp.set_zero_linger();
        Poll::Ready(Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the client does not read the response",
        )))
    }
}

impl Stall {
    const fn new(timeout: Duration) -> Self {
        Self {
            timeout,
            timer: None,
            is_stalled: false,
        }
    }

    /// Records that a write made progress.
    const fn end(&mut self) {
        self.is_stalled = false;
    }

    /// Records that a write is pending. Completes if that has been so for the timeout.
    fn poll_timeout(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let timer = match &mut self.timer {
            Some(timer) => {
                if !self.is_stalled {
                    timer.as_mut().reset(after(self.timeout));
                }
                timer
            }
            none => none.insert(Box::pin(sleep(self.timeout))),
        };
        self.is_stalled = true;
        timer.as_mut().poll(context)
    }
}

/// Returns the instant after `limit` from now. The options limit it to an hour.
fn after(limit: Duration) -> Instant {
    let now = Instant::now();
    now.checked_add(limit).unwrap_or(now)
}

impl AsyncRead for ClientStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = ready!(Pin::new(&mut self.tcp).poll_read(context, buffer));
        if buffer.filled().len() > before {
            self.has_read.set();
        }
        Poll::Ready(read)
    }
}

impl AsyncWrite for ClientStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tcp).poll_write(context, bytes);
        self.limited(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.tcp).poll_write_vectored(context, slices);
        self.limited(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.tcp.is_write_vectored()
    }

    // TCP streams have no buffer to flush, so flushing and shutting down cannot stall.
    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.tcp).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;
    use tokio::time::timeout;

    use super::*;

    const LIMIT: Duration = Duration::from_millis(200);

    /// Returns both ends of a connection.
    async fn connection() -> (ClientStream, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let client = TcpStream::connect(listener.local_addr().unwrap());
        let (client, accepted) = tokio::join!(client, listener.accept());
        let (server, _) = accepted.unwrap();
        let stream = ClientStream::new(server, ReadFlag::default(), LIMIT);
        (stream, client.unwrap())
    }

    /// Writes without end.
    async fn flood(stream: &mut ClientStream) -> io::Error {
        loop {
            if let Err(error) = stream.write_all(&[0; 16_384]).await {
                return error;
            }
        }
    }

    #[tokio::test]
    async fn a_write_fails_if_the_client_does_not_read() {
        let (mut stream, mut client) = connection().await;
        let error = flood(&mut stream).await;
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        // The connection is reset: the client does not receive what the kernel still had.
        drop(stream);
        let mut received = Vec::new();
        let error = client.read_to_end(&mut received).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
    }

    #[tokio::test(start_paused = true)]
    async fn progress_restarts_the_timeout() {
        let mut stall = Stall::new(LIMIT);
        for _ in 0..5 {
            // When less than the timeout passes between two writes that make progress,
            let pending = poll_fn(|context| stall.poll_timeout(context));
            assert!(timeout(LIMIT * 3 / 4, pending).await.is_err());
            // then the second one starts it again.
            stall.end();
        }
        let begun = Instant::now();
        poll_fn(|context| stall.poll_timeout(context)).await;
        assert!(begun.elapsed() >= LIMIT);
    }
}
