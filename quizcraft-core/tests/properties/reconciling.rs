//! A game and its questions that were read at different moments.

use quizcraft_core::{Failure, Game, Play, PlayError, Stage, StoredStatus, Unreadable};

use crate::fixtures::{CREATED, counted, pending, questions, stored, whole};

#[test]
fn a_pending_game_hides_questions_of_an_interrupted_write() {
    for leftovers in [
        None,
        Some(questions(2, &[])),
        Some(questions(3, &["right"])),
    ] {
        let play = Play::new(whole(stored(pending(2))), leftovers).unwrap();
        assert_eq!(play.game(), &whole(stored(pending(2))));
        assert_eq!(play.questions(), None);
        assert!(matches!(play.pose(), Err(PlayError::Pending)));
        assert!(matches!(
            play.answer(None, "right"),
            Err(PlayError::Pending)
        ));
        assert!(play.summaries().is_empty());
    }
}

#[test]
fn a_failed_game_hides_questions_of_an_interrupted_write() {
    let failed = whole(stored(StoredStatus::Failed(Failure::restore("No facts."))));
    let play = Play::new(failed.clone(), Some(questions(3, &[]))).unwrap();
    assert_eq!((play.game(), play.questions()), (&failed, None));
    assert!(
        matches!(play.pose(), Err(PlayError::Failed(reason)) if reason.reason() == "No facts.")
    );
    assert!(play.summaries().is_empty());
}

#[test]
fn questions_take_precedence_over_counters() {
    let read_before_the_answer = whole(stored(counted(0, 0)));
    let play = Play::new(
        read_before_the_answer,
        Some(questions(3, &["right", "wrong"])),
    )
    .unwrap();
    assert_eq!(counters(play.game()), (3, 2, 1));

    let read_after_the_answer = whole(stored(counted(2, 2)));
    let play = Play::new(read_after_the_answer, Some(questions(3, &["right"]))).unwrap();
    assert_eq!(counters(play.game()), (3, 1, 1));
}

#[test]
fn a_game_is_finished_exactly_if_all_questions_are_answered() {
    let ready = whole(stored(counted(2, 0)));
    let play = Play::new(ready, Some(questions(3, &["right", "right", "wrong"]))).unwrap();
    assert!(matches!(play.game().stage(), Stage::Finished(_)));

    let finished = whole(stored(counted(3, 0)));
    let play = Play::new(finished, Some(questions(3, &["right", "right"]))).unwrap();
    assert!(matches!(play.game().stage(), Stage::Ready(_)));
}

#[test]
fn an_open_game_read_before_all_of_its_questions_is_pending() {
    for seen in [None, Some(questions(1, &[])), Some(questions(2, &[]))] {
        let play = Play::new(whole(stored(counted(0, 0))), seen).unwrap();
        let Stage::Pending(pending) = play.game().stage() else {
            panic!("expected a pending game: {play:?}")
        };
        assert_eq!(
            (
                pending.limit().get(),
                pending.requested_at(),
                pending.retries()
            ),
            (3, CREATED, 0)
        );
        assert!(matches!(play.pose(), Err(PlayError::Pending)));
        assert!(play.summaries().is_empty());
    }
}

#[test]
fn an_answered_game_with_missing_questions_is_malformed() {
    for (left, found) in [(None, 0), (Some(questions(2, &["right"])), 2)] {
        for answered in [1, 3] {
            let play = Play::new(whole(stored(counted(answered, 1))), left.clone());
            assert_eq!(play, Err(Unreadable::Incomplete { total: 3, found }));
        }
    }
}

#[test]
fn questions_beyond_the_limit_of_an_open_game_are_ignored() {
    let play = Play::new(whole(stored(counted(0, 0))), Some(questions(5, &[]))).unwrap();
    assert_eq!(counters(play.game()), (3, 0, 0));
    assert_eq!(play.summaries().len(), 3);
}

fn counters(game: &Game) -> (u16, u16, u16) {
    (
        game.questions_limit(),
        game.questions_answered(),
        game.questions_correct(),
    )
}
