//! Health probes of the server, and how it stops behind a load balancer.

use serde_json::json;

use crate::support::{Launch, RawConnection, Server, eventually};

/// Waits until the server is not ready, and checks that it still runs.
async fn wait_until_stopping(server: &Server) {
    let client = server.anonymous().unpooled();
    let poll = async || {
        let reply = client.get("/readyz").await;
        (reply.status != 200).then_some(reply)
    };
    let reply = eventually("the server is not ready", poll).await;
    assert_eq!(
        reply.fails(503, "unavailable").message(),
        "the server is stopping"
    );
    client.get("/livez").await.is(200);
}

#[tokio::test]
async fn probes_are_not_logged_at_info() {
    let server = Server::start().await;
    let client = server.anonymous();
    let healthy = json!({"status": "ok", "version": env!("CARGO_PKG_VERSION")});
    for path in ["/livez", "/readyz"] {
        assert_eq!(client.get(path).await.is(200).body, healthy, "{path}");
    }
    client.get("/health").await.is(200);
    client.get("/nowhere").await.is(404);
    let log = server.stop().await.stderr;
    let answered = log.lines().filter(|line| line.contains("answered"));
    let answered: Vec<_> = answered.collect();
    assert!(
        answered.len() == 1 && answered[0].contains("404"),
        "{answered:?}"
    );
}

#[tokio::test]
async fn with_a_drain_delay_a_stopping_server_still_accepts_requests() {
    for signal in ["TERM", "HUP"] {
        // Given a server with a drain delay,
        let server = Launch::default().arg("--drain-delay", "3600").start().await;
        let player = server.player("ada").await;
        server.anonymous().get("/readyz").await.is(200);

        // when it receives a signal, then it is not ready, and still serves new connections.
        server.signal(signal).await;
        wait_until_stopping(&server).await;
        player.unpooled().get("/games").await.is(200);

        // A second signal stops it at once.
        server.signal("TERM").await;
        assert!(server.stopped().await.status.success(), "{signal}");
    }
}

#[tokio::test]
async fn after_the_drain_delay_connections_are_refused() {
    let server = Launch::default().arg("--drain-delay", "1").start().await;
    server.signal("TERM").await;
    wait_until_stopping(&server).await;
    let addr = server.addr().to_owned();
    assert!(server.stopped().await.status.success());
    assert!(RawConnection::to(&addr).await.is_err());
}
