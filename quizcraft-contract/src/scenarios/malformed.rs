//! Malformed records are reported as such, and do not affect other games.

use std::sync::Arc;

use async_trait::async_trait;

use super::fixtures::{ada, later, new_game_at};
use super::steps::{Store, answered, create, limit, listed, opened, page};
use quizcraft_core::gateway::GameStore;
use quizcraft_core::{Game, Position, Verdict};

/// A game store whose records a test can damage; the adapter's tests implement it.
///
/// A damaged record has a value that the store does not write, such as a text in place of a number or a
/// missing attribute. Its key and its position in lists stay.
#[async_trait]
pub trait CorruptibleStore: GameStore {
    /// Makes the record of a game malformed.
    async fn corrupt_game(&self, game: &Game);

    /// Makes the record of the first question of an open game malformed.
    async fn corrupt_question(&self, game: &Game);
}

/// The store of a scenario.
type Corruptible = Arc<dyn CorruptibleStore>;

/// A malformed record is reported as such, and other games are not affected.
pub async fn a_malformed_record_does_not_affect_other_games(store: &Corruptible) {
    let games = games(store);
    let malformed = opened(&games, 1).await.game().clone();
    let other = opened(&games, 2).await.game().clone();
    store.corrupt_game(&malformed).await;
    call!(GameStore::find(store, &ada(), &malformed.id())).expect_unreadable();
    call!(GameStore::load(store, &ada(), &malformed.id())).expect_unreadable();
    answered(&games, &other, Verdict::Right).await;
    let listed = followed(&games, 100).await;
    assert_eq!(listed, [other.position()], "the other game is listed");
}

/// A malformed question makes its game unreadable, and lists are not affected.
pub async fn a_malformed_question_does_not_affect_other_games(store: &Corruptible) {
    let games = games(store);
    let malformed = opened(&games, 1).await.game().clone();
    let other = opened(&games, 2).await.game().clone();
    store.corrupt_question(&malformed).await;
    call!(GameStore::load(store, &ada(), &malformed.id())).expect_unreadable();
    answered(&games, &other, Verdict::Right).await;
    let listed = listed(&games, 100).await;
    let is_listed = listed.iter().any(|game| game.id() == other.id());
    assert!(is_listed, "the other game is listed");
}

/// A page omits malformed records, and the pages after it are not affected.
pub async fn a_page_omits_malformed_records(store: &Corruptible) {
    let games = games(store);
    let mut positions = Vec::new();
    for n in 0..6 {
        let game = create(&games, &new_game_at(n, later(u64::from(n)))).await;
        if n % 2 == 0 {
            store.corrupt_game(&game).await;
        } else {
            positions.push(game.position());
        }
    }
    positions.reverse();
    for size in [1, 2, 4, 100] {
        let listed = followed(&games, size).await;
        assert_eq!(listed, positions, "all well-formed games are listed");
    }
}

/// Returns the positions of Ada's games on all pages of this size. A page may be empty and have a next
/// position.
async fn followed(store: &Store, size: i64) -> Vec<Position> {
    let (mut positions, mut after) = (Vec::new(), None);
    for _ in 0..20 {
        let page = page(store, &ada(), limit(size), after).await;
        positions.extend(page.games().iter().map(Game::position));
        after = page.next();
        if after.is_none() {
            return positions;
        }
    }
    panic!("the pages do not end: {positions:?}")
}

/// Returns the store as a [`GameStore`].
fn games(store: &Corruptible) -> Store {
    Arc::clone(store) as Arc<dyn GameStore>
}
