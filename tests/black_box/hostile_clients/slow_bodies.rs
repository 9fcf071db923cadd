//! Clients that begin a request body and do not end it.

use std::time::Duration;

use serde_json::Value;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{Ending, Launch, RawConnection};

/// The headers of a body, and its first bytes. The rest follows byte by byte, and would take minutes.
const BODIES: [(&str, &str, &str); 3] = [
    ("content-length: 9999", "{", " "),
    ("transfer-encoding: chunked", "1\r\n{\r\n", "1\r\n \r\n"),
    ("content-length: 9999", "", ""),
];

#[tokio::test]
async fn a_body_that_does_not_arrive_in_time_is_answered_with_408() {
    // Given clients whose bodies drip in,
    let server = Launch::default().arg("--request-timeout", "1");
    let server = server.start().await;
    let player = server.player("ada").await;
    let mut clients = JoinSet::new();
    for target in ["/games", "/quiz/v1/games", "/dev/token"] {
        for (framing, begin, drip) in BODIES {
            let (addr, token) = (server.addr().to_owned(), player.token().to_owned());
            clients.spawn(async move {
                let mut raw = RawConnection::to(&addr).await.unwrap();
                let head = format!(
                    "POST {target} HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {token}\r\n\
                     content-type: application/json\r\n{framing}\r\n\r\n{begin}"
                );
                raw.send(&head).await;
                for _ in 0..15 {
                    sleep(Duration::from_millis(100)).await;
                    raw.send(drip).await;
                }
                (raw.read_ending().await, raw)
            });
        }
    }

    // when the request timeout is over, then each is told that it is too slow.
    for (ending, raw) in clients.join_all().await {
        let Ending::Answered { status, body } = ending else {
            panic!("{ending:?}");
        };
        let body: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(status, 408, "{body}");
        assert_eq!(body["errors"][0]["code"], "invalid_request");
        assert_eq!(raw.header("connection"), "close");
    }

    // Players play, and the log reports no failure.
    let id = player.ready(&["chemistry"], 3).await;
    player.finish(&id).await;
    let stopped = server.stop().await;
    let failed = |line: &str| line.contains("ERROR") || line.contains("WARN");
    assert!(!stopped.stderr.lines().any(failed), "{}", stopped.stderr);
}
