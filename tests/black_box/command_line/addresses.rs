//! The option `--addr`: IP addresses and host names.

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
async fn an_unknown_host_is_named() {
    // RFC 2606 reserves the domain `invalid` for names that do not resolve.
    let outcome = Outcome::of(quizcraft(["serve", "--addr", "quiz.invalid:8080"])).await;
    let line = outcome.error();
    assert!(
        line.contains("--addr") && line.contains("quiz.invalid"),
        "{line}"
    );
    assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
}

#[tokio::test]
async fn an_invalid_address_is_explained() {
    for (addr, complaint) in [
        ("localhost", "the port is missing"),
        ("localhost:", "the port is missing"),
        ("localhost:70000", "out of range"),
        ("localhost:http", "not a number"),
        (":8080", "the host is missing"),
        ("::1:8080", "needs brackets"),
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
async fn the_server_listens_on_every_address_of_a_host() {
    // Given a server on `localhost`, which may resolve to several addresses,
    let server = Launch::default().arg("--addr", "localhost:0").start().await;
    let port = server.addr().rsplit(':').next().unwrap().parse().unwrap();
    for addr in lookup_host(("localhost", port)).await.unwrap() {
        // when the machine has the address,
        if TcpListener::bind((addr.ip(), 0)).await.is_err() {
            continue;
        }
        // then the server accepts connections there, with tokens issued at any of its addresses.
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
async fn a_port_in_use_on_one_address_of_a_host_is_named() {
    // Given a port in use on one address of `localhost`,
    let taken = TcpListener::bind("localhost:0").await.unwrap();
    let port = taken.local_addr().unwrap().port();

    // when a server is started there, then it reports the address and the error.
    let addr = format!("localhost:{port}");
    let outcome = Outcome::of(quizcraft(["serve", "--addr", &addr])).await;
    let line = outcome.error();
    assert!(line.contains(&addr) && line.contains("in use"), "{line}");
}
