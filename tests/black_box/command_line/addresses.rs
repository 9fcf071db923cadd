//! Where the server listens: on addresses, and on hosts by their names.

use tokio::net::TcpListener;

use crate::support::{Launch, Outcome, quizcraft};

#[tokio::test]
async fn a_host_name_is_resolved_and_the_address_printed() {
    let server = Launch::default().arg("--addr", "localhost:0").start().await;
    let addr: std::net::SocketAddr = server.addr().parse().unwrap();
    assert!(addr.ip().is_loopback() && addr.port() != 0, "{addr}");
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 1).await;
    player.finish(&id).await;
}

#[tokio::test]
async fn a_host_that_is_not_known_is_named() {
    // The domain is reserved for names that are not known.
    let outcome = Outcome::of(quizcraft(["serve", "--addr", "quiz.invalid:8080"])).await;
    let line = outcome.error();
    assert!(
        line.contains("--addr") && line.contains("quiz.invalid"),
        "{line}"
    );
    assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
}

#[tokio::test]
async fn what_is_wrong_with_an_address_is_told() {
    for (addr, complaint) in [
        ("localhost", "the port is missing"),
        ("localhost:", "the port is missing"),
        ("localhost:70000", "out of range"),
        ("localhost:http", "not a number"),
        (":8080", "the host is missing"),
        ("::1:8080", "in brackets"),
        (
            "http://localhost:8080",
            "neither an IP address nor a host name",
        ),
    ] {
        let outcome = Outcome::of(quizcraft(["serve", "--addr", addr])).await;
        let line = outcome.error();
        assert!(
            line.contains("--addr") && line.contains(complaint),
            "{line}"
        );
        assert_eq!(outcome.status.code(), Some(2));
    }
}

#[tokio::test]
async fn a_port_that_is_taken_on_every_address_of_a_host_is_named() {
    // Given a port that is taken on all addresses of this machine's own name for itself,
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();
    let also = TcpListener::bind(("::1", port)).await;

    // when a server is to listen there, then it says so.
    let addr = format!("localhost:{port}");
    let outcome = Outcome::of(quizcraft(["serve", "--addr", &addr])).await;
    let line = outcome.error();
    assert!(line.contains(&addr) && line.contains("in use"), "{line}");
    drop(also);
}
