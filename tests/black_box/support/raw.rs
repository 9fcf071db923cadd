use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::in_time;

/// A connection on which every byte is seen.
pub(crate) struct Raw {
    stream: TcpStream,
    received: Vec<u8>,
    head: String,
}

/// How a request ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// With a whole answer.
    Answered { status: u16, body: String },
    /// With the end of the connection, before any byte of an answer.
    Closed,
    /// With a part of an answer.
    Torn(String),
}

impl Raw {
    pub(crate) async fn to(addr: &str) -> std::io::Result<Self> {
        let stream = TcpStream::connect(addr).await?;
        Ok(Self {
            stream,
            received: Vec::new(),
            head: String::new(),
        })
    }

    /// Sends bytes; a connection that is closed meanwhile shows when the answer is read.
    pub(crate) async fn send(&mut self, bytes: &str) {
        let sent = in_time("bytes are sent", self.stream.write_all(bytes.as_bytes()));
        drop(sent.await);
    }

    /// Says that nothing more will be sent.
    pub(crate) async fn finish(&mut self) {
        drop(self.stream.shutdown().await);
    }

    /// Reads what the server says before a body is sent to it.
    pub(crate) async fn continues(&mut self) {
        let mut line = [0; 25];
        let read = in_time("100 Continue", self.stream.read_exact(&mut line));
        read.await.unwrap();
        assert_eq!(&line, b"HTTP/1.1 100 Continue\r\n\r\n");
    }

    /// Reads one answer, or to the end of the connection.
    pub(crate) async fn ending(&mut self) -> Ending {
        loop {
            if let Some(answer) = self.take_answer() {
                return answer;
            }
            let read = self.stream.read_buf(&mut self.received);
            match in_time("an answer is read", read).await {
                Ok(0) | Err(_) if self.received.is_empty() => return Ending::Closed,
                Ok(0) | Err(_) => {
                    return Ending::Torn(String::from_utf8_lossy(&self.received).into_owned());
                }
                Ok(_) => {}
            }
        }
    }

    /// A header of the last answer; empty if it has none of that name.
    pub(crate) fn header(&self, name: &str) -> &str {
        header(&self.head, name)
    }

    /// Takes an answer off what was received, once all of it is there.
    fn take_answer(&mut self) -> Option<Ending> {
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

/// The value of a header; empty if there is none.
fn header<'a>(head: &'a str, name: &str) -> &'a str {
    let mut lines = head.lines().filter_map(|line| line.split_once(": "));
    let found = lines.find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map_or("", |(_, value)| value)
}
