//! Clients that send many requests and never read a response.

use crate::support::{Launch, RawConnection, Server, eventually};

/// So many large responses that the buffers of the kernel cannot hold them.
const REQUESTS: usize = 300;

async fn stalled(server: &Server) -> RawConnection {
    let mut raw = RawConnection::with_small_buffer(server.addr())
        .await
        .unwrap();
    let request = "GET /openapi.json HTTP/1.1\r\nhost: here\r\n\r\n";
    raw.send(&request.repeat(REQUESTS)).await;
    raw
}

#[tokio::test]
async fn players_play_while_other_clients_never_read() {
    // Given clients that never read, within the limit of connections,
    let launch = Launch::default().arg("--max-connections", "32");
    let server = launch.arg("--write-timeout", "3600").start().await;
    let mut stalls = Vec::new();
    for _ in 0..24 {
        stalls.push(stalled(&server).await);
    }

    // when a player plays a game, then it is finished, although the others still hold their connections.
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 3).await;
    player.finish(&id).await;
    assert!(!stalls.iter().any(RawConnection::is_closed));
}

#[tokio::test]
async fn clients_that_never_read_are_disconnected() {
    // Given more clients that never read than connections,
    let launch = Launch::default().arg("--max-connections", "8");
    let server = launch.arg("--write-timeout", "1").start().await;
    let mut stalls = Vec::new();
    for _ in 0..24 {
        stalls.push(stalled(&server).await);
    }

    // when the write timeout is over, then the server closes their connections,
    for stall in &stalls {
        let closed = async || stall.is_closed().then_some(());
        eventually("the connection is closed", closed).await;
    }

    // and players can play.
    let health = async || {
        let reply = server.anonymous().get("/health").await;
        (reply.status == 200).then_some(())
    };
    eventually("the server accepts connections", health).await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 3).await;
    player.finish(&id).await;
    assert!(server.stop().await.status.success());
}
