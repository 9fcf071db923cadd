//! Games of different players with the same id have their own questions.
//!
//! Not every store promises this: a store MAY [key questions by the id of the game
//! alone](quizcraft_core::gateway::GameStore#promises). A store whose key includes the player runs these
//! scenarios.

use super::fixtures::{NOW, ada, bob, drafts, game_id, later, open_game_with, request};
use super::steps::{Store, answered, create, load, play};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{GamesPerPlayer, Play, PlayerId, Verdict};

/// Both games open with their own questions.
pub async fn games_with_the_same_id_have_their_own_questions(store: &Store) {
    let [adas, bobs] = both(store).await;
    assert_eq!(
        load(store, adas.game()).await,
        adas,
        "a game has its own questions"
    );
    assert_eq!(
        load(store, bobs.game()).await,
        bobs,
        "a game has its own questions"
    );
}

/// An answer is recorded for one of the games.
pub async fn an_answer_is_recorded_for_one_of_two_games_with_the_same_id(store: &Store) {
    let [adas, bobs] = both(store).await;
    answered(store, adas.game(), Verdict::Right).await;
    assert_eq!(
        load(store, bobs.game()).await,
        bobs,
        "an answer changes its game only"
    );
    answered(store, bobs.game(), Verdict::Wrong).await;
    let correct = load(store, adas.game()).await.game().questions_correct();
    assert_eq!(correct, 1, "an answer changes its game only");
}

/// The removal of one of the games leaves the other whole.
pub async fn the_removal_of_a_game_keeps_a_game_with_the_same_id(store: &Store) {
    let [_, bobs] = both(store).await;
    let newer = request(&["Rome"], 3).begin(game_id(2), ada(), later(9));
    super::steps::open(store, &create(store, &newer).await).await;
    let keep = GamesPerPlayer::new(1).unwrap_or_else(|error| panic!("{error}"));
    let removed = call!(GameStore::trim(store, &ada(), keep)).expect_ok();
    assert_eq!(removed, 1, "one game is beyond the limit");
    assert_eq!(
        load(store, bobs.game()).await,
        bobs,
        "the other game stays whole"
    );
}

/// Opens a game of Ada and a game of Bob with the same id.
async fn both(store: &Store) -> [Play; 2] {
    [
        opened(store, ada(), "Ada's writer").await,
        opened(store, bob(), "Bob's writer").await,
    ]
}

/// Opens this player's game with three questions, whose texts contain the author's name.
async fn opened(store: &Store, player: PlayerId, author: &str) -> Play {
    let new = request(&["Rome"], 3).begin(game_id(1), player, NOW);
    let command = open_game_with(&create(store, &new).await, drafts(author, 3));
    let opened = call!(GameStore::open(store, &command)).expect_ok();
    assert_eq!(opened, Transition::Made, "a pending game is opened");
    let (game, questions) = command.into_parts();
    play(game, Some(questions))
}
