//! Everything that a server acknowledged before SIGKILL is stored.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{
    Launch, Player, Server, TestDir, assert_summary, choice, eventually, options,
};

const ROUNDS: usize = 3;
const PLAYERS: usize = 4;
/// The minimum number of answers acknowledged in a round.
const ANSWERS: usize = 25;

/// What the server acknowledged to one player: games and answers.
#[derive(Default)]
struct Acknowledgements {
    games: Vec<String>,
    answers: Vec<AcknowledgedAnswer>,
}

/// An answer with a 200 response.
struct AcknowledgedAnswer {
    game: String,
    choice: Value,
    feedback: Value,
}

/// Plays until the server is killed, and records what it acknowledged.
struct RecordingPlayer {
    player: Player,
    answer_count: Arc<AtomicUsize>,
    acknowledged: Acknowledgements,
}

/// Returns the status and the body of a response, or `None` if it is missing or truncated.
async fn complete_response(request: RequestBuilder) -> Option<(u16, Value)> {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    assert!(status < 500, "{status}");
    let text = response.text().await.ok()?;
    Some((status, serde_json::from_str(&text).unwrap()))
}

impl RecordingPlayer {
    async fn get(&self, path: &str) -> Option<Value> {
        let (status, body) = complete_response(self.player.request(Method::GET, path)).await?;
        assert_eq!(status, 200, "{path} {body}");
        Some(body)
    }

    /// Plays games until the server is killed. Returns what it acknowledged.
    async fn play(mut self) -> Acknowledgements {
        while self.play_one().await.is_some() {}
        self.acknowledged
    }

    async fn play_one(&mut self) -> Option<()> {
        let request = self.player.request(Method::POST, "/games");
        let wanted = json!({"keywords": ["chemistry"], "questions_limit": 5});
        let (status, game) = complete_response(request.json(&wanted)).await?;
        assert_eq!(status, 201, "{game}");
        let id = game["id"].as_str().unwrap().to_owned();
        self.acknowledged.games.push(id.clone());
        let path = format!("/games/{id}");
        while self.get(&path).await?["status"] == "PENDING" {
            sleep(Duration::from_millis(5)).await;
        }
        for _ in 1..=5 {
            self.race(&id).await?;
        }
        Some(())
    }

    /// Answers the next question with every option concurrently.
    async fn race(&mut self, id: &str) -> Option<()> {
        let ask = format!("/games/{id}/questions/ask");
        let (status, posed) = complete_response(self.player.request(Method::POST, &ask)).await?;
        assert_eq!(status, 200, "{posed}");
        let mut racers = JoinSet::new();
        for place in 0..options(&posed).len() {
            let answer = choice(&posed, place);
            let path = format!("/games/{id}/questions/answer");
            let request = self.player.request(Method::POST, &path).json(&answer);
            racers
                .spawn(async move { (answer["choice"].clone(), complete_response(request).await) });
        }
        let raced = racers.join_all().await;
        let complete = raced.iter().all(|(_, reply)| reply.is_some());
        for (choice, reply) in raced {
            if let Some((200, feedback)) = reply {
                self.answer_count.fetch_add(1, Ordering::SeqCst);
                let game = id.to_owned();
                self.acknowledged.answers.push(AcknowledgedAnswer {
                    game,
                    choice,
                    feedback,
                });
            }
        }
        complete.then_some(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_games_and_answers_survive_sigkill() {
    let dir = TestDir::new();
    let launch = || {
        let launch = Launch::default().arg("--data", &dir.path("games.db"));
        launch.arg("--games-per-hour", "0")
    };
    let mut acknowledged: Vec<Acknowledgements> =
        (0..PLAYERS).map(|_| Acknowledgements::default()).collect();
    for round in 0..ROUNDS {
        let server = launch().start().await;
        assert_all_stored(&server, &acknowledged).await;
        // Each round kills the server after another number of answers.
        for (acknowledged, new) in acknowledged
            .iter_mut()
            .zip(play_until_killed(server, ANSWERS + 7 * round).await)
        {
            acknowledged.games.extend(new.games);
            acknowledged.answers.extend(new.answers);
        }
    }
    let server = launch().start().await;
    assert_all_stored(&server, &acknowledged).await;
    finish_interrupted_games(&server, &acknowledged).await;
    let stopped = server.stop().await;
    assert!(stopped.status.success() && !stopped.stderr.contains("ERROR"));
    assert_eq!(
        dir.names(),
        ["games.db"],
        "the write-ahead log is merged into the file"
    );
}

/// Lets all players play, and kills the server after it acknowledged `answers` answers.
async fn play_until_killed(server: Server, answers: usize) -> Vec<Acknowledgements> {
    let answer_count = Arc::<AtomicUsize>::default();
    let mut plays = Vec::new();
    for number in 0..PLAYERS {
        let recording_player = RecordingPlayer {
            player: player(&server, number).await,
            answer_count: Arc::clone(&answer_count),
            acknowledged: Acknowledgements::default(),
        };
        plays.push(tokio::spawn(recording_player.play()));
    }
    let busy = async || (answer_count.load(Ordering::SeqCst) >= answers).then_some(());
    eventually("enough answers are acknowledged", busy).await;
    server.signal("KILL").await;
    assert!(!server.stopped().await.status.success());
    let mut acknowledged = Vec::new();
    for play in plays {
        acknowledged.push(play.await.unwrap());
    }
    acknowledged
}

async fn player(server: &Server, number: usize) -> Player {
    server.player(&format!("player{number}")).await
}

async fn assert_all_stored(server: &Server, acknowledged: &[Acknowledgements]) {
    for (number, acknowledged) in acknowledged.iter().enumerate() {
        let player = player(server, number).await;
        for game in &acknowledged.games {
            assert_consistent(&player, game).await;
        }
        for answer in &acknowledged.answers {
            let index = answer.feedback["index"].as_u64().unwrap();
            let kept = player.question(&answer.game, index).await;
            assert_eq!(kept["choice"], answer.choice);
            for field in ["result", "solution", "clarification"] {
                assert_eq!(kept[field], answer.feedback[field], "{field}");
            }
        }
    }
}

/// Asserts that the game exists and its counters agree with its questions.
async fn assert_consistent(player: &Player, id: &str) {
    let game = player.game(id).await;
    if game["status"] == "PENDING" {
        return assert_eq!(game["questions_answered"], 0);
    }
    let questions = player.questions(id).await;
    questions.iter().for_each(assert_summary);
    let count = |field: &str| questions.iter().filter(|q| q[field] == true).count();
    assert_eq!(game["questions_limit"], questions.len());
    assert_eq!(game["questions_answered"], count("is_answered"));
    assert_eq!(game["questions_correct"], count("result"));
    let over = count("is_answered") == questions.len();
    assert_eq!(game["status"] == "FINISHED", over, "{game}");
}

/// Finishes all games that were interrupted.
async fn finish_interrupted_games(server: &Server, acknowledged: &[Acknowledgements]) {
    let mut finished = 0;
    for (number, acknowledged) in acknowledged.iter().enumerate() {
        let player = player(server, number).await;
        for id in &acknowledged.games {
            if player.game(id).await["status"] == "READY" {
                player.finish(id).await;
                assert_consistent(&player, id).await;
                finished += 1;
            }
        }
    }
    assert!(finished > 0, "no game was interrupted");
}
