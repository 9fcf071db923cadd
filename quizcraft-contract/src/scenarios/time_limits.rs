//! A store for one request has the same games, and its calls end by the deadline.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::fixtures::{ada, fail_game, later, new_game, open_game, retry_game};
use super::steps::{
    Store, after_answer, assert_before_or_after, created, find, load, next_answer, open, opened,
    play,
};
use quizcraft_core::gateway::GameStore;
use quizcraft_core::{PageRequest, Verdict};

/// Stores for different requests see each other's writes.
pub async fn a_store_for_one_request_has_the_same_games(store: &Store) {
    let game = created(&with_time(store), 1).await;
    assert_eq!(
        find(store, &game).await,
        game,
        "all requests see a game that one creates"
    );
    let opened = open(store, &game).await;
    let answer = next_answer(&opened, Verdict::Right);
    let _ = call!(GameStore::record(with_time(store), &answer)).expect_ok();
    assert_eq!(
        load(&with_time(store), &game).await,
        load(store, &game).await,
        "all requests see the same game"
    );
    assert_eq!(
        find(store, &game).await.questions_answered(),
        1,
        "all requests see an answer that one records"
    );
}

/// A read past the deadline returns the game or is unavailable.
pub async fn a_read_past_the_deadline_succeeds_or_is_unavailable(store: &Store) {
    let game = opened(store, 1).await.game().clone();
    let late = past_deadline(store);
    let found = call!(GameStore::find(late, &ada(), &game.id())).ok_or_unavailable();
    if let Some(found) = found {
        assert_eq!(
            found.as_ref(),
            Some(&game),
            "a timeout is not reported as a missing game"
        );
    }
    call!(GameStore::load(late, &ada(), &game.id())).ok_or_unavailable();
    call!(GameStore::page(late, &ada(), &PageRequest::default())).ok_or_unavailable();
}

/// A game that is created past the deadline is stored or not; a retry stores it.
pub async fn a_creation_past_the_deadline_is_atomic(store: &Store) {
    let new = new_game(1);
    let creation = call!(GameStore::create(past_deadline(store), &new)).ok_or_unavailable();
    let found = call!(GameStore::find(store, &ada(), &new.game().id())).expect_ok();
    let stored = Some(new.game().clone());
    assert_before_or_after(&found, &None, &stored, creation.is_some());
    let _ = call!(GameStore::create(store, &new)).expect_ok();
    assert_eq!(
        find(store, new.game()).await,
        *new.game(),
        "a retry completes the write"
    );
}

/// A game that is opened past the deadline has all questions or none; a retry opens it.
pub async fn an_opening_past_the_deadline_is_atomic(store: &Store) {
    let game = created(store, 1).await;
    let command = open_game(&game, "The writer");
    let before = play(game.clone(), None);
    let (open, questions) = command.clone().into_parts();
    let after = play(open, Some(questions));

    let transition = call!(GameStore::open(past_deadline(store), &command)).ok_or_unavailable();
    let loaded = load(store, &game).await;
    assert_before_or_after(&loaded, &before, &after, transition.is_some());
    let _ = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(
        load(store, &game).await,
        after,
        "a retry completes the write"
    );
}

/// An answer past the deadline is recorded with its counters or not at all; a retry records it.
pub async fn an_answer_past_the_deadline_is_atomic(store: &Store) {
    let before = opened(store, 1).await;
    let answer = next_answer(&before, Verdict::Right);
    let recording = call!(GameStore::record(past_deadline(store), &answer)).ok_or_unavailable();
    let (loaded, after) = (
        load(store, before.game()).await,
        after_answer(&before, &answer),
    );
    assert_before_or_after(&loaded, &before, &after, recording.is_some());
    let _ = call!(GameStore::record(store, &answer)).expect_ok();
    assert_eq!(
        load(store, before.game()).await,
        after,
        "a retry completes the write"
    );
}

/// A retry or a failure past the deadline takes effect or changes nothing.
pub async fn a_retry_or_failure_past_the_deadline_is_atomic(store: &Store) {
    let game = created(store, 1).await;
    let retry = retry_game(&game, later(600));
    let claimed = call!(GameStore::retry(past_deadline(store), &retry)).ok_or_unavailable();
    let found = find(store, &game).await;
    assert_before_or_after(&found, &game, retry.game(), claimed.is_some());
    let game = created(store, 2).await;
    let command = fail_game(&game, "No questions.");
    let failed = call!(GameStore::fail(past_deadline(store), &command)).ok_or_unavailable();
    let found = find(store, &game).await;
    assert_before_or_after(&found, &game, command.game(), failed.is_some());
}

/// Returns the store for a request with a far deadline.
fn with_time(store: &Store) -> Arc<dyn GameStore> {
    Arc::clone(store).until(far_deadline())
}

/// Returns the store for a request whose deadline has passed.
pub(super) fn past_deadline(store: &Store) -> Arc<dyn GameStore> {
    Arc::clone(store).until(Instant::now())
}

/// Returns a deadline that no scenario reaches.
pub(super) fn far_deadline() -> Instant {
    let now = Instant::now();
    now.checked_add(Duration::from_hours(1)).unwrap_or(now)
}
