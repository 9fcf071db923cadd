//! How long idle connections and unfinished heads hold a connection.

use super::HEALTH;
use crate::support::{Ending, Launch, RawConnection, Server};

/// Opens a connection that has received a response.
async fn used(server: &Server) -> RawConnection {
    let mut raw = RawConnection::to(server.addr()).await.unwrap();
    expect_response(&mut raw).await;
    raw
}

async fn expect_response(raw: &mut RawConnection) {
    raw.send(HEALTH).await;
    let ending = raw.read_ending().await;
    assert!(matches!(ending, Ending::Answered { status: 200, .. }));
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_the_keep_alive_timeout() {
    let launch = Launch::default().env("QUIZCRAFT_KEEP_ALIVE_TIMEOUT", "1");
    let server = launch.arg("--header-timeout", "3600").start().await;
    let mut idle = used(&server).await;
    assert_eq!(idle.read_ending().await, Ending::Closed);
}

#[tokio::test]
async fn an_idle_connection_outlasts_the_header_timeout() {
    // Given an idle connection,
    let server = Launch::default().arg("--header-timeout", "1").start().await;
    let mut idle = used(&server).await;

    // when connections with no or with an unfinished head are closed,
    let mut unused = RawConnection::to(server.addr()).await.unwrap();
    let mut unfinished = RawConnection::to(server.addr()).await.unwrap();
    unfinished.send("GET /health HTTP/1.1\r\nho").await;
    let mut second = used(&server).await;
    second.send("GET /health HTTP/1.1\r\nho").await;
    for raw in [&mut unused, &mut unfinished, &mut second] {
        assert_eq!(raw.read_ending().await, Ending::Closed);
    }

    // then the idle connection is still served.
    expect_response(&mut idle).await;
}
