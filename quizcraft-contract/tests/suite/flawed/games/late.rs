//! Flawed stores for requests whose deadline has passed.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::FlawedGames;
use quizcraft_core::Page;
use quizcraft_core::gateway::{
    Creation, GatewayError, Leasing, MockGameStore, Recording, Transition,
};

/// Returns a store that reports a timeout as a permanent error.
pub(super) fn broken() -> MockGameStore {
    let mut store = MockGameStore::new();
    let error = || GatewayError::Broken("timeout".into());
    store.expect_create().returning(move |_| Err(error()));
    store.expect_find().returning(move |_, _| Err(error()));
    store.expect_load().returning(move |_, _| Err(error()));
    store.expect_page().returning(move |_, _| Err(error()));
    store.expect_open().returning(move |_| Err(error()));
    store.expect_lease().returning(move |_| Err(error()));
    store.expect_retry().returning(move |_| Err(error()));
    store.expect_fail().returning(move |_| Err(error()));
    store.expect_record().returning(move |_| Err(error()));
    store.expect_trim().returning(move |_, _| Err(error()));
    store
}

/// Returns a store that counts every new game, stores none, and times out.
pub(super) fn counting(games: Arc<FlawedGames>) -> MockGameStore {
    let mut store = MockGameStore::new();
    store.expect_create().returning(move |_| {
        games.miscounted.fetch_add(1, Ordering::Relaxed);
        Err(GatewayError::Unavailable("timeout".into()))
    });
    store
}

/// Returns a store that acknowledges every write and stores nothing.
pub(super) fn acknowledging() -> MockGameStore {
    let mut store = MockGameStore::new();
    store.expect_create().returning(|_| Ok(Creation::Created));
    store.expect_find().returning(|_, _| Ok(None));
    store.expect_load().returning(|_, _| Ok(None));
    let empty = |_: &_, _: &_| Ok(Page::new(Vec::new(), None));
    store.expect_page().returning(empty);
    store.expect_open().returning(|_| Ok(Transition::Made));
    store.expect_lease().returning(|_| Ok(Leasing::Taken));
    store.expect_retry().returning(|_| Ok(Transition::Made));
    store.expect_fail().returning(|_| Ok(Transition::Made));
    let recorded = |_: &_| Ok(Recording::Recorded);
    store.expect_record().returning(recorded);
    store.expect_trim().returning(|_, _| Ok(1));
    store
}
