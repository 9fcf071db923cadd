//! Games beyond the limit of a player are removed, ended games first.

use std::sync::Arc;

use super::fixtures::{
    NOW, ada, bob, drafts, fail_game, game_id, games_per_hour, later, new_game_at, open_game,
    open_game_with, request,
};
use super::race::{RACERS, ROUNDS, count, run_concurrently};
use super::steps::{
    Store, assert_missing, create, find, finished, listed, load, load_consistent, next_answer,
    open, play,
};
use super::time_limits::past_deadline;
use quizcraft_core::gateway::{Creation, Recording, Transition};
use quizcraft_core::{Game, GamesPerPlayer, NewGame, Play, Stage, Verdict};

/// A player with as many games as the limit allows keeps them.
pub async fn games_within_the_limit_are_kept(store: &Store) {
    let games = [
        pending(store, 1).await,
        ready(store, 2).await.game().clone(),
        ended(store, 3).await,
    ];
    assert_eq!(trim(store, 2).await, 0, "no game is removed");
    assert_kept(store, &games).await;
}

/// Of ended games the oldest are removed, whether they finished or failed.
pub async fn the_oldest_ended_games_are_removed_first(store: &Store) {
    let failed = failed(store, 1).await;
    let over = ended(store, 2).await;
    let kept = [ended(store, 3).await, ended(store, 4).await];
    assert_eq!(trim(store, 2).await, 2, "the games beyond the limit");
    assert_removed(store, &[failed, over]).await;
    assert_kept(store, &kept).await;
}

/// A ready game stays while an ended one can be removed, although it is older.
pub async fn ready_games_are_removed_after_ended_games(store: &Store) {
    let old = ready(store, 1).await.game().clone();
    let new = ready(store, 2).await.game().clone();
    let over = ended(store, 3).await;
    assert_eq!(trim(store, 2).await, 1, "one game is beyond the limit");
    assert_removed(store, &[over]).await;
    assert_kept(store, &[old.clone(), new.clone()]).await;

    assert_eq!(trim(store, 1).await, 1, "one game is beyond the limit");
    assert_removed(store, &[old]).await;
    assert_kept(store, &[new]).await;
}

/// A pending game is neither removed nor counted.
pub async fn a_pending_game_is_neither_removed_nor_counted(store: &Store) {
    let games = [
        pending(store, 1).await,
        pending(store, 2).await,
        ready(store, 3).await.game().clone(),
    ];
    assert_eq!(trim(store, 1).await, 0, "one game is not pending");
    assert_kept(store, &games).await;

    let newest = ready(store, 4).await.game().clone();
    assert_eq!(trim(store, 1).await, 1, "two games are not pending");
    let [first, second, third] = games;
    assert_removed(store, &[third]).await;
    assert_kept(store, &[first, second, newest]).await;
}

/// Trimming does not touch the games of other players.
pub async fn the_games_of_other_players_are_kept(store: &Store) {
    let new = request(&["Troy"], 5).begin(game_id(9), bob(), NOW);
    let bobs = open(store, &create(store, &new).await).await;
    let (old, new) = (ended(store, 1).await, ended(store, 2).await);
    assert_eq!(trim(store, 1).await, 1, "one game is beyond the limit");
    assert_removed(store, &[old]).await;
    assert_kept(store, &[new]).await;
    assert_eq!(load(store, bobs.game()).await, bobs, "Bob's game stays");
}

/// Trimming again removes nothing.
pub async fn trimming_again_removes_nothing(store: &Store) {
    ended(store, 1).await;
    let kept = [ended(store, 2).await, ready(store, 3).await.game().clone()];
    assert_eq!(trim(store, 2).await, 1, "one game is beyond the limit");
    for _ in 0..3 {
        assert_eq!(trim(store, 2).await, 0, "nothing is left to remove");
    }
    assert_kept(store, &kept).await;
}

