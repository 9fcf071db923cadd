//! Where the server listens: on addresses, and on hosts by their names.

use tokio::net::{TcpListener, lookup_host};

use crate::support::{Client, Launch, Outcome, quizcraft};

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
async fn every_address_of_a_host_is_listened_on() {
    // Given a server on this machine's own name for itself, which may have one address or more,
    let server = Launch::default().arg("--addr", "localhost:0").start().await;
    let port = server.addr().rsplit(':').next().unwrap().parse().unwrap();
    for addr in lookup_host(("localhost", port)).await.unwrap() {
        // when the machine has the address,
        if TcpListener::bind((addr.ip(), 0)).await.is_err() {
            continue;
        }
        // then a client of this address meets the server, whichever address its token is from.
        let client = Client::of(&format!("http://{addr}"));
        let player = server.player("ada").await;
        client
            .with_token(player.token())
            .get("/games")
            .await
            .is(200);
    }
}

#[tokio::test]
async fn a_port_that_is_taken_on_an_address_of_a_host_is_named() {
    // Given a port that is taken on one address of this machine's own name for itself,
    let taken = TcpListener::bind("localhost:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();

    // when a server is to listen there, then it says so.
    let addr = format!("localhost:{port}");
    let outcome = Outcome::of(quizcraft(["serve", "--addr", &addr])).await;
    let line = outcome.error();
    assert!(line.contains(&addr) && line.contains("in use"), "{line}");
}
