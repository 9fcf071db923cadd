//! How long ended games are kept, and how many games a player keeps.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Method;

use crate::support::{Launch, Player, Reply, Server, eventually};

/// Returns the ids of the player's games, newest first.
async fn ids(player: &Player) -> Vec<String> {
    let games = player.games().await;
    let ids = games.iter().map(|game| game["id"].as_str().unwrap());
    ids.map(str::to_owned).collect()
}

/// Starts this many games one after another, each ready before the next starts.
async fn ready_games(player: &Player, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(player.ready(&["chemistry"], 1).await);
    }
    ids
}

/// Waits until a new game is newer than all games of the player. Games of the same second are ordered by
/// their ids.
async fn wait_until_newer(player: &Player) {
    let games = player.games().await;
    let newest = games[0]["creation_time"].as_u64().unwrap();
    let is_past = async || (now() > newest / 1_000).then_some(());
    eventually("the next second begins", is_past).await;
}

fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    now.as_secs()
}

async fn keeps_three_games(server: &Server) {
    // Given a player who keeps three games and has finished one of four,
    let player = server.player("ada").await;
    let other = server.player("bob").await;
    let others = ready_games(&other, 3).await;
    let mut games = ready_games(&player, 2).await;
    let over = player.ready(&["chemistry"], 1).await;
    player.finish(&over).await;

    // when a fourth game opens, then the finished game is removed, which is not the oldest,
    games.extend(ready_games(&player, 1).await);
    let kept = async || {
        let mut ids = ids(&player).await;
        ids.sort_unstable();
        let mut expected = games.clone();
        expected.sort_unstable();
        (ids == expected).then_some(())
    };
    eventually("the finished game is removed", kept).await;
    assert_removed(&player, &over).await;

    // when more games open, then three are left and all of them can be played,
    wait_until_newer(&player).await;
    ready_games(&player, 3).await;
    let three = async || (player.games().await.len() == 3).then_some(());
    eventually("three games are left", three).await;
    for id in ids(&player).await {
        player.finish(&id).await;
    }

    // and other players keep their games.
    let mut listed = ids(&other).await;
    listed.sort_unstable();
    let mut expected = others;
    expected.sort_unstable();
    assert_eq!(listed, expected);
}

/// Checks that neither the game nor its questions are found.
async fn assert_removed(player: &Player, id: &str) {
    for path in [format!("/games/{id}"), format!("/games/{id}/questions")] {
        let reply = Reply::to(player.request(Method::GET, &path)).await;
        reply.fails(404, "no_such_game");
    }
}

#[tokio::test]
async fn a_player_keeps_as_many_games_as_the_option_says() {
    let launch = Launch::default().arg("--games-per-player", "3");
    keeps_three_games(&launch.start().await).await;
}

#[tokio::test]
async fn the_retention_can_be_set_by_variables() {
    let launch = Launch::default()
        .env("QUIZCRAFT_GAMES_PER_PLAYER", "3")
        .env("QUIZCRAFT_FINISHED_GAMES_KEPT", "30");
    keeps_three_games(&launch.start().await).await;
}

#[tokio::test]
async fn all_games_are_kept_by_default() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let games = ready_games(&player, 5).await;
    for id in &games {
        player.finish(id).await;
    }
    assert_eq!(player.games().await.len(), games.len());
}

#[cfg(feature = "dynamodb")]
mod in_a_file {
    use serde_json::{Value, json};

    use super::{Launch, assert_removed, eventually, keeps_three_games, now};
    use crate::support::TestDir;

    const DAY: u64 = 86_400;

    /// Returns all items of a table in a file that no server has open.
    fn items(file: &str, table: &str) -> Vec<Value> {
        let database = dynoxide::Database::new(file).unwrap();
        let scan = serde_json::from_value(json!({"TableName": table})).unwrap();
        let found = serde_json::to_value(database.scan(scan).unwrap()).unwrap();
        found["Items"].as_array().unwrap().clone()
    }

    fn expiry(item: &Value) -> Option<u64> {
        let expiry = item["ExpirationEpoch"]["N"].as_str()?;
        Some(expiry.parse().unwrap())
    }

    /// Brings every expiry of a table forward by so many seconds.
    fn bring_forward(file: &str, table: &str, secs: u64) {
        let expiring = items(file, table);
        let database = dynoxide::Database::new(file).unwrap();
        for mut item in expiring {
            if let Some(expiry) = expiry(&item) {
                item["ExpirationEpoch"] = json!({"N": (expiry - secs).to_string()});
                let put = json!({"TableName": table, "Item": item});
                database
                    .put_item(serde_json::from_value(put).unwrap())
                    .unwrap();
            }
        }
    }

    #[tokio::test]
    async fn a_player_keeps_as_many_games_as_the_option_says() {
        let dir = TestDir::new();
        let launch = Launch::default().arg("--data", &dir.path("games.db"));
        let server = launch.arg("--games-per-player", "3").start().await;
        keeps_three_games(&server).await;
    }

    #[tokio::test]
    async fn a_finished_game_is_removed_after_the_days_that_the_option_says() {
        // Given a file with a finished game that is kept for 30 days, and a ready one,
        let dir = TestDir::new();
        let file = dir.path("games.db");
        let launch = || Launch::default().arg("--data", &file);
        let server = launch().arg("--finished-games-kept", "30").start().await;
        let player = server.player("ada").await;
        let (over, ready) = (
            player.ready(&["chemistry"], 2).await,
            player.ready(&["chemistry"], 1).await,
        );
        let before = now();
        player.finish(&over).await;
        let after = now();
        assert!(server.stop().await.status.success());

        let expiries: Vec<_> = ["Game", "Question"]
            .iter()
            .flat_map(|table| items(&file, table))
            .filter(|item| item["GameId"]["S"] == over.as_str())
            .map(|item| expiry(&item).expect("it expires"))
            .collect();
        assert_eq!(expiries.len(), 3);
        let expected = before + 30 * DAY..=after + 30 * DAY;
        assert!(expiries.iter().all(|expiry| expected.contains(expiry)));

        // when it is not due, then a server keeps it,
        let server = launch().start().await;
        let player = server.player("ada").await;
        assert_eq!(player.game(&over).await["status"], "FINISHED");
        assert!(server.stop().await.status.success());

        // and when it is due, then a server removes it with its questions, and keeps the other.
        for table in ["Game", "Question"] {
            bring_forward(&file, table, 31 * DAY);
        }
        let server = launch().start().await;
        let player = server.player("ada").await;
        let gone = async || (player.games().await.len() == 1).then_some(());
        eventually("the expired game is removed", gone).await;
        assert_removed(&player, &over).await;
        player.finish(&ready).await;
        assert!(server.stop().await.status.success());
        assert_eq!(items(&file, "Question").len(), 1);
    }
}
