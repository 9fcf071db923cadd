//! A game opens once, together with all its questions.

use super::fixtures::{drafts, fail_game, later, open_game, open_game_with, retry_game};
use super::steps::{Store, answered, created, finished, load, load_consistent, open, opened};
use quizcraft_core::gateway::Transition;
use quizcraft_core::{Game, Play, Stage, Verdict};

/// Before it opens, a game has no questions.
pub async fn a_pending_game_has_no_questions(store: &Store) {
    let game = created(store, 1).await;
    let play = load_consistent(store, &game).await;
    assert_eq!(play.questions(), None, "a pending game has no questions");
    assert!(
        matches!(play.game().stage(), Stage::Pending(_)),
        "a new game is pending"
    );
}

/// An open game is ready and has all its questions in order, none of them answered.
pub async fn an_open_game_has_all_its_questions(store: &Store) {
    let game = created(store, 1).await;
    let opened = open(store, &game).await;
    let play = load_consistent(store, &game).await;
    assert_eq!(
        play, opened,
        "a game opens together with all its questions, in order"
    );
    assert!(
        matches!(play.game().stage(), Stage::Ready(_)),
        "an open game is ready"
    );
}

/// If fewer questions were written than requested, their number becomes the limit.
pub async fn a_game_opens_with_fewer_questions_than_requested(store: &Store) {
    let game = created(store, 1).await;
    let command = open_game_with(&game, drafts("A lazy writer", 2));
    assert_eq!(
        call!(GameStore::open(store, &command)).expect_ok(),
        Transition::Made,
        "two questions are enough"
    );

    let play = load_consistent(store, &game).await;
    assert_eq!(
        play.game().questions_limit(),
        2,
        "the limit becomes the number of questions"
    );
    assert_eq!(
        play.questions(),
        Some(command.questions()),
        "and all of them are stored"
    );
}

/// The worker that opens a game need not have seen its retries.
pub async fn a_retried_game_opens(store: &Store) {
    let game = created(store, 1).await;
    let asked = call!(GameStore::retry(store, &retry_game(&game, later(400)))).expect_ok();
    assert_eq!(asked, Transition::Made, "an overdue game is retried");
    let opened = open(store, &game).await;
    assert_eq!(
        load_consistent(store, &game).await,
        opened,
        "a retried game opens"
    );
}

/// Opening a ready game misses, with the same questions and with others.
pub async fn an_open_game_is_not_opened_again(store: &Store) {
    let game = created(store, 1).await;
    let before = open(store, &game).await;
    assert_missed(store, &game, &before).await;
}

/// Work that is delivered again after play began changes nothing.
pub async fn a_game_being_played_is_not_opened_again(store: &Store) {
    let game = opened(store, 1).await.game().clone();
    answered(store, &game, Verdict::Right).await;
    answered(store, &game, Verdict::Wrong).await;
    let before = load(store, &game).await;
    assert_missed(store, &pending(), &before).await;
}

/// Work that is delivered again after the last answer changes nothing.
pub async fn a_finished_game_is_not_opened_again(store: &Store) {
    let play = opened(store, 1).await;
    let before = finished(store, &play).await;
    assert_missed(store, &pending(), &before).await;
}

/// A failed game stays failed, even if a worker delivers questions later.
pub async fn a_failed_game_is_not_opened(store: &Store) {
    let game = created(store, 1).await;
    let _made = call!(GameStore::fail(store, &fail_game(&game, "Too late."))).expect_ok();
    let before = load(store, &game).await;
    assert_missed(store, &game, &before).await;
}

/// Opens the game from its pending state with several sets of questions, and checks that this misses
/// and changes nothing.
async fn assert_missed(store: &Store, pending: &Game, before: &Play) {
    let commands = [
        open_game(pending, "The writer"),
        open_game(pending, "Another writer"),
        open_game_with(pending, drafts("A lazy writer", 1)),
    ];
    for command in commands {
        let transition = call!(GameStore::open(store, &command)).expect_ok();
        assert_eq!(
            transition,
            Transition::Missed,
            "a game is opened only while it is pending"
        );
        assert_eq!(
            load_consistent(store, pending).await,
            *before,
            "a missed transition changes nothing"
        );
    }
}

/// Returns Ada's first game as it was created.
fn pending() -> Game {
    super::fixtures::new_game(1).into_game()
}
