//! Connections that are open when the server is told to stop.

use std::time::{Duration, Instant};

use crate::support::{Ending, Raw, Server, eventually};

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: here\r\n\r\n";

async fn opened(server: &Server) -> Raw {
    Raw::to(server.addr()).await.unwrap()
}

/// Waits until an address refuses connections.
async fn closed(addr: &str) {
    let look = async || Raw::to(addr).await.is_err().then_some(());
    eventually("the port is closed", look).await;
}

#[tokio::test]
async fn idle_connections_do_not_hold_the_server() {
    for signal in ["TERM", "INT"] {
        // Given connections that were used, and some that never were,
        let server = Server::start().await;
        let mut idle = Vec::new();
        for _ in 0..10 {
            let mut used = opened(&server).await;
            used.send(HEALTH).await;
            let Ending::Answered { status: 200, .. } = used.ending().await else {
                panic!("no answer");
            };
            idle.push(used);
            idle.push(opened(&server).await);
        }

        // when the server is told to stop,
        server.signal(signal).await;
        let told = Instant::now();
        let stopped = server.stopped().await;

        // then it does so at once, and closes them without a word.
        assert!(stopped.status.success(), "{signal}: {}", stopped.stderr);
        assert!(told.elapsed() < Duration::from_secs(8), "{signal}");
        for mut raw in idle {
            assert_eq!(raw.ending().await, Ending::Closed, "{signal}");
        }
    }
}

#[tokio::test]
async fn a_request_whose_head_was_read_is_answered() {
    for signal in ["TERM", "INT"] {
        // Given a request whose head was read, and whose body is on its way,
        let server = Server::start().await;
        let player = server.player("ada").await;
        let addr = server.addr().to_owned();
        let body = r#"{"keywords":["chemistry"]}"#;
        let mut raw = opened(&server).await;
        let head = format!(
            "POST /games HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
            player.token(),
            body.len()
        );
        raw.send(&head).await;
        raw.continues().await;

        // when the server is told to stop before the body comes,
        server.signal(signal).await;
        closed(&addr).await;
        raw.send(body).await;

        // then the request is answered in full.
        let Ending::Answered { status: 201, .. } = raw.ending().await else {
            panic!("{signal}: no answer");
        };
        assert!(server.stopped().await.status.success());
    }
}

#[tokio::test]
async fn a_head_that_never_ends_holds_the_server_for_a_while_only() {
    let server = Server::start().await;
    let mut raw = opened(&server).await;
    raw.send("GET /health HTTP/1.1\r\nho").await;
    let told = Instant::now();
    let stopped = server.stop().await;
    assert!(stopped.status.success());
    assert!(told.elapsed() < Duration::from_secs(30));
    assert_eq!(raw.ending().await, Ending::Closed);
}

#[tokio::test]
async fn whoever_insists_need_not_wait_for_a_request_that_never_ends() {
    // Given a connection with half a request,
    let server = Server::start().await;
    let addr = server.addr().to_owned();
    let mut raw = opened(&server).await;
    raw.send("GET /health HTTP/1.1\r\nhost:").await;

    // when the server is told to stop, and told again,
    server.signal("INT").await;
    closed(&addr).await;
    let told = Instant::now();
    server.signal("INT").await;

    // then it does so at once.
    let stopped = server.stopped().await;
    assert!(stopped.status.success(), "{}", stopped.stderr);
    assert!(told.elapsed() < Duration::from_secs(8));
}
