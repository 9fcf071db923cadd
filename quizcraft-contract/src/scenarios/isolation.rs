//! Every method reads and writes the games of one player only.

use super::fixtures::{
    NOW, ada, bob, fail_game, game_id, later, new_game, open_game, request, retry_game,
};
use super::leasing::{first_lease, take};
use super::steps::{
    Store, assert_missing, create, created, find, limit, load, load_consistent, next_answer,
    opened, page, play, record,
};
use quizcraft_core::gateway::{Leasing, Recording, Transition};
use quizcraft_core::{Answer, Game, Play, Position, Verdict};

/// Opening, retrying, failing and answering a missing game do not create it.
pub async fn writes_to_a_missing_game_do_not_create_it(store: &Store) {
    let unknown = new_game(1).into_game();
    let transitions = [
        call!(GameStore::open(store, &open_game(&unknown, "Unknown"))).expect_ok(),
        call!(GameStore::retry(store, &retry_game(&unknown, later(400)))).expect_ok(),
        call!(GameStore::fail(
            store,
            &fail_game(&unknown, "No such game.")
        ))
        .expect_ok(),
    ];
    assert_eq!(
        transitions,
        [Transition::Missed; 3],
        "an unknown game makes no transition"
    );
    let recording = call!(GameStore::record(store, &first_answer(&unknown))).expect_ok();
    assert_eq!(
        recording,
        Recording::Gone,
        "an unknown game takes no answer"
    );

    assert_missing(store, &ada(), &unknown.id()).await;
    let page = page(store, &ada(), limit(100), None).await;
    assert_eq!(page.games(), [], "an unknown game is not listed");
}

/// Another player's game is neither found nor loaded.
pub async fn another_players_game_is_not_found(store: &Store) {
    let pending = created(store, 1).await;
    let ready = opened(store, 2).await;
    for game in [&pending, ready.game()] {
        assert_missing(store, &bob(), &game.id()).await;
    }
}

/// A page contains the games of one player only.
pub async fn another_players_games_are_not_listed(store: &Store) {
    created(store, 1).await;
    let bobs = request(&["Troy"], 3).begin(game_id(2), bob(), NOW);
    create(store, &bobs).await;
    opened(store, 3).await;

    let page = page(store, &bob(), limit(2), None).await;
    assert_eq!(
        page.games(),
        [bobs.into_game()],
        "a page contains the player's games only"
    );
    assert_eq!(page.next(), None, "other players' games are not counted");
}

/// A position of another player's game is a position in the order of the caller's own games.
pub async fn a_position_of_another_player_returns_only_own_games(store: &Store) {
    let adas = created(store, 1).await;
    let older = Position::new(later(0), game_id(2));
    let bobs = request(&["Troy"], 3).begin(older.game(), bob(), NOW);
    create(store, &bobs).await;

    let top = Position::new(later(9), adas.id());
    let after = page(store, &bob(), limit(100), Some(top)).await;
    assert_eq!(
        after.games(),
        [bobs.into_game()],
        "a page contains the player's own games only"
    );
}

/// Opening a game under another player's id misses.
pub async fn another_player_cannot_open_a_game(store: &Store) {
    let game = created(store, 1).await;
    let transition = call!(GameStore::open(store, &open_game(&as_bobs(), "Bob"))).expect_ok();
    assert_untouched(store, &game, transition).await;
}

/// Retrying a game under another player's id misses.
pub async fn another_player_cannot_retry_a_game(store: &Store) {
    let game = created(store, 1).await;
    let retry = retry_game(&as_bobs(), later(400));
    let transition = call!(GameStore::retry(store, &retry)).expect_ok();
    assert_untouched(store, &game, transition).await;
}

/// Failing a game under another player's id misses.
pub async fn another_player_cannot_fail_a_game(store: &Store) {
    let game = created(store, 1).await;
    let transition = call!(GameStore::fail(
        store,
        &fail_game(&as_bobs(), "Bob says so.")
    ))
    .expect_ok();
    assert_untouched(store, &game, transition).await;
}

/// Taking the lease on a game under another player's id misses.
pub async fn another_player_cannot_lease_a_game(store: &Store) {
    let game = created(store, 1).await;
    let leasing = take(store, &first_lease(&as_bobs())).await;
    assert_eq!(
        leasing,
        Leasing::Missed,
        "another player's game is not leased"
    );
    assert_untouched(store, &game, Transition::Missed).await;
}

/// An answer under another player's id is not recorded.
pub async fn another_player_cannot_answer(store: &Store) {
    let before = opened(store, 1).await;
    let recording = call!(GameStore::record(store, &first_answer(&as_bobs()))).expect_ok();
    assert_eq!(recording, Recording::Gone, "no player answers for another");
    assert_eq!(
        load_consistent(store, before.game()).await,
        before,
        "the game stays as it was"
    );
}

/// Answering under another player's id does not reveal the recorded choice.
pub async fn another_player_does_not_learn_a_choice(store: &Store) {
    let play = opened(store, 1).await;
    record(store, &next_answer(&play, Verdict::Right)).await;
    let before = load(store, play.game()).await;

    let recording = call!(GameStore::record(store, &first_answer(&as_bobs()))).expect_ok();
    assert_eq!(
        recording,
        Recording::Gone,
        "no player learns another's choice"
    );
    assert_eq!(
        load_consistent(store, play.game()).await,
        before,
        "the game stays as it was"
    );
}

/// Games are identified by player and id: two players may have games with the same id.
pub async fn the_same_id_under_another_player_is_another_game(store: &Store) {
    let adas = created(store, 1).await;
    let bobs = request(&["Troy"], 3).begin(game_id(1), bob(), later(5));
    create(store, &bobs).await;
    let command = fail_game(bobs.game(), "Bob's writer has failed.");
    let _made = call!(GameStore::fail(store, &command)).expect_ok();

    assert_eq!(find(store, &adas).await, adas, "a game stays as it was");
    assert_eq!(
        find(store, bobs.game()).await,
        *command.game(),
        "the other game is stored as well"
    );
}

/// Checks that a transition missed and changed nothing.
async fn assert_untouched(store: &Store, game: &Game, transition: Transition) {
    assert_eq!(
        transition,
        Transition::Missed,
        "another player's game makes no transition"
    );
    let stored = load_consistent(store, game).await;
    assert_eq!(stored.game(), game, "another player's game stays as it was");
    assert_missing(store, &bob(), &game.id()).await;
}

/// Returns Ada's first game under Bob's id.
fn as_bobs() -> Game {
    request(&["Rome", "Caesar"], 5)
        .begin(game_id(1), bob(), NOW)
        .into_game()
}

/// Returns a wrong answer to the first question of a pending game, as if it had been opened.
fn first_answer(game: &Game) -> Answer {
    next_answer(&imagined(game), Verdict::Wrong)
}

/// Returns a pending game as if it had been opened.
fn imagined(game: &Game) -> Play {
    let (game, questions) = open_game(game, "The writer").into_parts();
    play(game, Some(questions))
}
