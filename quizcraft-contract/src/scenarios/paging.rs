//! A player's games, page by page: newest first, each exactly once.

use super::fixtures::{NOW, ada, fail_game, game_id, later, new_game, new_game_at, retry_game};
use super::steps::{Store, answered, create, created, find, finished, limit, listed, opened, page};
use quizcraft_core::{Game, GameId, Position, Verdict};

/// A player without games has one empty page.
pub async fn a_player_without_games_has_an_empty_page(store: &Store) {
    let page = page(store, &ada(), limit(100), None).await;
    assert_eq!(page.games(), [], "there are no games");
    assert_eq!(page.next(), None, "an empty page is the last");
}

/// Games are ordered by creation time, not by the order in which they were stored.
pub async fn games_are_listed_newest_first(store: &Store) {
    for (n, second) in (1..).zip([300, 100, 200, 500, 400]) {
        create(store, &new_game_at(n, later(second))).await;
    }
    let seconds: Vec<_> = listed(store, 100).await.iter().map(Game::created).collect();
    let newest_first = [500, 400, 300, 200, 100].map(later);
    assert_eq!(seconds, newest_first, "games are listed newest first");
}

/// Games of the same second are ordered by descending id.
pub async fn games_of_one_second_are_listed_by_descending_id(store: &Store) {
    for n in 0..12 {
        created(store, n).await;
    }
    let ids = ids(&listed(store, 100).await);
    assert_eq!(
        ids,
        descending(0..12),
        "games of one second are listed by descending id"
    );
}

/// A page has as many games as its limit, unless it is the last.
pub async fn a_page_has_at_most_its_limit_of_games(store: &Store) {
    for n in 0..7 {
        created(store, n).await;
    }
    for size in 1..=6_u8 {
        let page = page(store, &ada(), limit(size.into()), None).await;
        assert_eq!(
            page.games().len(),
            usize::from(size),
            "a page has as many games as its limit says"
        );
        let last = page.games().last().map(Game::position);
        assert_eq!(
            page.next(),
            last,
            "the next page starts after the last game of this one"
        );
    }
}

/// The page with the last game has no next position, even if it is full.
pub async fn the_last_page_has_no_next_position(store: &Store) {
    for n in 0..4 {
        created(store, n).await;
    }
    for size in [4, 5, 100] {
        let page = page(store, &ada(), limit(size), None).await;
        assert_eq!(page.games().len(), 4, "all games fit");
        assert_eq!(page.next(), None, "the last page has no next position");
    }
    let second = page(store, &ada(), limit(2), None).await.next();
    let page = page(store, &ada(), limit(2), second).await;
    assert_eq!(
        (page.games().len(), page.next()),
        (2, None),
        "the last page has no next position"
    );
}

/// Following the pages returns every game once, in order, for every page size.
pub async fn following_the_pages_returns_every_game_once(store: &Store) {
    let mut positions = Vec::new();
    for n in 0..23 {
        let new = new_game_at(n, later(u64::from(n * 7 % 10)));
        positions.push(create(store, &new).await.position());
    }
    positions.sort_unstable();
    positions.reverse();
    for size in [1, 2, 3, 7, 22, 23, 24, 100] {
        let listed: Vec<_> = listed(store, size)
            .await
            .iter()
            .map(Game::position)
            .collect();
        assert_eq!(
            listed, positions,
            "pages of {size} contain every game once, in order"
        );
    }
}

/// A page may end between two games of the same second.
pub async fn following_the_pages_within_one_second_returns_every_game_once(store: &Store) {
    for n in 0..11 {
        created(store, n).await;
    }
    for size in [1, 2, 3, 5, 10] {
        let ids = ids(&listed(store, size).await);
        assert_eq!(
            ids,
            descending(0..11),
            "pages of {size} contain every game once, in order"
        );
    }
}

