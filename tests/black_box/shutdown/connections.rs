//! Open connections while the server stops.

use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
use crate::support::Launch;
use crate::support::{Ending, RawConnection, Server, eventually};

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: here\r\n\r\n";

async fn connect(server: &Server) -> RawConnection {
    RawConnection::to(server.addr()).await.unwrap()
}

/// Waits until an address refuses connections.
async fn wait_until_closed(addr: &str) {
    let poll = async || RawConnection::to(addr).await.is_err().then_some(());
    eventually("the port is closed", poll).await;
}

#[tokio::test]
async fn idle_connections_do_not_delay_the_stop() {
    for signal in ["TERM", "INT", "HUP"] {
        // Given idle connections, used and unused,
        let server = Server::start().await;
        let mut idle = Vec::new();
        for _ in 0..10 {
            let mut used = connect(&server).await;
            used.send(HEALTH).await;
            let Ending::Answered { status: 200, .. } = used.read_ending().await else {
                panic!("expected a response");
            };
            idle.push(used);
            idle.push(connect(&server).await);
        }

        // when the server receives the signal,
        server.signal(signal).await;
        let signalled = Instant::now();
        let stopped = server.stopped().await;

        // then it stops at once, and closes them without a response.
        assert!(stopped.status.success(), "{signal}: {}", stopped.stderr);
        assert!(signalled.elapsed() < Duration::from_secs(8), "{signal}");
        for mut raw in idle {
            assert_eq!(raw.read_ending().await, Ending::Closed, "{signal}");
        }
    }
}

#[tokio::test]
async fn a_request_whose_head_was_read_gets_its_response() {
    for signal in ["TERM", "INT", "HUP"] {
        // Given a request whose head the server has read and whose body it awaits,
        let server = Server::start().await;
        let addr = server.addr().to_owned();
        let (mut raw, body) = begin_game(&server).await;

        // when the server receives the signal before the body,
        server.signal(signal).await;
        wait_until_closed(&addr).await;
        raw.send(body).await;

        // then the request gets a complete response.
        let Ending::Answered { status: 201, .. } = raw.read_ending().await else {
            panic!("{signal}: expected a response");
        };
        assert!(server.stopped().await.status.success());
    }
}

/// Sends the head of a request for a game, and reads `100 Continue`. Returns the connection and the
/// body.
async fn begin_game(server: &Server) -> (RawConnection, &'static str) {
    let player = server.player("ada").await;
    let body = r#"{"keywords":["chemistry"]}"#;
    let mut raw = connect(server).await;
    let head = format!(
        "POST /games HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        player.token(),
        body.len()
    );
    raw.send(&head).await;
    raw.expect_continue().await;
    (raw, body)
}

#[tokio::test]
async fn further_hangups_do_not_end_requests() {
    // Given a request in progress, and a server that stops since its terminal was closed,
    let server = Server::start().await;
    let (mut raw, body) = begin_game(&server).await;
    server.signal("HUP").await;
    wait_until_closed(server.addr()).await;

    // when the shell of the terminal sends the signal, too,
    server.signal("HUP").await;
    raw.send(body).await;

    // then the request gets a complete response.
    let ending = raw.read_ending().await;
    assert!(
        matches!(ending, Ending::Answered { status: 201, .. }),
        "{ending:?}"
    );
    assert!(server.stopped().await.status.success());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_server_under_nohup_ignores_hangups() {
    let server = Launch::default().ignoring("HUP").start().await;
    server.signal("HUP").await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 3).await;
    player.finish(&id).await;
    assert!(server.stop().await.status.success());
}

#[tokio::test]
async fn an_unfinished_head_delays_the_stop_for_a_limited_time() {
    let server = Server::start().await;
    let mut raw = connect(&server).await;
    raw.send("GET /health HTTP/1.1\r\nho").await;
    let signalled = Instant::now();
    let stopped = server.stop().await;
    assert!(stopped.status.success());
    assert!(signalled.elapsed() < Duration::from_secs(30));
    assert_eq!(raw.read_ending().await, Ending::Closed);
}

#[tokio::test]
async fn a_second_signal_stops_the_server_at_once() {
    // Given a connection with half a request,
    let server = Server::start().await;
    let addr = server.addr().to_owned();
    let mut raw = connect(&server).await;
    raw.send("GET /health HTTP/1.1\r\nhost:").await;

    // when the server receives SIGINT twice,
    server.signal("INT").await;
    wait_until_closed(&addr).await;
    let signalled = Instant::now();
    server.signal("INT").await;

    // then it stops at once.
    let stopped = server.stopped().await;
    assert!(stopped.status.success(), "{}", stopped.stderr);
    assert!(signalled.elapsed() < Duration::from_secs(8));
}
