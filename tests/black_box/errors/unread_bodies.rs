//! Responses that are sent before the body of the request is read.

use crate::support::{Ending, RawConnection, Server};

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: here\r\n\r\n";

/// Returns the first lines of requests whose bodies the handlers do not read, with their statuses.
async fn early(server: &Server) -> Vec<(u16, String)> {
    let player = server.player("ada").await;
    let auth = format!("authorization: Bearer {}\r\n", player.token());
    let json = "content-type: application/json\r\n";
    vec![
        (401, format!("POST /games HTTP/1.1\r\n{json}")),
        (
            401,
            format!("POST /games HTTP/1.1\r\nauthorization: Bearer x\r\n{json}"),
        ),
        (404, format!("POST /nowhere HTTP/1.1\r\n{auth}{json}")),
        (405, format!("PUT /games HTTP/1.1\r\n{auth}{json}")),
        (415, format!("POST /games HTTP/1.1\r\n{auth}")),
        (
            415,
            format!("POST /games HTTP/1.1\r\n{auth}{json}content-encoding: gzip\r\n"),
        ),
        (200, format!("GET /games HTTP/1.1\r\n{auth}")),
    ]
}

#[tokio::test]
async fn a_response_without_the_body_read_closes_the_connection() {
    let server = Server::start().await;
    for framing in [
        "content-length: 60000\r\n",
        "transfer-encoding: chunked\r\n",
        "content-length: 60000\r\nexpect: 100-continue\r\n",
    ] {
        for (expected, begun) in early(&server).await {
            // Given a request whose body does not arrive,
            let mut raw = RawConnection::to(server.addr()).await.unwrap();
            let head = format!("{begun}host: here\r\n{framing}\r\n");
            raw.send(&head).await;

            // when the server responds, then it announces to close the connection and does so.
            let ending = raw.read_ending().await;
            let Ending::Answered { status, .. } = ending else {
                panic!("{head}: {ending:?}");
            };
            assert_eq!(status, expected, "{head}");
            assert_eq!(raw.header("connection"), "close", "{head}");
            assert_eq!(raw.read_ending().await, Ending::Closed, "{head}");
        }
    }
}

#[tokio::test]
async fn the_connection_stays_open_unless_the_response_says_close() {
    let server = Server::start().await;
    for size in [1, 60_000] {
        for (expected, begun) in early(&server).await {
            // Given a request that is sent with its whole body,
            let mut raw = RawConnection::to(server.addr()).await.unwrap();
            let head = format!("{begun}host: here\r\ncontent-length: {size}\r\n\r\n");
            raw.send(&format!("{head}{}", " ".repeat(size))).await;
            let ending = raw.read_ending().await;
            let Ending::Answered { status, .. } = ending else {
                panic!("{head}: {ending:?}");
            };
            assert_eq!(status, expected, "{head}");

            // when another request follows, then it gets a response exactly if none said close.
            let announced_close = raw.header("connection") == "close";
            raw.send(HEALTH).await;
            let next = raw.read_ending().await;
            let answered = matches!(next, Ending::Answered { status: 200, .. });
            assert!(answered != announced_close, "{head}: {next:?}");
        }
    }
}
