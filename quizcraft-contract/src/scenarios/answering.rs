//! An answer is recorded once, together with the counters and the status of its game.

use super::fixtures::{ada, drafts, fail_game, new_game, open_game, open_game_with};
use super::steps::{
    Store, after_answer, answer, answered, created, find, finished, load, load_consistent,
    next_answer, next_question, opened, play, record,
};
use quizcraft_core::gateway::{Recording, Transition};
use quizcraft_core::{Answer, Choice, Play, Questions, Response, Stage, Verdict};

/// After an answer its question has the choice, and the game the counters.
pub async fn an_answer_is_recorded_with_its_counters(store: &Store) {
    let before = opened(store, 1).await;
    let answer = next_answer(&before, Verdict::Right);
    record(store, &answer).await;

    let play = load_consistent(store, before.game()).await;
    assert_eq!(
        play.game(),
        answer.game(),
        "an answer and its counters are written together"
    );
    let mut choices = vec![answer.response().choice().cloned()];
    choices.resize(5, None);
    assert_eq!(
        chosen(&play),
        choices,
        "an answer is recorded for its question only"
    );
}

/// The results of `find`, `load` and `page` agree after each answer.
pub async fn the_counters_agree_with_the_questions_after_every_answer(store: &Store) {
    use Verdict::{Right, Wrong};
    let game = opened(store, 1).await.game().clone();
    let mut correct = 0;
    for (answers, verdict) in (1..).zip([Wrong, Right, Right, Wrong, Right]) {
        let answer = answered(store, &game, verdict).await;
        correct += u16::from(verdict == Right);

        let play = load_consistent(store, &game).await;
        assert_eq!(
            play.game(),
            answer.game(),
            "the stored game is the answer's game"
        );
        let counters = (
            play.game().questions_answered(),
            play.game().questions_correct(),
        );
        assert_eq!(counters, (answers, correct), "every answer counts once");
    }
}

/// The write that records the last answer also finishes the game.
pub async fn the_last_answer_finishes_the_game(store: &Store) {
    let game = opened(store, 1).await.game().clone();
    for _ in 1..game.questions_limit() {
        answered(store, &game, Verdict::Wrong).await;
        let stage = find(store, &game).await.stage().clone();
        assert!(
            matches!(stage, Stage::Ready(_)),
            "a game is ready until its last answer"
        );
    }
    answered(store, &game, Verdict::Right).await;

    let play = load_consistent(store, &game).await;
    let Stage::Finished(finished) = play.game().stage() else {
        panic!("the last answer finishes the game: {play:?}")
    };
    assert_eq!(finished.correct(), 1, "and its counters are kept");
}

/// Recording another choice for an answered question returns the recorded one and changes nothing.
pub async fn an_answer_is_never_overwritten(store: &Store) {
    let play = opened(store, 1).await;
    let first = next_answer(&play, Verdict::Wrong);
    record(store, &first).await;
    let before = load(store, play.game()).await;

    for choice in next_question(&play).draft().options() {
        assert_preceded(store, &answer(&play, choice), first.response()).await;
    }
    assert_eq!(
        load_consistent(store, play.game()).await,
        before,
        "a recorded answer is never overwritten"
    );
}

/// Recording the same answer again returns its choice, and is not counted again.
pub async fn a_repeated_answer_returns_the_recorded_choice(store: &Store) {
    let play = opened(store, 1).await;
    let answer = next_answer(&play, Verdict::Right);
    record(store, &answer).await;
    for _ in 0..3 {
        assert_preceded(store, &answer, answer.response()).await;
    }
    assert_eq!(
        load_consistent(store, play.game()).await.game(),
        answer.game(),
        "an answer counts once"
    );
}

/// An answer that was computed before later ones were recorded does not overwrite their counters.
pub async fn a_late_answer_does_not_reset_the_counters(store: &Store) {
    let play = opened(store, 1).await;
    let first = next_answer(&play, Verdict::Right);
    record(store, &first).await;
    answered(store, play.game(), Verdict::Right).await;
    answered(store, play.game(), Verdict::Wrong).await;
    let before = load(store, play.game()).await;

    for verdict in [Verdict::Right, Verdict::Wrong] {
        assert_preceded(store, &next_answer(&play, verdict), first.response()).await;
    }
    assert_eq!(
        load_consistent(store, play.game()).await,
        before,
        "a late answer changes nothing"
    );
}

