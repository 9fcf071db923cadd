//! A game that ended is removed from its expiry on.

use std::sync::Arc;
use std::time::Duration;

use super::fixtures::{NOW, ada, bob, fail_game, game_id, later, new_game_at, request};
use super::steps::{
    Store, assert_missing, create, created, find, finished, listed, load, load_consistent,
    next_answer, open, opened,
};
use quizcraft_core::gateway::{Creation, ExpiredGames, GameStore, Recording, Transition};
use quizcraft_core::{Answer, FinishedGamesKept, Game, Play, Timestamp, Verdict};

/// A game store that removes its expired games.
pub trait ExpiringStore: GameStore + ExpiredGames {}

impl<T: GameStore + ExpiredGames> ExpiringStore for T {}

/// The store of a scenario.
type Expiring = Arc<dyn ExpiringStore>;

/// The time that ended games are kept, in seconds.
const KEPT: u64 = 100;

/// A finished game stays until its expiry.
pub async fn a_finished_game_stays_until_its_expiry(store: &Expiring) {
    let games = games(store);
    let play = finished_at(&games, &opened(&games, 1).await, NOW).await;
    remove(store, later(KEPT - 1)).await;
    assert_eq!(
        load_consistent(&games, play.game()).await,
        play,
        "a game stays whole until its expiry"
    );
}

/// A finished game is removed with its questions from its expiry on.
pub async fn a_finished_game_is_removed_at_its_expiry(store: &Expiring) {
    let games = games(store);
    let play = finished_at(&games, &opened(&games, 1).await, NOW).await;
    remove(store, later(KEPT)).await;
    assert_removed(&games, play.game()).await;
    assert_eq!(listed(&games, 100).await, [], "no game is listed");
}

/// A failed game is removed from its expiry on.
pub async fn a_failed_game_is_removed_at_its_expiry(store: &Expiring) {
    let games = games(store);
    let game = created(&games, 1).await;
    fail_at(&games, &game, NOW).await;
    remove(store, later(KEPT - 1)).await;
    find(&games, &game).await;
    remove(store, later(KEPT)).await;
    assert_removed(&games, &game).await;
}

/// A game without an expiry stays.
pub async fn a_game_without_an_expiry_stays(store: &Expiring) {
    let games = games(store);
    created(&games, 1).await;
    opened(&games, 2).await;
    let play = opened(&games, 3).await;
    finished(&games, &play).await;
    let failing = created(&games, 4).await;
    let failed = call!(GameStore::fail(games, &fail_game(&failing, "No use."))).expect_ok();
    assert_eq!(failed, Transition::Made, "a pending game fails");
    let before = listed(&games, 100).await;

    remove(store, later(10 * 365 * 86_400)).await;
    assert_eq!(listed(&games, 100).await, before, "all games stay");
    assert_eq!(before.len(), 4);
}

/// The expired games of all players are removed, and only those.
pub async fn the_expired_games_of_all_players_are_removed(store: &Expiring) {
    let games = games(store);
    let adas = finished_at(&games, &opened(&games, 1).await, NOW).await;
    let new = request(&["Troy"], 2).begin(game_id(2), bob(), NOW);
    let bobs = open(&games, &create(&games, &new).await).await;
    let bobs = finished_at(&games, &bobs, NOW).await;
    let later_one = finished_at(&games, &opened(&games, 3).await, later(1)).await;

    remove(store, later(KEPT)).await;
    assert_removed(&games, adas.game()).await;
    assert_removed(&games, bobs.game()).await;
    assert_eq!(
        load_consistent(&games, later_one.game()).await,
        later_one,
        "a game that expires later stays"
    );
}

/// The id of a removed game is free, and the new game does not expire with it.
pub async fn a_new_game_under_the_id_of_an_expired_one_stays(store: &Expiring) {
    let games = games(store);
    finished_at(&games, &opened(&games, 1).await, NOW).await;
    remove(store, later(KEPT)).await;

    let again = new_game_at(1, later(KEPT + 1));
    let creation = call!(GameStore::create(games, &again)).expect_ok();
    assert_eq!(creation, Creation::Created, "the id is free");
    let play = open(&games, again.game()).await;
    remove(store, later(KEPT + 2)).await;
    assert_eq!(
        load_consistent(&games, play.game()).await,
        play,
        "the new game has no expiry"
    );
}

/// A failure that misses does not set an expiry.
pub async fn a_failure_that_misses_sets_no_expiry(store: &Expiring) {
    let games = games(store);
    let pending = created(&games, 1).await;
    let play = open(&games, &pending).await;
    let command = fail_game(&pending, "Too late.").kept_for(kept(), NOW);
    let missed = call!(GameStore::fail(games, &command)).expect_ok();
    assert_eq!(missed, Transition::Missed, "an open game does not fail");
    remove(store, later(KEPT)).await;
    assert_eq!(load(&games, play.game()).await, play, "the game stays");
}

/// A repeated last answer does not change the expiry.
pub async fn a_repeated_last_answer_does_not_change_the_expiry(store: &Expiring) {
    let games = games(store);
    let answer = last_answer(&games, &opened(&games, 1).await).await;
    record(&games, &answer.clone().kept_for(kept(), NOW)).await;
    let again = answer.clone().kept_for(kept(), later(50));
    let repeated = call!(GameStore::record(games, &again)).expect_ok();
    assert_eq!(repeated, Recording::Preceded(answer.response().clone()));
    remove(store, later(KEPT)).await;
    assert_removed(&games, answer.game()).await;
}

fn kept() -> FinishedGamesKept {
    let kept = FinishedGamesKept::new(Duration::from_secs(KEPT));
    kept.unwrap_or_else(|error| panic!("{error}"))
}

/// Removes what has expired.
async fn remove(store: &Expiring, now: Timestamp) {
    call!(ExpiredGames::remove_expired(store, now)).expect_ok();
}

/// Answers all remaining questions at `now`, with the retention.
async fn finished_at(games: &Store, play: &Play, now: Timestamp) -> Play {
    let answer = last_answer(games, play).await;
    record(games, &answer.kept_for(kept(), now)).await;
    load(games, play.game()).await
}

/// Answers all questions but the last, and returns the answer to the last one.
async fn last_answer(games: &Store, play: &Play) -> Answer {
    for _ in 1..play.game().questions_limit() {
        let answer = next_answer(&load(games, play.game()).await, Verdict::Right);
        let answer = answer.kept_for(kept(), NOW);
        assert_eq!(answer.expiry(), None, "only the last answer has an expiry");
        record(games, &answer).await;
    }
    next_answer(&load(games, play.game()).await, Verdict::Right)
}

async fn record(games: &Store, answer: &Answer) {
    let recording = call!(GameStore::record(games, answer)).expect_ok();
    assert_eq!(recording, Recording::Recorded, "a first answer is recorded");
}

async fn fail_at(games: &Store, game: &Game, now: Timestamp) {
    let command = fail_game(game, "No use.").kept_for(kept(), now);
    let failed = call!(GameStore::fail(games, &command)).expect_ok();
    assert_eq!(failed, Transition::Made, "a pending game fails");
}

async fn assert_removed(games: &Store, game: &Game) {
    assert_missing(games, &game.player(), &game.id()).await;
    if game.player() == ada() {
        let listed = listed(games, 100).await;
        assert!(!listed.contains(game), "a removed game is not listed");
    }
}

fn games(store: &Expiring) -> Store {
    Arc::clone(store) as Arc<dyn GameStore>
}
