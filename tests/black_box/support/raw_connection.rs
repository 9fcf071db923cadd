use std::io::ErrorKind;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::in_time;

/// A TCP connection that sends and receives raw bytes.
pub(crate) struct RawConnection {
    stream: TcpStream,
    received: Vec<u8>,
    head: String,
}

/// The end of a request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A complete response.
    Answered { status: u16, body: String },
    /// The connection was closed before any byte of a response.
    Closed,
    /// The connection was closed within a response.
    Truncated(String),
}

impl RawConnection {
    pub(crate) async fn to(addr: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(addr).await?;
        Ok(Self {
            stream,
            received: Vec::new(),
            head: String::new(),
        })
    }

    /// Connects with the smallest receive buffer, so that the server's writes soon stall unless bytes are
    /// read.
    pub(crate) async fn with_small_buffer(addr: &str) -> std::io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(1)?;
        let stream = socket.connect(addr.parse().unwrap()).await?;
        Ok(Self {
            stream,
            received: Vec::new(),
            head: String::new(),
        })
    }

    /// Returns whether the connection is closed, without reading from it.
    pub(crate) fn is_closed(&self) -> bool {
        let sent = self.stream.try_write(b"x");
        sent.is_err_and(|error| error.kind() != ErrorKind::WouldBlock)
    }

    /// Sends bytes. Errors are ignored, because reading the response reports a closed connection.
    pub(crate) async fn send(&mut self, bytes: &str) {
        let sent = in_time("bytes are sent", self.stream.write_all(bytes.as_bytes()));
        drop(sent.await);
    }

    /// Shuts down the sending half.
    pub(crate) async fn finish(&mut self) {
        drop(self.stream.shutdown().await);
    }

    /// Reads a `100 Continue` response.
    pub(crate) async fn expect_continue(&mut self) {
        let mut line = [0; 25];
        let read = in_time("100 Continue", self.stream.read_exact(&mut line));
        read.await.unwrap();
        assert_eq!(&line, b"HTTP/1.1 100 Continue\r\n\r\n");
    }

    /// Reads one response, or until the connection is closed.
    pub(crate) async fn read_ending(&mut self) -> Ending {
        loop {
            if let Some(answer) = self.take_response() {
                return answer;
            }
            let read = self.stream.read_buf(&mut self.received);
            match in_time("a response is read", read).await {
                Ok(0) | Err(_) if self.received.is_empty() => return Ending::Closed,
                Ok(0) | Err(_) => {
                    return Ending::Truncated(String::from_utf8_lossy(&self.received).into_owned());
                }
                Ok(_) => {}
            }
        }
    }

    /// Returns a header of the last response, or an empty string.
    pub(crate) fn header(&self, name: &str) -> &str {
        header(&self.head, name)
    }

    /// Removes one response from the received bytes, if it is complete.
    fn take_response(&mut self) -> Option<Ending> {
        let text = String::from_utf8_lossy(&self.received).into_owned();
        let (head, rest) = text.split_once("\r\n\r\n")?;
        let length = header(head, "content-length").parse().unwrap_or(0);
        let body = rest.get(..length)?.to_owned();
        self.received.drain(..head.len() + 4 + length);
        let status = head.split(' ').nth(1)?.parse().ok()?;
        head.clone_into(&mut self.head);
        Some(Ending::Answered { status, body })
    }
}

/// Returns the value of a header, or an empty string.
fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value)
}
