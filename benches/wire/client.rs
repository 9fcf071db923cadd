//! A minimal HTTP/1.1 client.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinSet;

/// The bytes of a request, and the address of its server.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) address: SocketAddr,
    pub(crate) bytes: Vec<u8>,
}

/// The result of a load test.
pub(crate) struct Load {
    pub(crate) answered: u32,
    pub(crate) took: Duration,
}

impl Request {
    pub(crate) fn new(address: SocketAddr, line: &str, token: Option<&str>, body: &str) -> Self {
        let token = token.map_or_else(String::new, |token| {
            format!("authorization: Bearer {token}\r\n")
        });
        let body = if body.is_empty() {
            "\r\n".to_owned()
        } else {
            let length = body.len();
            format!("content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
        };
        let bytes = format!("{line} HTTP/1.1\r\nhost: {address}\r\n{token}{body}");
        Self {
            address,
            bytes: bytes.into_bytes(),
        }
    }

    /// Sends the request once, and returns the head and the body of the response.
    pub(crate) fn send(&self) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(self.address).expect("the server listens");
        stream.write_all(&self.bytes).expect("the server reads");
        let mut answer = Vec::new();
        loop {
            let mut part = [0; 4096];
            let count = stream.read(&mut part).expect("a response");
            answer.extend_from_slice(&part[..count]);
            if let Some(whole) = whole(&answer) {
                return whole;
            }
            assert!(count > 0, "the response is truncated");
        }
    }
}

/// Returns the head and the body, if the response is complete.
fn whole(answer: &[u8]) -> Option<(String, Vec<u8>)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = String::from_utf8(answer[..end].to_vec()).expect("a UTF-8 head");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length?.parse().expect("a number");
    let body = answer.get(end..end + length)?;
    Some((head, body.to_vec()))
}

/// Sends the request repeatedly over `connections` connections for `time`. A connection sends the
/// next request after the response to the last one. All responses must have the same length.
pub(crate) fn load(request: &Request, connections: usize, time: Duration) -> Load {
    let (head, body) = request.send();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let length = head.len() + body.len();
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut open = Vec::new();
        for _ in 0..connections {
            let stream = tokio::net::TcpStream::connect(request.address).await;
            open.push(stream.expect("the server listens"));
        }
        let (started, mut tasks) = (Instant::now(), JoinSet::new());
        for stream in open {
            tasks.spawn(one(stream, request.bytes.clone(), length, started + time));
        }
        let answered = tasks.join_all().await.into_iter().sum();
        let took = started.elapsed();
        Load { answered, took }
    })
}

async fn one(
    mut stream: tokio::net::TcpStream,
    request: Vec<u8>,
    length: usize,
    end: Instant,
) -> u32 {
    stream.set_nodelay(true).expect("an open connection");
    let (mut answered, mut answer) = (0, vec![0; length]);
    while Instant::now() < end {
        stream.write_all(&request).await.expect("the server reads");
        stream.read_exact(&mut answer).await.expect("a response");
        answered += 1;
    }
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "the length of the response has changed"
    );
    answered
}
