//! The paginated list of a player's games.

use serde_json::Value;

use crate::support::{Launch, Player, Server, assert_game};

/// Returns all pages of the list, for this query.
async fn pages(player: &Player, query: &str) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut path = format!("/games?{query}");
    loop {
        let page = player.get(&path).await.is(200).body;
        pages.push(page["games"].as_array().unwrap().clone());
        match page["next"].as_str() {
            Some(cursor) => path = format!("/games?{query}&cursor={cursor}"),
            None => return pages,
        }
    }
}

/// Returns the sort key of games.
fn position(game: &Value) -> (u64, &str) {
    let created = game["creation_time"].as_u64().unwrap();
    (created, game["id"].as_str().unwrap())
}

#[tokio::test]
async fn games_are_listed_newest_first_in_pages_of_100() {
    // Given a player with more games than fit on a page,
    let launch = Launch::default().arg("--games-per-hour", "0");
    let server = launch.start().await;
    let player = server.player("ada").await;
    let mut started = Vec::new();
    for _ in 0..105 {
        started.push(player.start(&["chemistry"], 1).await);
    }
    for id in &started {
        player.prepared(id).await;
    }

    // when they are listed, then every game is listed once, in order,
    let listed = pages(&player, "").await;
    assert_eq!(listed.iter().map(Vec::len).collect::<Vec<_>>(), [100, 5]);
    let listed = listed.concat();
    listed.iter().for_each(assert_game);
    assert!(listed.is_sorted_by(|newer, older| position(newer) > position(older)));
    let mut ids: Vec<_> = listed
        .iter()
        .map(|game| position(game).1.to_owned())
        .collect();
    ids.sort_unstable();
    started.sort_unstable();
    assert_eq!(ids, started);

    // and pages of other sizes list the same games.
    for limit in [1, 7, 35, 100] {
        let pages = pages(&player, &format!("limit={limit}")).await;
        assert!(pages.iter().all(|page| page.len() <= limit));
        assert_eq!(pages.concat(), listed);
        assert_eq!(pages.len(), 105_usize.div_ceil(limit));
    }
}

#[tokio::test]
async fn a_player_without_games_has_an_empty_list() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    assert_eq!(pages(&player, "limit=1").await, [vec![Value::Null; 0]]);
}
