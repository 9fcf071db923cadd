//! A player's games, page by page: newest first, each exactly once.

use super::given::{NOW, ada, failing, game_id, later, new_game, new_game_at, retrying};
use super::steps::{
    Store, answered, create, created, find, finished, given, limit, listed, opened, page,
};
use quizcraft_core::{Game, GameId, Position, Verdict};

/// Who has no games has one empty page.
pub async fn a_player_without_games_has_an_empty_page(store: &Store) {
    let page = page(store, &ada(), limit(100), None).await;
    assert_eq!(page.games(), [], "there is nothing to list");
    assert_eq!(page.next(), None, "nothing follows an empty page");
}

/// The second of creation decides first, whenever a game was stored.
pub async fn games_are_listed_newest_first(store: &Store) {
    for (n, second) in (1..).zip([300, 100, 200, 500, 400]) {
        create(store, &new_game_at(n, later(second))).await;
    }
    let seconds: Vec<_> = listed(store, 100).await.iter().map(Game::created).collect();
    let newest_first = [500, 400, 300, 200, 100].map(later);
    assert_eq!(seconds, newest_first, "games are listed newest first");
}

/// Within a second the ids decide, downwards.
pub async fn games_of_one_second_are_listed_by_descending_id(store: &Store) {
    for n in 0..12 {
        created(store, n).await;
    }
    let ids = ids(&listed(store, 100).await);
    assert_eq!(
        ids,
        descending(0..12),
        "games of one second are listed by id, downwards"
    );
}

/// No page has more games than it was asked for, and none has fewer while more follow.
pub async fn a_page_keeps_to_its_limit(store: &Store) {
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
            "the next page begins after the last game of this one"
        );
    }
}

/// Where the games end the pages end, also where the last page is full.
pub async fn the_last_page_leads_nowhere(store: &Store) {
    for n in 0..4 {
        created(store, n).await;
    }
    for size in [4, 5, 100] {
        let page = page(store, &ada(), limit(size), None).await;
        assert_eq!(page.games().len(), 4, "all games fit");
        assert_eq!(page.next(), None, "nothing follows the last page");
    }
    let second = page(store, &ada(), limit(2), None).await.next();
    let page = page(store, &ada(), limit(2), second).await;
    assert_eq!(
        (page.games().len(), page.next()),
        (2, None),
        "nothing follows the last page"
    );
}

/// From page to page every game is given once, in order, whatever the size of the pages.
pub async fn following_the_pages_gives_every_game_once(store: &Store) {
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
            "pages of {size} give every game once, in order"
        );
    }
}

/// A page may end, and the next one begin, in the middle of a second.
pub async fn following_the_pages_within_one_second_gives_every_game_once(store: &Store) {
    for n in 0..11 {
        created(store, n).await;
    }
    for size in [1, 2, 3, 5, 10] {
        let ids = ids(&listed(store, size).await);
        assert_eq!(
            ids,
            descending(0..11),
            "pages of {size} give every game once, in order"
        );
    }
}

/// A client that pages while games are created sees each of the earlier games exactly once.
pub async fn games_created_meanwhile_do_not_disturb_the_pages(store: &Store) {
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
        // One is newer than all, one is somewhere within the same second, one is older than all.
        create(store, &new_game_at(n, later(60))).await;
        create(store, &new_game_at(n + 100, NOW)).await;
        create(store, &new_game_at(n + 200, super::given::earlier(60))).await;
        assert!(n < 200, "the pages come to an end");
    }
    let mut once = seen.clone();
    once.dedup();
    assert_eq!(once, seen, "no game is given twice");
    seen.retain(|id| descending(0..10).contains(id));
    assert_eq!(
        seen,
        descending(0..10),
        "every game that was there all along is given once"
    );
}

/// A position is a place in the order, whether there is a game or not.
pub async fn a_page_may_begin_where_no_game_is(store: &Store) {
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
            "the page after {position:?} has what is older"
        );
        assert_eq!(page.next(), None, "nothing follows the last page");
    }
}

/// A hundred games fit on a page, and the hundred and first is on the next.
pub async fn a_page_of_the_greatest_size_is_whole(store: &Store) {
    for n in 0..101 {
        created(store, n).await;
    }
    let first = page(store, &ada(), limit(100), None).await;
    assert_eq!(
        first.games().len(),
        100,
        "a page of the greatest size is whole"
    );
    let second = page(store, &ada(), limit(100), first.next()).await;
    assert_eq!(
        (second.games().len(), second.next()),
        (1, None),
        "and the rest follows"
    );
}

/// A list shows games of every stage as they are found one by one.
pub async fn a_page_shows_every_game_as_it_stands(store: &Store) {
    let fresh = created(store, 1).await;
    let asked = created(store, 2).await;
    let _made = given(store.retry(&retrying(&asked, later(400))).await);
    let failed = created(store, 3).await;
    let _made = given(store.fail(&failing(&failed, "No use.")).await);
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
        assert!(
            listed.contains(&found),
            "a game is listed as it stands: {found:?}"
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