/// However many games are beyond the limit, repeated calls remove them all.
pub async fn repeated_trims_remove_all_games_beyond_the_limit(store: &Store) {
    let mut games = Vec::new();
    for n in 1..=60 {
        games.push(failed(store, n).await);
    }
    let kept = games.split_off(57);
    let mut removed = 0;
    while removed < games.len() {
        let more = trim(store, 3).await;
        assert!(more > 0, "every call removes some: {removed} of 57");
        removed += more;
    }
    assert_eq!(removed, games.len(), "the games beyond the limit");
    assert_kept(store, &kept).await;
}

/// A removed game takes no write.
pub async fn a_removed_game_takes_no_write(store: &Store) {
    let before = new(1).into_game();
    let old = ready(store, 1).await;
    ready(store, 2).await;
    assert_eq!(trim(store, 1).await, 1, "one game is beyond the limit");
    let transitions = [
        call!(GameStore::open(store, &open_game(&before, "A late worker"))).expect_ok(),
        call!(GameStore::fail(store, &fail_game(&before, "Too late."))).expect_ok(),
    ];
    assert_eq!(transitions, [Transition::Missed; 2], "the game is missing");
    assert_gone(store, &old).await;
    assert_removed(store, &[before]).await;
}

/// The id of a removed game is free, and a game that is created under it has none of its questions.
pub async fn a_new_game_under_the_id_of_a_removed_one_has_none_of_its_questions(store: &Store) {
    let old = ready(store, 1).await;
    ready(store, 2).await;
    assert_eq!(trim(store, 1).await, 1, "one game is beyond the limit");

    let again = new_game_at(1, later(500));
    assert_eq!(
        call!(GameStore::create(store, &again)).expect_ok(),
        Creation::Created,
        "the id is free"
    );
    assert_gone(store, &old).await;
    let command = open_game_with(again.game(), drafts("Another writer", 2));
    let opened = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(opened, Transition::Made, "the new game opens");
    let (game, questions) = command.into_parts();
    assert_eq!(
        load_consistent(store, &game).await,
        play(game, Some(questions)),
        "the new game has its own questions"
    );
}

/// A removed game still counts towards the quota of its hour.
pub async fn a_removed_game_still_counts_towards_its_hour(store: &Store) {
    for n in 1..=2 {
        let game = create(store, &new(n).with_games_per_hour(games_per_hour(2))).await;
        let failed = call!(GameStore::fail(store, &fail_game(&game, "No use."))).expect_ok();
        assert_eq!(failed, Transition::Made, "a pending game fails");
    }
    assert_eq!(trim(store, 1).await, 1, "one game is beyond the limit");
    let third = new(3).with_games_per_hour(games_per_hour(2));
    assert_eq!(
        call!(GameStore::create(store, &third)).expect_ok(),
        Creation::TooMany,
        "a player cannot start more games by having them removed"
    );
}

/// An answer that is concurrent with the removal of its game is recorded before, or gone. It does not
/// bring the game back.
pub async fn a_concurrent_answer_does_not_restore_a_removed_game(store: &Store) {
    for round in 1..=ROUNDS {
        let old = ready(store, 2 * round).await;
        let new = ready(store, 2 * round + 1).await.game().clone();
        let answer = next_answer(&old, Verdict::Right);
        let recordings = run_concurrently(|racer| {
            let (store, answer) = (Arc::clone(store), answer.clone());
            async move {
                if racer == 0 {
                    trim(&store, 1).await;
                    return None;
                }
                Some(call!(GameStore::record(store, &answer)).expect_ok())
            }
        })
        .await;
        let recorded = count(&recordings, |it| *it == Some(Recording::Recorded));
        assert!(recorded <= 1, "an answer is recorded once: {recordings:?}");
        trim(store, 1).await;
        assert_missing(store, &ada(), &old.game().id()).await;
        assert_kept(store, &[new]).await;
    }
}