/// A client that pages while games are created sees each of the earlier games exactly once.
pub async fn games_created_meanwhile_do_not_affect_the_pages(store: &Store) {
    for n in 0..10 {
        created(store, n).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    for n in 100.. {
        let page = page(store, &ada(), limit(3), after).await;
        seen.extend(ids(page.games()));
        after = page.next();
        if after.is_none() {
            break;
        }
        // One game is newer than all, one is created in the same second, one is older than all.
        create(store, &new_game_at(n, later(60))).await;
        create(store, &new_game_at(n + 100, NOW)).await;
        create(store, &new_game_at(n + 200, super::fixtures::earlier(60))).await;
        assert!(n < 200, "the pages come to an end");
    }
    let mut once = seen.clone();
    once.dedup();
    assert_eq!(once, seen, "no game is returned twice");
    seen.retain(|id| descending(0..10).contains(id));
    assert_eq!(
        seen,
        descending(0..10),
        "every game that existed before is returned once"
    );
}

/// A position is valid whether or not a game has it.
pub async fn a_page_may_start_at_a_position_without_a_game(store: &Store) {
    for (n, second) in (1..).zip([100, 200, 300]) {
        create(store, &new_game_at(n, later(second))).await;
    }
    let lowest = GameId::from_bytes([0; 32]);
    let highest = GameId::from_bytes([255; 32]);
    let expected = [
        (Position::new(later(400), highest), 3),
        (Position::new(later(300), highest), 3),
        (Position::new(later(300), lowest), 2),
        (Position::new(later(250), game_id(9)), 2),
        (Position::new(later(100), lowest), 0),
        (Position::new(later(0), game_id(9)), 0),
    ];
    for (position, left) in expected {
        let page = page(store, &ada(), limit(100), Some(position)).await;
        assert_eq!(
            page.games().len(),
            left,
            "the page after {position:?} contains the older games"
        );
        assert_eq!(page.next(), None, "the last page has no next position");
    }
}

/// A page contains up to 100 games; the 101st is on the next page.
pub async fn a_page_of_the_maximum_size_is_complete(store: &Store) {
    for n in 0..101 {
        created(store, n).await;
    }
    let first = page(store, &ada(), limit(100), None).await;
    assert_eq!(
        first.games().len(),
        100,
        "a page of the maximum size is complete"
    );
    let second = page(store, &ada(), limit(100), first.next()).await;
    assert_eq!(
        (second.games().len(), second.next()),
        (1, None),
        "and the rest follows"
    );
}

/// A page contains games of every stage as `find` returns them.
pub async fn a_page_shows_the_current_state_of_every_game(store: &Store) {
    let fresh = created(store, 1).await;
    let asked = created(store, 2).await;
    let _made = call!(GameStore::retry(store, &retry_game(&asked, later(400)))).expect_ok();
    let failed = created(store, 3).await;
    let _made = call!(GameStore::fail(store, &fail_game(&failed, "No use."))).expect_ok();
    let ready = opened(store, 4).await.game().clone();
    let played = opened(store, 5).await.game().clone();
    answered(store, &played, Verdict::Right).await;
    answered(store, &played, Verdict::Wrong).await;
    let over = finished(store, &opened(store, 6).await)
        .await
        .game()
        .clone();

    let listed = listed(store, 2).await;
    assert_eq!(listed.len(), 6, "games are listed at every stage");
    for game in [fresh, asked, failed, ready, played, over] {
        let found = find(store, &game).await;
        let listed = listed.iter().find(|listed| listed.id() == game.id());
        assert_eq!(
            listed,
            Some(&found),
            "the current state of a game is listed"
        );
    }
}

fn ids(games: &[Game]) -> Vec<GameId> {
    games.iter().map(Game::id).collect()
}

fn descending(numbers: std::ops::Range<u32>) -> Vec<GameId> {
    let mut ids: Vec<_> = numbers.map(|n| new_game(n).game().id()).collect();
    ids.sort_unstable();
    ids.reverse();
    ids
}
