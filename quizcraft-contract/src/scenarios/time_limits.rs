//! A store for one request keeps the same games, and does not outlive the request.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::given::{ada, failing, later, new_game, opening, retrying};
use super::steps::{Store, created, find, given, load, next_answer, open, opened, play};
use quizcraft_core::gateway::{GameStore, GatewayError};
use quizcraft_core::{PageRequest, Verdict};

/// What one request writes is there for every other, and the other way round.
pub async fn a_store_for_one_request_keeps_the_same_games(store: &Store) {
    let game = created(&with_time(store), 1).await;
    assert_eq!(
        find(store, &game).await,
        game,
        "what one request creates is there for all"
    );
    let opened = open(store, &game).await;
    let answer = next_answer(&opened, Verdict::Right);
    let _ = given(with_time(store).record(&answer).await);
    assert_eq!(
        load(&with_time(store), &game).await,
        load(store, &game).await,
        "all requests see the same game"
    );
    assert_eq!(
        find(store, &game).await.questions_answered(),
        1,
        "what one request records is there for all"
    );
}

/// A read that is out of time is answered all the same, or is told so.
pub async fn a_read_out_of_time_is_unavailable_if_it_fails(store: &Store) {
    let game = opened(store, 1).await.game().clone();
    let late = out_of_time(store);
    let found = in_time(late.find(&ada(), &game.id()).await);
    assert!(
        found.is_none_or(|found| found.as_ref() == Some(&game)),
        "what is out of time does not count as missing"
    );
    in_time(late.load(&ada(), &game.id()).await);
    in_time(late.page(&ada(), &PageRequest::default()).await);
}

/// A new game that is stored out of time is there, or it is not; then it can be stored once more.
pub async fn creating_out_of_time_has_no_half_effect(store: &Store) {
    let new = new_game(1);
    let creation = in_time(out_of_time(store).create(&new).await);
    let found = given(store.find(&ada(), &new.game().id()).await);
    assert!(
        found.as_ref() == Some(new.game()) || (found.is_none() && creation.is_none()),
        "a game is stored as it is, or not at all: {found:?}"
    );
    let _ = given(store.create(&new).await);
    assert_eq!(
        find(store, new.game()).await,
        *new.game(),
        "a repeat completes what ran out of time"
    );
}

/// A game that is opened out of time has all its questions, or none; then it can be opened.
pub async fn opening_out_of_time_has_no_half_effect(store: &Store) {
    let game = created(store, 1).await;
    let opening = opening(&game, "The writer");
    let before = play(game.clone(), None);
    let (open, questions) = opening.clone().into_parts();
    let after = play(open, Some(questions));

    let transition = in_time(out_of_time(store).open(&opening).await);
    let loaded = load(store, &game).await;
    assert!(
        loaded == after || (loaded == before && transition.is_none()),
        "a game opens as a whole, or not at all: {loaded:?}"
    );
    let _ = given(store.open(&opening).await);
    assert_eq!(
        load(store, &game).await,
        after,
        "a repeat completes what ran out of time"
    );
}

/// An answer that is recorded out of time counts, or it was never given; then it can be recorded.
pub async fn answering_out_of_time_has_no_half_effect(store: &Store) {
    let before = opened(store, 1).await;
    let answer = next_answer(&before, Verdict::Right);
    let recording = in_time(out_of_time(store).record(&answer).await);
    let loaded = load(store, before.game()).await;
    let answered = loaded.game() == answer.game();
    assert!(
        answered || (loaded == before && recording.is_none()),
        "an answer is recorded with its counters, or not at all: {loaded:?}"
    );
    let _ = given(store.record(&answer).await);
    assert_eq!(
        load(store, before.game()).await.game(),
        answer.game(),
        "a repeat completes what ran out of time"
    );
}

/// A pending game that is moved on out of time is moved on, or it is left as it was.
pub async fn moving_on_out_of_time_has_no_half_effect(store: &Store) {
    let game = created(store, 1).await;
    let retry = retrying(&game, later(600));
    let claimed = in_time(out_of_time(store).retry(&retry).await);
    let found = find(store, &game).await;
    assert!(
        found == *retry.game() || (found == game && claimed.is_none()),
        "a game is asked for again, or it is left alone: {found:?}"
    );
    let game = created(store, 2).await;
    let failing = failing(&game, "No questions.");
    let failed = in_time(out_of_time(store).fail(&failing).await);
    let found = find(store, &game).await;
    assert!(
        found == *failing.game() || (found == game && failed.is_none()),
        "a game is given up, or it is left alone: {found:?}"
    );
}

/// Returns the store for a request that has plenty of time.
fn with_time(store: &Store) -> Arc<dyn GameStore> {
    Arc::clone(store).until(plenty())
}

/// Returns the store for a request whose time is over.
fn out_of_time(store: &Store) -> Arc<dyn GameStore> {
    Arc::clone(store).until(Instant::now())
}

/// Returns a moment that no scenario reaches.
pub(super) fn plenty() -> Instant {
    let now = Instant::now();
    now.checked_add(Duration::from_hours(1)).unwrap_or(now)
}

/// Returns what a call that may be out of time gave, if it gave anything: it fails in one way only.
pub(super) fn in_time<T>(result: Result<T, GatewayError>) -> Option<T> {
    match result {
        Ok(value) => Some(value),
        Err(GatewayError::Unavailable(_)) => None,
        Err(error) => panic!("what runs out of time is unavailable: {error}"),
    }
}
