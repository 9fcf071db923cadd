//! More connections than the server accepts.

use serde_json::Value;

use super::HEALTH;
use crate::support::{Ending, Launch, RawConnection, Server, eventually, in_time};

/// Opens a connection, sends a request, and returns how it ends.
async fn request(server: &Server) -> (RawConnection, Ending) {
    let mut raw = RawConnection::to(server.addr()).await.unwrap();
    raw.send(HEALTH).await;
    let ending = raw.read_ending().await;
    (raw, ending)
}

/// Starts a server, and opens as many connections as it accepts.
async fn full(connections: usize) -> (Server, Vec<RawConnection>) {
    let limit = connections.to_string();
    let launch = Launch::default().arg("--max-connections", &limit);
    let server = launch.start().await;
    let mut held = Vec::new();
    for _ in 0..connections {
        let (raw, ending) = request(&server).await;
        assert!(matches!(ending, Ending::Answered { status: 200, .. }));
        held.push(raw);
    }
    (server, held)
}

/// Waits until the server accepts another connection.
async fn wait_until_served(server: &Server) {
    let served = async || {
        let (_, ending) = request(server).await;
        matches!(ending, Ending::Answered { status: 200, .. }).then_some(())
    };
    eventually("the connection is served", served).await;
}

#[tokio::test]
async fn a_connection_over_the_limit_is_answered_and_closed() {
    // Given a server with as many connections as it accepts,
    let (server, mut held) = full(2).await;

    // when another one sends a request, then the response says when to try again,
    let (mut raw, ending) = request(&server).await;
    let Ending::Answered { status, body } = ending else {
        panic!("{ending:?}");
    };
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(
        (status, &body["errors"][0]["code"]),
        (503, &"unavailable".into())
    );
    assert_eq!(raw.header("retry-after"), "2");
    assert_eq!(raw.header("connection"), "close");
    assert!(!raw.header("x-request-id").is_empty());
    assert_eq!(raw.read_ending().await, Ending::Closed);

    // the other connections continue, and one that ends makes room.
    for raw in &mut held {
        raw.send(HEALTH).await;
        let ending = raw.read_ending().await;
        assert!(matches!(ending, Ending::Answered { status: 200, .. }));
    }
    drop(held.pop());
    wait_until_served(&server).await;

    // The log names the option's limit, and reports no failure.
    let stopped = server.stop().await;
    let warnings = stopped.stderr.lines().filter(|line| line.contains("WARN"));
    assert!(
        warnings
            .clone()
            .all(|line| line.contains("max_connections=2"))
    );
    assert_eq!(warnings.count(), 1, "{}", stopped.stderr);
    assert!(!stopped.stderr.contains("ERROR"), "{}", stopped.stderr);
}

#[tokio::test]
async fn rejected_clients_that_send_nothing_cannot_exhaust_the_server() {
    // Given a full server and many more connections that send nothing,
    let (server, mut held) = full(2).await;
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(RawConnection::to(server.addr()).await.unwrap());
    }

    // when one of the first connections sends a request, then it is answered,
    for raw in &mut held {
        raw.send(HEALTH).await;
        let ending = raw.read_ending().await;
        assert!(matches!(ending, Ending::Answered { status: 200, .. }));
    }

    // and the others are closed.
    for raw in &mut silent {
        let ending = in_time("the connection is closed", raw.read_ending()).await;
        assert_eq!(ending, Ending::Closed);
    }
    drop(held);
    wait_until_served(&server).await;
    assert!(server.stop().await.status.success());
}
