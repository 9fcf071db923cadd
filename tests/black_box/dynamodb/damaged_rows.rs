//! Damaged rows of a data file: each is an error of its own game only.

use rusqlite::Connection;
use serde_json::Value;

use crate::support::{Launch, Player, Server, TestDir};

const GAMES: &str = "Game";
const INDEX: &str = "Game::lsi::creation-time-index";
const QUESTIONS: &str = "Question";

/// SQL expressions of contents that are not the item of a row.
const DAMAGES: [&str; 7] = [
    "'{'",
    "''",
    "'null'",
    "'{}'",
    "x'00ff'",
    "17",
    "substr(item_json, 1, 40)",
];

/// A data file, which is damaged while a server uses it.
struct File {
    dir: TestDir,
}

impl File {
    fn new() -> Self {
        Self {
            dir: TestDir::new(),
        }
    }

    async fn serve(&self) -> Server {
        let launch = Launch::default().arg("--data", &self.dir.path("games.db"));
        launch.arg("--games-per-hour", "0").start().await
    }

    /// Replaces the content of one row, whose key contains a text.
    fn damage(&self, table: &str, key: &str, content: &str) {
        let column = if table == INDEX { "base_sk" } else { "sk" };
        let column = if table == QUESTIONS { "pk" } else { column };
        let database = Connection::open(self.dir.path("games.db")).unwrap();
        let sql = format!(
            "UPDATE \"{table}\" SET item_json = {content} WHERE rowid =
             (SELECT max(rowid) FROM \"{table}\" WHERE {column} = ?1)"
        );
        let changed = database.execute(&sql, [format!("S:{key}")]).unwrap();
        assert_eq!(changed, 1, "{table} {key}");
    }
}

fn ids(games: &[Value]) -> Vec<&str> {
    games
        .iter()
        .map(|game| game["id"].as_str().unwrap())
        .collect()
}

/// Returns the lines of a log that name a key.
fn lines<'a>(log: &'a str, key: &str) -> Vec<&'a str> {
    let damaged = log.lines().filter(|line| line.contains("damaged row"));
    damaged.filter(|line| line.contains(key)).collect()
}

async fn assert_playable(player: &Player, id: &str) {
    player.finish(id).await;
    assert_eq!(player.game(id).await["status"], "FINISHED");
}

#[tokio::test]
async fn lists_leave_a_damaged_game_out() {
    for damage in DAMAGES {
        // Given a game whose rows are damaged while the server runs,
        let file = File::new();
        let server = file.serve().await;
        let player = server.player("ada").await;
        let intact = player.ready(&["chemistry"], 2).await;
        let damaged = player.ready(&["chemistry"], 2).await;
        for table in [GAMES, INDEX] {
            file.damage(table, &damaged, damage);
        }

        // then the list has the other game, which can be played,
        assert_eq!(ids(&player.games().await), [&intact], "{damage}");
        assert_playable(&player, &intact).await;
        // the damaged game is an error,
        player.get(&format!("/games/{damaged}")).await.is(500);
        assert_eq!(ids(&player.games().await), [&intact]);

        // and one line of the log names its key.
        let log = server.stop().await.stderr;
        let found = lines(&log, &damaged);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("ERROR") && found[0].contains("left out"));

        // A server that is started with this file repeats neither the line nor the repair.
        let server = file.serve().await;
        let player = server.player("ada").await;
        assert_eq!(ids(&player.games().await), [&intact]);
        player.get(&format!("/games/{damaged}")).await.is(500);
        let log = server.stop().await.stderr;
        assert!(lines(&log, &damaged).is_empty(), "{log}");
    }
}

#[tokio::test]
async fn a_game_of_which_one_copy_is_damaged_is_restored() {
    for table in [GAMES, INDEX] {
        let file = File::new();
        let server = file.serve().await;
        let player = server.player("ada").await;
        let id = player.ready(&["chemistry"], 2).await;
        let game = player.game(&id).await;
        file.damage(table, &id, "'{'");

        assert_eq!(player.games().await, std::slice::from_ref(&game), "{table}");
        assert_eq!(player.game(&id).await, game);
        assert_playable(&player, &id).await;

        let log = server.stop().await.stderr;
        let found = lines(&log, &id);
        assert_eq!(found.len(), 1, "{log}");
        assert!(found[0].contains("restored"), "{found:?}");
    }
}

#[tokio::test]
async fn a_server_starts_with_a_damaged_game() {
    let file = File::new();
    let server = file.serve().await;
    let player = server.player("ada").await;
    let (intact, damaged) = (
        player.ready(&["chemistry"], 2).await,
        player.ready(&["chemistry"], 2).await,
    );
    server.stop().await;
    for table in [GAMES, INDEX] {
        file.damage(table, &damaged, "'{'");
    }

    let server = file.serve().await;
    let player = server.player("ada").await;
    assert_eq!(ids(&player.games().await), [&intact]);
    let new = player.ready(&["chemistry"], 1).await;
    assert_playable(&player, &new).await;
    let log = server.stop().await.stderr;
    assert_eq!(lines(&log, &damaged).len(), 1, "{log}");
}

#[tokio::test]
async fn a_damaged_question_is_an_error_of_its_game_only() {
    for damage in DAMAGES {
        let file = File::new();
        let server = file.serve().await;
        let player = server.player("ada").await;
        let intact = player.ready(&["chemistry"], 2).await;
        let damaged = player.ready(&["chemistry"], 2).await;
        file.damage(QUESTIONS, &damaged, damage);

        let path = format!("/games/{damaged}/questions");
        player.get(&path).await.is(500);
        player.ask(&damaged).await.is(500);
        assert_eq!(player.games().await.len(), 2);
        assert_playable(&player, &intact).await;

        let log = server.stop().await.stderr;
        let found = lines(&log, &damaged);
        assert_eq!(found.len(), 1, "{log}");
        assert!(found[0].contains("question 2"), "{found:?}");
    }
}

#[tokio::test]
async fn the_content_of_a_damaged_row_is_kept() {
    let file = File::new();
    let server = file.serve().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 1).await;
    for table in [GAMES, INDEX] {
        file.damage(table, &id, "'{\"PlayerId\":'");
    }
    assert!(player.games().await.is_empty());
    server.stop().await;

    let database = Connection::open(file.dir.path("games.db")).unwrap();
    let kept = "SELECT count(*) FROM quizcraft_damaged WHERE sk = ?1 AND item_json = ?2";
    let parameters = [format!("S:{id}"), "{\"PlayerId\":".to_owned()];
    let kept: i64 = database
        .query_row(kept, parameters, |row| row.get(0))
        .unwrap();
    assert_eq!(kept, 2);
}
