//! The pending games of all players can be listed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fixtures::{NOW, ada, bob, fail_game, game_id, later, new_game, request, retry_game};
use super::steps::{Store, create, created, open};
use quizcraft_core::gateway::{GameStore, PendingGames, Transition, Work};
use quizcraft_core::{Game, GameId};

/// A game store that also lists its pending games.
pub trait ListingStore: GameStore + PendingGames {}

impl<T: GameStore + PendingGames> ListingStore for T {}

/// The store of a scenario.
type Listing = Arc<dyn ListingStore>;

/// A store without games has no pending games.
pub async fn a_store_without_games_has_no_pending_games(store: &Listing) {
    let pending = pending(store).await;
    assert!(pending.is_empty(), "no game is pending: {pending:?}");
}

/// The pending games of all players are listed.
pub async fn pending_games_of_all_players_are_listed(store: &Listing) {
    let games = games(store);
    let of_ada = created(&games, 1).await;
    let new = request(&["Rome"], 5).begin(game_id(2), bob(), NOW);
    let of_bob = create(&games, &new).await;
    assert_ne!(of_ada.player(), of_bob.player());
    assert_pending(store, &[of_ada, of_bob]).await;
}

/// An open game is not listed.
pub async fn an_open_game_is_not_pending(store: &Listing) {
    let games = games(store);
    let (first, second) = (created(&games, 1).await, created(&games, 2).await);
    open(&games, &first).await;
    assert_pending(store, &[second]).await;
}

/// A failed game is not listed.
pub async fn a_failed_game_is_not_pending(store: &Listing) {
    let games = games(store);
    let (first, second) = (created(&games, 1).await, created(&games, 2).await);
    let failed = call!(GameStore::fail(games, &fail_game(&first, "No idea."))).expect_ok();
    assert_eq!(failed, Transition::Made, "a pending game fails");
    assert_pending(store, &[second]).await;
}

/// A game that is retried stays pending, and is listed with its retries.
pub async fn a_retried_game_is_pending(store: &Listing) {
    let games = games(store);
    let game = created(&games, 1).await;
    let retry = retry_game(&game, later(400));
    let retried = call!(GameStore::retry(games, &retry)).expect_ok();
    assert_eq!(retried, Transition::Made, "a pending game is retried");
    assert_pending(store, &[retry.game().clone()]).await;
}

/// Following the pages returns every pending game exactly once.
pub async fn following_the_pages_returns_every_pending_game_once(store: &Listing) {
    let games = games(store);
    let mut expected = Vec::new();
    for n in 0..250 {
        let game = created(&games, n).await;
        if n % 5 == 0 {
            open(&games, &game).await;
        } else {
            expected.push(game);
        }
    }
    assert_pending(store, &expected).await;
}

/// Games that open while the pages are followed do not affect the others.
pub async fn games_opened_meanwhile_do_not_affect_the_pages(store: &Listing) {
    let games = games(store);
    let mut all = BTreeMap::new();
    for n in 0..150 {
        let new = new_game(n);
        assert_eq!(new.game().player(), ada());
        let game = create(&games, &new).await;
        all.insert(game.id(), game);
    }
    let mut seen: Vec<GameId> = Vec::new();
    let mut after = None;
    loop {
        let (page, next) = call!(PendingGames::pending(store, after))
            .expect_ok()
            .into_parts();
        for game in page {
            if matches!(game.stage(), quizcraft_core::Stage::Pending(_)) {
                open(&games, &game).await;
            }
            seen.push(game.id());
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    seen.sort_unstable();
    let expected: Vec<_> = all.into_keys().collect();
    assert_eq!(seen, expected, "every pending game is returned once");
}

async fn assert_pending(store: &Listing, expected: &[Game]) {
    let mut expected: Vec<_> = expected.to_vec();
    expected.sort_by_key(Game::id);
    let mut listed = pending(store).await;
    listed.sort_by_key(Game::id);
    assert_eq!(listed, expected, "the pending games are listed, each once");
}

/// Follows the pages.
async fn pending(store: &Listing) -> Vec<Game> {
    let mut listed = Vec::new();
    let mut after: Option<Work> = None;
    loop {
        let (page, next) = call!(PendingGames::pending(store, after))
            .expect_ok()
            .into_parts();
        listed.extend(page);
        after = next;
        if after.is_none() {
            return listed;
        }
    }
}

fn games(store: &Listing) -> Store {
    Arc::clone(store) as Arc<dyn GameStore>
}
