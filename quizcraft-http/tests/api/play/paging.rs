use serde_json::Value;

use crate::support::App;

/// Starts games of this player, one per second, and returns their ids, newest first.
async fn games(app: &App, player: &str, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        app.pass(1);
        ids.insert(0, app.pending(player).await);
    }
    ids
}

fn ids(page: &Value) -> Vec<String> {
    let games = page["games"].as_array().unwrap().iter();
    games
        .map(|game| game["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Follows the cursors from the first page to the last.
async fn walk(app: &App, player: &str, limit: usize) -> Vec<Vec<String>> {
    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("/games?limit={limit}{cursor}");
        let page = app.get(player, &path).await.expect(200);
        pages.push(ids(&page));
        let Some(next) = page["next"].as_str() else {
            assert!(page["next"].is_null() && page.get("next").is_some());
            return pages;
        };
        assert!(
            next.chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c))
        );
        cursor = format!("&cursor={next}");
    }
}

#[tokio::test]
async fn pages_list_every_game_once_newest_first() {
    let app = App::new();
    let all = games(&app, "ada", 5).await;
    games(&app, "bob", 2).await;
    for (limit, sizes) in [
        (1, vec![1, 1, 1, 1, 1]),
        (2, vec![2, 2, 1]),
        (5, vec![5]),
        (100, vec![5]),
    ] {
        let pages = walk(&app, "ada", limit).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), sizes);
        assert_eq!(pages.concat(), all);
    }
}

#[tokio::test]
async fn games_of_one_second_are_ordered_by_id() {
    let app = App::new();
    let mut all = Vec::new();
    for _ in 0..6 {
        all.push(app.pending("ada").await);
    }
    all.sort_unstable_by(|a, b| b.cmp(a));
    assert_eq!(walk(&app, "ada", 2).await.concat(), all);
}

#[tokio::test]
async fn default_page_size_is_100() {
    let app = App::new();
    games(&app, "ada", 101).await;
    let page = app.get("ada", "/games").await.expect(200);
    assert_eq!(ids(&page).len(), 100);
    assert!(page["next"].is_string());
}

#[tokio::test]
async fn player_without_games_gets_an_empty_page() {
    let app = App::new();
    let page = app.get("ada", "/games").await.expect(200);
    assert_eq!(page, serde_json::json!({"games": [], "next": null}));
}

#[tokio::test]
async fn cursor_is_stable_when_games_are_created() {
    // given
    let app = App::new();
    let all = games(&app, "ada", 3).await;
    let first = app.get("ada", "/games?limit=1").await.expect(200);
    let cursor = first["next"].as_str().unwrap();

    // when
    games(&app, "ada", 3).await;

    // then
    let path = format!("/games?cursor={cursor}");
    let rest = app.get("ada", &path).await.expect(200);
    assert_eq!(ids(&rest), all[1..]);
}

#[tokio::test]
async fn cursor_is_valid_for_its_player_only() {
    // given
    let app = App::new();
    games(&app, "ada", 2).await;
    games(&app, "bob", 2).await;
    let first = app.get("ada", "/games?limit=1").await.expect(200);
    let cursor = first["next"].as_str().unwrap();
    let follow = |cursor: &str| format!("/games?cursor={cursor}");

    // then
    app.get("ada", &follow(cursor)).await.expect(200);
    let bobs = app.get("bob", &follow(cursor)).await;
    bobs.expect_error(400, "invalid_request");
    for broken in [
        cursor.to_uppercase(),
        cursor.get(2..).unwrap().to_owned(),
        format!("{cursor}00"),
    ] {
        let answer = app.get("ada", &follow(&broken)).await;
        answer.expect_error(400, "invalid_request");
    }
}
