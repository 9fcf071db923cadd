//! `quizcraft backup`: a copy of the data file, taken while a server writes it.

use std::fs;
use std::sync::{Arc, Mutex};

use reqwest::Method;
use rusqlite::Connection;
use serde_json::{Value, json};

use crate::support::{Launch, Outcome, Player, Server, TestDir, choice, eventually, quizcraft};

const PLAYERS: usize = 4;
/// The number of answers that are acknowledged before the backup begins.
const ANSWERS: usize = 30;

/// An answer with a 200 response.
#[derive(Clone)]
struct Acknowledged {
    player: usize,
    game: String,
    feedback: Value,
}

type Log = Arc<Mutex<Vec<Acknowledged>>>;

async fn serve(file: &str) -> Server {
    let launch = Launch::default().arg("--data", file);
    launch.arg("--games-per-hour", "0").start().await
}

async fn player(server: &Server, number: usize) -> Player {
    server.player(&format!("player{number}")).await
}

async fn backup(file: &str, copy: &str) -> Outcome {
    Outcome::of(quizcraft(["backup", file, copy])).await
}

/// Starts and plays games until the server is killed.
async fn play(player: Player, number: usize, log: Log) {
    while play_one(&player, number, &log).await.is_some() {}
}

async fn play_one(player: &Player, number: usize, log: &Log) -> Option<()> {
    let wanted = json!({"keywords": ["chemistry"], "questions_limit": 3});
    let game = send(player, "/games", Some(&wanted)).await?;
    let id = game["id"].as_str()?.to_owned();
    while get(player, &format!("/games/{id}")).await?["status"] == "PENDING" {}
    for _ in 1..=3 {
        let posed = send(player, &format!("/games/{id}/questions/ask"), None).await?;
        let path = format!("/games/{id}/questions/answer");
        let feedback = send(player, &path, Some(&choice(&posed, 0))).await?;
        log.lock().unwrap().push(Acknowledged {
            player: number,
            game: id.clone(),
            feedback,
        });
    }
    Some(())
}

async fn get(player: &Player, path: &str) -> Option<Value> {
    complete(player.request(Method::GET, path)).await
}

async fn send(player: &Player, path: &str, body: Option<&Value>) -> Option<Value> {
    let request = player.request(Method::POST, path);
    complete(match body {
        Some(body) => request.json(body),
        None => request,
    })
    .await
}

/// Returns the body of a response, or `None` if the server was killed.
async fn complete(request: reqwest::RequestBuilder) -> Option<Value> {
    let response = request.send().await.ok()?;
    let status = response.status().as_u16();
    assert!(status < 300, "{status}");
    serde_json::from_str(&response.text().await.ok()?).ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_has_everything_that_was_acknowledged_before_the_backup_began() {
    // Given a server under load,
    let dir = TestDir::new();
    let (file, copy) = (dir.path("games.db"), dir.path("copy.db"));
    let server = serve(&file).await;
    let log = Log::default();
    let mut plays = Vec::new();
    for number in 0..PLAYERS {
        let player = player(&server, number).await;
        plays.push(tokio::spawn(play(player, number, Arc::clone(&log))));
    }
    let acknowledged = |least: usize| {
        let log = Arc::clone(&log);
        eventually("enough answers are acknowledged", async move || {
            let answers = log.lock().unwrap().clone();
            (answers.len() >= least).then_some(answers)
        })
    };
    let before = acknowledged(ANSWERS).await;

    // when its file is copied, and the server is killed under load,
    let outcome = backup(&file, &copy).await;
    assert!(outcome.status.success(), "{outcome:?}");
    assert!(outcome.stdout.contains("copy.db"), "{outcome:?}");
    let after = acknowledged(before.len() + PLAYERS).await.len();
    assert!(after > before.len(), "the server answers after the backup");
    server.signal("KILL").await;
    server.stopped().await;
    for play in plays {
        play.await.unwrap();
    }
    fs::remove_file(&file).unwrap();

    // then a server with the copy has every answer that was acknowledged before.
    let server = serve(&copy).await;
    for answer in &before {
        let player = player(&server, answer.player).await;
        let index = answer.feedback["index"].as_u64().unwrap();
        let kept = player.question(&answer.game, index).await;
        for field in ["result", "solution", "clarification"] {
            assert_eq!(kept[field], answer.feedback[field], "{field}");
        }
    }
    for number in 0..PLAYERS {
        let player = player(&server, number).await;
        for game in player.games().await {
            let id = game["id"].as_str().unwrap();
            let game = player.prepared(id).await;
            let answered = player.questions(id).await;
            let answered = answered.iter().filter(|q| q["is_answered"] == true);
            assert_eq!(game["questions_answered"], answered.count());
        }
    }
    let stopped = server.stop().await;
    assert!(!stopped.stderr.contains("ERROR"), "{}", stopped.stderr);
}

#[tokio::test]
async fn the_file_of_a_stopped_server_can_be_copied() {
    let dir = TestDir::new();
    let (file, copy) = (dir.path("games.db"), dir.path("it's a copy.db"));
    let server = serve(&file).await;
    let id = server.player("ada").await.ready(&["chemistry"], 1).await;
    server.stop().await;

    let outcome = backup(&file, &copy).await;
    assert!(outcome.status.success(), "{outcome:?}");
    let mut names = dir.names();
    names.sort();
    assert_eq!(names, ["games.db", "it's a copy.db"]);
    let server = serve(&copy).await;
    server.player("ada").await.finish(&id).await;
}

/// Asserts that a backup fails with one line that contains these texts.
fn assert_refused(outcome: &Outcome, texts: &[&str]) {
    let line = outcome.error();
    assert_eq!(outcome.stderr.trim_end(), line, "one line");
    for text in texts {
        assert!(line.contains(text), "{line}");
    }
    assert_eq!(outcome.status.code(), Some(1));
}

#[tokio::test]
async fn a_backup_replaces_no_file_and_copies_no_other_file() {
    let dir = TestDir::new();
    let (file, copy) = (dir.path("games.db"), dir.path("copy.db"));
    let outcome = backup(&file, &copy).await;
    assert_refused(&outcome, &["games.db", "no such file"]);

    fs::write(&file, "text").unwrap();
    let outcome = backup(&file, &copy).await;
    assert_refused(&outcome, &["games.db", "not a SQLite database"]);
    fs::remove_file(&file).unwrap();

    let other = Connection::open(&file).unwrap();
    other.execute_batch("CREATE TABLE notes (text)").unwrap();
    drop(other);
    let outcome = backup(&file, &copy).await;
    assert_refused(&outcome, &["games.db", "another program"]);
    fs::remove_file(&file).unwrap();

    serve(&file).await.stop().await;
    fs::write(&copy, "precious").unwrap();
    let outcome = backup(&file, &copy).await;
    assert_refused(&outcome, &["copy.db", "exists"]);
    assert_eq!(fs::read_to_string(&copy).unwrap(), "precious");

    let nowhere = dir.path("nowhere/copy.db");
    let outcome = backup(&file, &nowhere).await;
    assert_refused(&outcome, &[&nowhere]);
}
