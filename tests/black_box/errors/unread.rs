//! Requests that are answered before their bodies are read, on the wire.

use crate::support::{Ending, Raw, Server};

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: here\r\n\r\n";

/// The beginnings of requests that are answered without a look at their bodies.
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
async fn an_answer_that_leaves_a_body_unread_says_that_the_connection_ends() {
    let server = Server::start().await;
    for framing in [
        "content-length: 60000\r\n",
        "transfer-encoding: chunked\r\n",
        "content-length: 60000\r\nexpect: 100-continue\r\n",
    ] {
        for (expected, begun) in early(&server).await {
            // Given a request whose body does not come,
            let mut raw = Raw::to(server.addr()).await.unwrap();
            let head = format!("{begun}host: here\r\n{framing}\r\n");
            raw.send(&head).await;

            // when it is answered, then the answer says that the connection ends, and it does.
            let ending = raw.ending().await;
            let Ending::Answered { status, .. } = ending else {
                panic!("{head}: {ending:?}");
            };
            assert_eq!(status, expected, "{head}");
            assert_eq!(raw.header("connection"), "close", "{head}");
            assert_eq!(raw.ending().await, Ending::Closed, "{head}");
        }
    }
}

#[tokio::test]
async fn the_next_request_is_answered_unless_the_answer_says_otherwise() {
    let server = Server::start().await;
    for size in [1, 60_000] {
        for (expected, begun) in early(&server).await {
            // Given a request that comes with its whole body,
            let mut raw = Raw::to(server.addr()).await.unwrap();
            let head = format!("{begun}host: here\r\ncontent-length: {size}\r\n\r\n");
            raw.send(&format!("{head}{}", " ".repeat(size))).await;
            let ending = raw.ending().await;
            let Ending::Answered { status, .. } = ending else {
                panic!("{head}: {ending:?}");
            };
            assert_eq!(status, expected, "{head}");

            // when another follows it, then that is answered, or was not to be sent.
            let told = raw.header("connection") == "close";
            raw.send(HEALTH).await;
            let next = raw.ending().await;
            let answered = matches!(next, Ending::Answered { status: 200, .. });
            assert!(answered != told, "{head}: {next:?}");
        }
    }
}
