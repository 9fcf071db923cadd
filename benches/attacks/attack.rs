//! The attacks.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle, sleep};
use std::time::Duration;

use tokio::net::{TcpSocket, TcpStream};

use crate::server::{Connection, Server};

/// The number of connections of an attack that holds them.
const HELD: usize = 64;

/// The number of connections of an attack that keeps the server busy.
const BUSY: usize = 8;

#[derive(Clone, Copy)]
pub(crate) enum Attack {
    StalledReaders,
    DrippingBodies,
    LongGames,
}

/// A running attack.
pub(crate) struct Running {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Running {
    pub(crate) fn stop(self) {
        self.is_over.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().expect("the attack does not fail");
        }
    }
}

impl Attack {
    pub(crate) const ALL: [Self; 3] = [Self::StalledReaders, Self::DrippingBodies, Self::LongGames];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::StalledReaders => "64 clients that pipeline `GET /openapi.json` and never read",
            Self::DrippingBodies => "64 clients whose bodies drip in",
            Self::LongGames => "8 clients that start games of 50 questions on the same keywords",
        }
    }

    pub(crate) fn start(self, server: &Server) -> Running {
        let is_over = Arc::<AtomicBool>::default();
        let threads = match self {
            Self::StalledReaders => vec![stalled_readers(server, &is_over)],
            Self::DrippingBodies => vec![dripping_bodies(server, &is_over)],
            Self::LongGames => (0..BUSY).map(|_| long_games(server, &is_over)).collect(),
        };
        Running { is_over, threads }
    }
}

fn stalled_readers(server: &Server, is_over: &Arc<AtomicBool>) -> JoinHandle<()> {
    let (addr, is_over) = (server.addr(), Arc::clone(is_over));
    thread::spawn(move || {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        let runtime = builder.enable_all().build().expect("a runtime");
        let mut streams = Vec::new();
        let requests = "GET /openapi.json HTTP/1.1\r\nhost: here\r\n\r\n".repeat(300);
        for _ in 0..HELD {
            let stream = runtime.block_on(async {
                let socket = TcpSocket::new_v4().expect("a socket");
                socket.set_recv_buffer_size(1).expect("a small buffer");
                socket.connect(addr).await
            });
            let mut stream = stream.and_then(TcpStream::into_std).expect("a stream");
            stream.set_nonblocking(false).expect("a blocking stream");
            stream
                .write_all(requests.as_bytes())
                .expect("the server reads");
            streams.push(stream);
        }
        wait(&is_over);
    })
}

fn dripping_bodies(server: &Server, is_over: &Arc<AtomicBool>) -> JoinHandle<()> {
    let mut connections: Vec<_> = (0..HELD)
        .map(|_| server.connect_player("attacker"))
        .collect();
    let is_over = Arc::clone(is_over);
    thread::spawn(move || {
        for connection in &mut connections {
            let head = connection.head("POST", "/games", 60_000);
            connection.send(head.as_bytes());
        }
        while !is_over.load(Ordering::SeqCst) {
            for connection in &mut connections {
                connection.send(b" ");
            }
            sleep(Duration::from_millis(20));
        }
    })
}

fn long_games(server: &Server, is_over: &Arc<AtomicBool>) -> JoinHandle<()> {
    let (mut connection, is_over) = (server.connect_player("attacker"), Arc::clone(is_over));
    thread::spawn(move || {
        while !is_over.load(Ordering::SeqCst) {
            play_nothing(&mut connection);
        }
    })
}

/// Starts a game and waits until it is ready.
fn play_nothing(connection: &mut Connection) {
    let game = r#"{"keywords":["history","geography"],"questions_limit":50}"#;
    let (status, body) = connection.call("POST", "/games", game);
    assert_eq!(status, 201, "{body}");
    let path = format!("/games/{}", body["id"].as_str().expect("an id"));
    while connection.call("GET", &path, "").1["status"] == "PENDING" {
        sleep(Duration::from_millis(5));
    }
}

fn wait(is_over: &AtomicBool) {
    while !is_over.load(Ordering::SeqCst) {
        sleep(Duration::from_millis(5));
    }
}