/// The last answer is not overwritten.
pub async fn a_finished_game_keeps_its_last_answer(store: &Store) {
    let play = opened(store, 1).await;
    for _ in 1..play.game().questions_limit() {
        answered(store, play.game(), Verdict::Right).await;
    }
    let open = load(store, play.game()).await;
    let last = next_answer(&open, Verdict::Wrong);
    let before = finished(store, &open).await;

    let recorded = next_question(&open).draft().solution();
    let recorded = Response::Single(recorded.clone());
    assert_preceded(store, &last, &recorded).await;
    assert_eq!(
        load_consistent(store, play.game()).await,
        before,
        "a finished game stays as it is"
    );
}

/// A pending game has no questions to answer.
pub async fn an_answer_to_a_pending_game_is_gone(store: &Store) {
    let game = created(store, 1).await;
    assert_gone(store, &imagined_answer()).await;
    assert_eq!(
        load_consistent(store, &game).await.game(),
        &game,
        "the game stays pending"
    );
}

/// A failed game has no questions to answer.
pub async fn an_answer_to_a_failed_game_is_gone(store: &Store) {
    let game = created(store, 1).await;
    let command = fail_game(&game, "No use.");
    assert_eq!(
        call!(GameStore::fail(store, &command)).expect_ok(),
        Transition::Made
    );
    assert_gone(store, &imagined_answer()).await;
    assert_eq!(
        load_consistent(store, &game).await.game(),
        command.game(),
        "the game stays failed"
    );
}

/// An answer to a question that the game does not have is neither recorded nor counted.
pub async fn an_answer_to_a_missing_question_is_gone(store: &Store) {
    let game = created(store, 1).await;
    let command = open_game_with(&game, drafts("A lazy writer", 1));
    assert_eq!(
        call!(GameStore::open(store, &command)).expect_ok(),
        Transition::Made
    );
    let before = load(store, &game).await;

    let first = imagined_answer();
    let second = next_answer(&after_answer(&imagined(), &first), Verdict::Right);
    assert_gone(store, &second).await;
    assert_eq!(
        load_consistent(store, &game).await,
        before,
        "the game stays as it was"
    );
}

/// Games of one player with the same questions are answered separately.
pub async fn an_answer_does_not_change_other_games(store: &Store) {
    let one = opened(store, 1).await;
    let other = opened(store, 2).await;
    answered(store, one.game(), Verdict::Right).await;
    assert_eq!(
        load_consistent(store, other.game()).await,
        other,
        "an answer changes its game only"
    );
    answered(store, other.game(), Verdict::Wrong).await;
    assert_eq!(
        load_consistent(store, one.game())
            .await
            .game()
            .questions_correct(),
        1
    );
}

async fn assert_preceded(store: &Store, answer: &Answer, by: &Response) {
    let recording = call!(GameStore::record(store, answer)).expect_ok();
    assert_eq!(
        recording,
        Recording::Preceded(by.clone()),
        "a second answer returns the recorded choice"
    );
}

async fn assert_gone(store: &Store, answer: &Answer) {
    let recording = call!(GameStore::record(store, answer)).expect_ok();
    assert_eq!(
        recording,
        Recording::Gone,
        "an answer to a missing question is gone"
    );
}

fn chosen(play: &Play) -> Vec<Option<Choice>> {
    let questions = play.questions().into_iter().flat_map(Questions::iter);
    questions
        .map(|question| question.choice().cloned())
        .collect()
}

/// Returns Ada's first game as if it had been opened.
fn imagined() -> Play {
    let (game, questions) = open_game(new_game(1).game(), "The writer").into_parts();
    assert_eq!(game.player(), ada());
    play(game, Some(questions))
}

fn imagined_answer() -> Answer {
    next_answer(&imagined(), Verdict::Right)
}
