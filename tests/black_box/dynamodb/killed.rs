//! A server that is killed in the middle of play: what it acknowledged is there afterwards.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::support::{Folder, Launch, Player, Server, assert_summary, choice, eventually, options};

const ROUNDS: usize = 3;
const PLAYERS: usize = 4;
/// How many answers are acknowledged in a round, at least.
const ANSWERS: usize = 25;

/// What the server acknowledged to one player.
#[derive(Default)]
struct Seen {
    games: Vec<String>,
    answers: Vec<Acknowledged>,
}

/// An answer that was answered with 200.
struct Acknowledged {
    game: String,
    choice: Value,
    feedback: Value,
}

/// A player who plays until the server is gone.
struct Witness {
    player: Player,
    acknowledged: Arc<AtomicUsize>,
    seen: Seen,
}

/// The status and the body of an answer; nothing if it did not come, or not as a whole.
async fn told(request: RequestBuilder) -> Option<(u16, Value)> {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    assert!(status < 500, "{status}");
    let text = response.text().await.ok()?;
    Some((status, serde_json::from_str(&text).unwrap()))
}

impl Witness {
    async fn get(&self, path: &str) -> Option<Value> {
        let (status, body) = told(self.player.request(Method::GET, path)).await?;
        assert_eq!(status, 200, "{path} {body}");
        Some(body)
    }

    /// Plays game after game until the server is gone; gives what it acknowledged.
    async fn play(mut self) -> Seen {
        while self.play_one().await.is_some() {}
        self.seen
    }

    async fn play_one(&mut self) -> Option<()> {
        let request = self.player.request(Method::POST, "/games");
        let wanted = json!({"keywords": ["chemistry"], "questions_limit": 5});
        let (status, game) = told(request.json(&wanted)).await?;
        assert_eq!(status, 201, "{game}");
        let id = game["id"].as_str().unwrap().to_owned();
        self.seen.games.push(id.clone());
        let path = format!("/games/{id}");
        while self.get(&path).await?["status"] == "PENDING" {
            sleep(Duration::from_millis(5)).await;
        }
        for _ in 1..=5 {
            self.race(&id).await?;
        }
        Some(())
    }

    /// Sends every option of the next question at once.
    async fn race(&mut self, id: &str) -> Option<()> {
        let ask = format!("/games/{id}/questions/ask");
        let (status, posed) = told(self.player.request(Method::POST, &ask)).await?;
        assert_eq!(status, 200, "{posed}");
        let mut racers = JoinSet::new();
        for place in 0..options(&posed).len() {
            let answer = choice(&posed, place);
            let path = format!("/games/{id}/questions/answer");
            let request = self.player.request(Method::POST, &path).json(&answer);
            racers.spawn(async move { (answer["choice"].clone(), told(request).await) });
        }
        let raced = racers.join_all().await;
        let whole = raced.iter().all(|(_, reply)| reply.is_some());
        for (choice, reply) in raced {
            if let Some((200, feedback)) = reply {
                self.acknowledged.fetch_add(1, Ordering::SeqCst);
                let game = id.to_owned();
                self.seen.answers.push(Acknowledged {
                    game,
                    choice,
                    feedback,
                });
            }
        }
        whole.then_some(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_is_there_after_a_kill() {
    let folder = Folder::new();
    let launch = || Launch::default().arg("--data", &folder.path("games.db"));
    let mut seen: Vec<Seen> = (0..PLAYERS).map(|_| Seen::default()).collect();
    for round in 0..ROUNDS {
        let server = launch().start().await;
        assert_all_there(&server, &seen).await;
        // Each round ends at another moment.
        for (seen, new) in seen
            .iter_mut()
            .zip(killed(server, ANSWERS + 7 * round).await)
        {
            seen.games.extend(new.games);
            seen.answers.extend(new.answers);
        }
    }
    let server = launch().start().await;
    assert_all_there(&server, &seen).await;
    can_be_finished(&server, &seen).await;
    let stopped = server.stop().await;
    assert!(stopped.status.success() && !stopped.stderr.contains("ERROR"));
    assert_eq!(
        folder.names(),
        ["games.db"],
        "all that was kept aside is in"
    );
}

/// Lets everybody play, and kills the server once so many answers are acknowledged.
async fn killed(server: Server, answers: usize) -> Vec<Seen> {
    let acknowledged = Arc::<AtomicUsize>::default();
    let mut plays = Vec::new();
    for number in 0..PLAYERS {
        let witness = Witness {
            player: player(&server, number).await,
            acknowledged: Arc::clone(&acknowledged),
            seen: Seen::default(),
        };
        plays.push(tokio::spawn(witness.play()));
    }
    let busy = async || (acknowledged.load(Ordering::SeqCst) >= answers).then_some(());
    eventually("everybody plays", busy).await;
    server.signal("KILL").await;
    assert!(!server.stopped().await.status.success());
    let mut seen = Vec::new();
    for play in plays {
        seen.push(play.await.unwrap());
    }
    seen
}

async fn player(server: &Server, number: usize) -> Player {
    server.player(&format!("player{number}")).await
}

async fn assert_all_there(server: &Server, seen: &[Seen]) {
    for (number, seen) in seen.iter().enumerate() {
        let player = player(server, number).await;
        for game in &seen.games {
            assert_agrees(&player, game).await;
        }
        for answer in &seen.answers {
            let index = answer.feedback["index"].as_u64().unwrap();
            let kept = player.question(&answer.game, index).await;
            assert_eq!(kept["choice"], answer.choice);
            for field in ["result", "solution", "clarification"] {
                assert_eq!(kept[field], answer.feedback[field], "{field}");
            }
        }
    }
}

/// The game is there, and says of its questions what they say themselves.
async fn assert_agrees(player: &Player, id: &str) {
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

/// Games that were left in the middle go on.
async fn can_be_finished(server: &Server, seen: &[Seen]) {
    let mut finished = 0;
    for (number, seen) in seen.iter().enumerate() {
        let player = player(server, number).await;
        for id in &seen.games {
            if player.game(id).await["status"] == "READY" {
                player.finish(id).await;
                assert_agrees(&player, id).await;
                finished += 1;
            }
        }
    }
    assert!(finished > 0, "a server was killed in the middle of a game");
}
