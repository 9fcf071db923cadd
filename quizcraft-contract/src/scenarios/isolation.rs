//! Every method looks among one player's games only.

use super::given::{NOW, ada, bob, failing, game_id, later, new_game, opening, request, retrying};
use super::steps::{
    Store, create, created, find, given, limit, load, next_answer, not_there, opened, page, play,
    record, whole,
};
use quizcraft_core::gateway::{Recording, Transition};
use quizcraft_core::{Answer, Game, Play, Position, Verdict};

/// A game that was not created does not exist, and only creating it brings it about.
pub async fn a_game_that_was_never_created_is_not_there(store: &Store) {
    let unknown = new_game(1).into_game();
    let transitions = [
        given(store.open(&opening(&unknown, "Unknown")).await),
        given(store.retry(&retrying(&unknown, later(400))).await),
        given(store.fail(&failing(&unknown, "It never was.")).await),
    ];
    assert_eq!(
        transitions,
        [Transition::Missed; 3],
        "an unknown game is not moved on"
    );
    let recording = given(store.record(&first_answer(&unknown)).await);
    assert_eq!(
        recording,
        Recording::Gone,
        "an unknown game takes no answer"
    );

    not_there(store, &ada(), &unknown.id()).await;
    let page = page(store, &ada(), limit(100), None).await;
    assert_eq!(page.games(), [], "an unknown game is not listed");
}

/// Another player's game is neither found nor loaded.
pub async fn another_players_game_is_not_found(store: &Store) {
    let pending = created(store, 1).await;
    let ready = opened(store, 2).await;
    for game in [&pending, ready.game()] {
        not_there(store, &bob(), &game.id()).await;
    }
}

/// A page shows one player's games, however many others there are.
pub async fn another_players_games_are_not_listed(store: &Store) {
    created(store, 1).await;
    let bobs = request(&["Troy"], 3).begin(game_id(2), bob(), NOW);
    create(store, &bobs).await;
    opened(store, 3).await;

    let page = page(store, &bob(), limit(2), None).await;
    assert_eq!(
        page.games(),
        [bobs.into_game()],
        "a list has its player's games only"
    );
    assert_eq!(page.next(), None, "other players' games are not counted");
}

/// A position among another player's games only says where to begin among one's own.
pub async fn another_players_position_leads_nowhere_else(store: &Store) {
    let adas = created(store, 1).await;
    let older = Position::new(later(0), game_id(2));
    let bobs = request(&["Troy"], 3).begin(older.game(), bob(), NOW);
    create(store, &bobs).await;

    let top = Position::new(later(9), adas.id());
    let after = page(store, &bob(), limit(100), Some(top)).await;
    assert_eq!(
        after.games(),
        [bobs.into_game()],
        "a position gives only the player's own games"
    );
}

/// Opening a game as if it were another player's misses.
pub async fn another_player_cannot_open_a_game(store: &Store) {
    let game = created(store, 1).await;
    let transition = given(store.open(&opening(&as_bobs(), "Bob")).await);
    untouched(store, &game, transition).await;
}

/// Asking again for a game as if it were another player's misses.
pub async fn another_player_cannot_ask_again_for_a_game(store: &Store) {
    let game = created(store, 1).await;
    let retry = retrying(&as_bobs(), later(400));
    let transition = given(store.retry(&retry).await);
    untouched(store, &game, transition).await;
}

/// Giving up a game as if it were another player's misses.
pub async fn another_player_cannot_fail_a_game(store: &Store) {
    let game = created(store, 1).await;
    let transition = given(store.fail(&failing(&as_bobs(), "Bob says so.")).await);
    untouched(store, &game, transition).await;
}

/// An answer in another player's name is not recorded.
pub async fn another_player_cannot_answer(store: &Store) {
    let before = opened(store, 1).await;
    let recording = given(store.record(&first_answer(&as_bobs())).await);
    assert_eq!(recording, Recording::Gone, "no player answers for another");
    assert_eq!(
        whole(store, before.game()).await,
        before,
        "the game stays as it was"
    );
}

/// Answering in another player's name does not tell what that player chose.
pub async fn another_player_does_not_learn_an_answer(store: &Store) {
    let play = opened(store, 1).await;
    record(store, &next_answer(&play, Verdict::Right)).await;
    let before = load(store, play.game()).await;

    let recording = given(store.record(&first_answer(&as_bobs())).await);
    assert_eq!(
        recording,
        Recording::Gone,
        "no player learns another's answer"
    );
    assert_eq!(
        whole(store, play.game()).await,
        before,
        "the game stays as it was"
    );
}

/// Games are told apart by player and id: one player's game is not in another's way.
pub async fn the_same_id_under_another_player_is_another_game(store: &Store) {
    let adas = created(store, 1).await;
    let bobs = request(&["Troy"], 3).begin(game_id(1), bob(), later(5));
    create(store, &bobs).await;
    let failing = failing(bobs.game(), "Bob's writer gave up.");
    let _made = given(store.fail(&failing).await);

    assert_eq!(find(store, &adas).await, adas, "a game stays as it was");
    assert_eq!(
        find(store, bobs.game()).await,
        *failing.game(),
        "and so is the other's own"
    );
}

async fn untouched(store: &Store, game: &Game, transition: Transition) {
    assert_eq!(
        transition,
        Transition::Missed,
        "another player's game is not moved on"
    );
    let stored = whole(store, game).await;
    assert_eq!(stored.game(), game, "another player's game stays as it was");
    not_there(store, &bob(), &game.id()).await;
}

/// Ada's first game as it would be if it were Bob's.
fn as_bobs() -> Game {
    request(&["Rome", "Caesar"], 5)
        .begin(game_id(1), bob(), NOW)
        .into_game()
}

/// Returns a wrong answer to the first question of a pending game, had it been opened.
fn first_answer(game: &Game) -> Answer {
    next_answer(&imagined(game), Verdict::Wrong)
}

fn imagined(game: &Game) -> Play {
    let (game, questions) = opening(game, "The writer").into_parts();
    play(game, Some(questions))
}
