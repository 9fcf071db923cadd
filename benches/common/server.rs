//! `quizcraft serve`, and connections to it.

#![allow(dead_code, reason = "no bench needs all of it")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A running server. It is killed when it is dropped.
pub(crate) struct Server {
    process: Child,
    addr: SocketAddr,
}

impl Server {
    /// Starts the server with these options.
    pub(crate) fn start(binary: &Path, options: &[&str]) -> Self {
        let mut command = Command::new(binary);
        command
            .args(["serve", "--addr", "127.0.0.1:0"])
            .args(options);
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        let stdout = process.stdout.take().expect("a pipe");
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let addr = line.trim().strip_prefix("listening on http://");
        let addr = addr.expect("the server prints its address");
        Self {
            process,
            addr: addr.parse().unwrap(),
        }
    }

    /// Returns the id of the process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) const fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Opens a connection without a token.
    pub(crate) fn connect(&self) -> Connection {
        Connection::to(self.addr, None)
    }

    /// Opens a connection of the player with this name.
    pub(crate) fn connect_player(&self, name: &str) -> Connection {
        let email = format!(r#"{{"email":"{name}@example.org"}}"#);
        let (_, body) = self.connect().call("POST", "/dev/token", &email);
        let token = body["access_token"].as_str().expect("a token");
        Connection::to(self.addr, Some(token.to_owned()))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A connection that is kept alive.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    token: Option<String>,
}

impl Connection {
    fn to(addr: SocketAddr, token: Option<String>) -> Self {
        let stream = TcpStream::connect(addr).expect("the server listens");
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
            token,
        }
    }

    /// Sends a request, and returns the status and the body of its response.
    pub(crate) fn call(&mut self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let request = self.head(method, path, body.len()) + body;
        self.send(request.as_bytes());
        let (mut status, mut length, mut line) = (0, 0, String::new());
        while line != "\r\n" {
            line.clear();
            self.stream.read_line(&mut line).expect("a response");
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest[..3].parse().unwrap();
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).expect("a whole body");
        (status, serde_json::from_slice(&body).unwrap())
    }

    /// Returns the head of a request with a body of `length` bytes.
    pub(crate) fn head(&self, method: &str, path: &str, length: usize) -> String {
        let token = self.token.as_deref().unwrap_or_default();
        format!(
            "{method} {path} HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        )
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream
            .get_mut()
            .write_all(bytes)
            .expect("the server reads");
    }
}