/// A game that opens while games are removed has all its questions.
pub async fn a_game_that_opens_concurrently_is_whole(store: &Store) {
    for round in 1..=ROUNDS {
        ready(store, 2 * round).await;
        let game = pending(store, 2 * round + 1).await;
        let command = open_game(&game, "The writer");
        let transitions = run_concurrently(|racer| {
            let (store, command) = (Arc::clone(store), command.clone());
            async move {
                if racer < RACERS / 2 {
                    trim(&store, 1).await;
                    return None;
                }
                Some(call!(GameStore::open(store, &command)).expect_ok())
            }
        })
        .await;
        let made = count(&transitions, |it| *it == Some(Transition::Made));
        assert_eq!(made, 1, "a pending game opens: {transitions:?}");
        let (game, questions) = command.into_parts();
        assert_eq!(
            load(store, &game).await,
            play(game, Some(questions)),
            "the newest game stays, with its questions"
        );
        trim(store, 1).await;
    }
}

/// A removal past the deadline removes a game completely or not at all; a retry removes it.
pub async fn a_removal_past_the_deadline_is_atomic(store: &Store) {
    let old = ready(store, 1).await;
    let new = ready(store, 2).await.game().clone();
    let limit = games_per_player(1);
    let removed = call!(GameStore::trim(past_deadline(store), &ada(), limit)).ok_or_unavailable();
    let found = call!(GameStore::find(store, &ada(), &old.game().id())).expect_ok();
    let loaded = call!(GameStore::load(store, &ada(), &old.game().id())).expect_ok();
    match loaded {
        None => assert_eq!(found, None, "a removed game is missing everywhere"),
        Some(loaded) => {
            assert!(removed.is_none_or(|removed| removed == 0), "{removed:?}");
            assert_eq!(loaded, old, "a game that is not removed is whole");
        }
    }
    trim(store, 1).await;
    assert_removed(store, &[old.game().clone()]).await;
    assert_kept(store, &[new]).await;
}

fn games_per_player(limit: u32) -> GamesPerPlayer {
    GamesPerPlayer::new(limit).unwrap_or_else(|error| panic!("{error}"))
}

/// Removes Ada's games beyond the limit, and returns their number.
async fn trim(store: &Store, limit: u32) -> usize {
    call!(GameStore::trim(store, &ada(), games_per_player(limit))).expect_ok()
}

/// Returns Ada's `n`th new game. Games with higher numbers are newer.
fn new(n: u32) -> NewGame {
    new_game_at(n, later(n.into()))
}

async fn pending(store: &Store, n: u32) -> Game {
    create(store, &new(n)).await
}

async fn ready(store: &Store, n: u32) -> Play {
    open(store, &pending(store, n).await).await
}

/// Returns a finished game.
async fn ended(store: &Store, n: u32) -> Game {
    let over = finished(store, &ready(store, n).await).await;
    assert!(matches!(over.game().stage(), Stage::Finished(_)));
    over.game().clone()
}

async fn failed(store: &Store, n: u32) -> Game {
    let command = fail_game(&pending(store, n).await, "No use.");
    let failed = call!(GameStore::fail(store, &command)).expect_ok();
    assert_eq!(failed, Transition::Made, "a pending game fails");
    command.game().clone()
}

/// Checks that Ada has these games and no others, in any order.
async fn assert_kept(store: &Store, games: &[Game]) {
    let by_id = |mut games: Vec<Game>| {
        games.sort_by_key(Game::id);
        games
    };
    assert_eq!(
        by_id(listed(store, 100).await),
        by_id(games.to_vec()),
        "the other games stay"
    );
    for game in games {
        assert_eq!(find(store, game).await, *game, "a game that stays is found");
        assert_eq!(load(store, game).await.game(), game, "and loaded");
    }
}

async fn assert_removed(store: &Store, games: &[Game]) {
    for game in games {
        assert_missing(store, &ada(), &game.id()).await;
    }
}

async fn assert_gone(store: &Store, old: &Play) {
    let recording = call!(GameStore::record(store, &next_answer(old, Verdict::Right))).expect_ok();
    assert_eq!(recording, Recording::Gone, "a removed game takes no answer");
}
