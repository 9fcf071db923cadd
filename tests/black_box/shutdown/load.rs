//! Stopping the server under load.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::support::{Ending, Launch, RawConnection, Server, choice, eventually};

const PLAYERS: usize = 24;

/// A player on one raw connection, which detects truncated responses.
struct RawPlayer {
    raw: RawConnection,
    token: String,
    answered: Arc<AtomicUsize>,
}

/// The server closed the connection before a response.
struct Closed;

impl RawPlayer {
    async fn call(&mut self, method: &str, path: &str, body: &Value) -> Result<Value, Closed> {
        let body = body.to_string();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: here\r\nauthorization: Bearer {}\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            self.token,
            body.len()
        );
        self.raw.send(&request).await;
        match self.raw.read_ending().await {
            Ending::Answered { status, body } => {
                assert!(status < 500, "{status} {body}");
                self.answered.fetch_add(1, Ordering::SeqCst);
                Ok(serde_json::from_str(&body).unwrap())
            }
            Ending::Closed => Err(Closed),
            Ending::Truncated(text) => panic!("{method} {path}: truncated response: {text}"),
        }
    }

    /// Plays games until the connection is closed.
    async fn play(&mut self) -> Result<(), Closed> {
        loop {
            let request = json!({"keywords": ["chemistry"], "questions_limit": 3});
            let game = self.call("POST", "/games", &request).await?;
            let path = format!("/games/{}", game["id"].as_str().unwrap());
            while self.call("GET", &path, &json!({})).await?["status"] == "PENDING" {}
            for number in 1..=3 {
                self.answer(&path, number).await?;
            }
        }
    }

    /// Answers a question, and asserts that the acknowledged answer is stored.
    async fn answer(&mut self, path: &str, number: u64) -> Result<(), Closed> {
        let posed = self
            .call("POST", &format!("{path}/questions/ask"), &json!({}))
            .await?;
        assert_eq!(posed["index"], number);
        let choice = &posed["options"][0];
        let answer = json!({"question": number, "choice": choice});
        let answered = format!("{path}/questions/answer");
        let feedback = self.call("POST", &answered, &answer).await?;
        let summary = format!("{path}/questions/{number}");
        let summary = self.call("GET", &summary, &json!({})).await?;
        assert_eq!(
            summary["choice"], *choice,
            "an acknowledged answer is stored"
        );
        assert_eq!(summary["result"], feedback["result"]);
        assert_eq!(
            self.call("GET", path, &json!({})).await?["questions_answered"],
            number
        );
        Ok(())
    }
}

#[tokio::test]
async fn answers_in_flight_are_recorded_and_acknowledged() {
    // Given many answers whose heads the server has read and whose bodies it awaits,
    let server = Server::start().await;
    let addr = server.addr().to_owned();
    let mut requests = Vec::new();
    for number in 0..PLAYERS {
        let player = server.player(&format!("player{number}")).await;
        let id = player.ready(&["chemistry"], 3).await;
        let body = choice(&player.next_question(&id).await, 0).to_string();
        let head = format!(
            "POST /games/{id}/questions/answer HTTP/1.1\r\nhost: here\r\n\
             authorization: Bearer {}\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nexpect: 100-continue\r\n\r\n",
            player.token(),
            body.len()
        );
        requests.push((head, body));
    }
    let mut answers = Vec::new();
    for (head, body) in requests {
        let mut raw = RawConnection::to(&addr).await.unwrap();
        raw.send(&head).await;
        raw.expect_continue().await;
        answers.push((raw, body));
    }

    // when the server receives SIGTERM before the bodies,
    server.signal("TERM").await;
    let refused = async || RawConnection::to(&addr).await.is_err().then_some(());
    eventually("the port is closed", refused).await;

    // then each gets a complete response.
    for (raw, body) in &mut answers {
        raw.send(body).await;
        let ending = raw.read_ending().await;
        let answered = matches!(ending, Ending::Answered { status: 200, .. });
        assert!(answered, "expected feedback: {ending:?}");
    }
    assert!(server.stopped().await.status.success());
}

#[tokio::test]
async fn sigterm_under_load_truncates_no_response() {
    stops_under_load("TERM").await;
}

#[tokio::test]
async fn sigint_under_load_truncates_no_response() {
    stops_under_load("INT").await;
}

async fn stops_under_load(signal: &str) {
    // Given many players who are playing,
    let launch = Launch::default().arg("--games-per-hour", "0");
    let server = launch.start().await;
    let answered = Arc::<AtomicUsize>::default();
    let mut players = JoinSet::new();
    for number in 0..PLAYERS {
        let mut player = RawPlayer {
            token: server
                .player(&format!("player{number}"))
                .await
                .token()
                .to_owned(),
            raw: RawConnection::to(server.addr()).await.unwrap(),
            answered: Arc::clone(&answered),
        };
        players.spawn(async move { player.play().await.is_err() });
    }
    let busy = async || (answered.load(Ordering::SeqCst) > PLAYERS * 20).then_some(());
    eventually("all players are playing", busy).await;

    // when the server receives the signal,
    server.signal(signal).await;
    let stopped = server.stopped().await;

    // then every request got a complete response or none, and the server exits successfully.
    assert!(stopped.status.success(), "{}", stopped.stderr);
    assert!(players.join_all().await.into_iter().all(|over| over));
}
