//! What the deployed service stored under looser rules is read, case by case.

use proptest::prelude::*;
use quizcraft_core::testing::strategies;
use quizcraft_core::{
    Choice, Draft, Error, Game, Keyword, Keywords, Play, QuestionIndex, Questions, Restored, Stage,
    StoredGame, StoredStatus, Unreadable,
};

use crate::given::{CREATED, counted, draft, pending, question, questions, stored, whole};

proptest! {
    #[test]
    fn what_was_written_is_read_as_it_was(stored in strategies::stored_game()) {
        let game = whole(stored.clone());
        let read = (game.id(), game.player(), game.keywords().clone(), game.created());
        prop_assert_eq!(read, (stored.id, stored.player, stored.keywords, stored.created));
        prop_assert_eq!(game.questions_limit(), stored.limit);
        match (stored.status, game.stage()) {
            (StoredStatus::Pending { asked_at, repeats }, Stage::Pending(pending)) => {
                prop_assert_eq!(asked_at, Some(pending.asked_at()));
                prop_assert_eq!(repeats, pending.repeats());
            }
            (StoredStatus::Ready { answered, correct }, Stage::Ready(_) | Stage::Finished(_)) => {
                prop_assert_eq!(answered, Some(game.questions_answered()));
                prop_assert_eq!(correct, Some(game.questions_correct()));
            }
            (StoredStatus::Failed(failure), Stage::Failed(kept)) => {
                prop_assert_eq!(&failure, kept);
            }
            (status, stage) => prop_assert!(false, "{status:?} became {stage:?}"),
        }
    }
}

#[test]
fn an_open_game_without_counters_is_counted_by_its_questions() {
    for status in [
        uncounted(None, None),
        uncounted(Some(9), None),
        uncounted(None, Some(0)),
    ] {
        // Fewer questions could be made than were asked for: their number is the limit.
        let game = count(
            StoredGame {
                limit: 15,
                ..stored(status)
            },
            &questions(4, &["right", "worse"]),
        );
        assert!(matches!(game.stage(), Stage::Ready(_)), "{game:?}");
        assert_eq!(counters(&game), (4, 2, 1));
    }
}

#[test]
fn an_open_game_whose_questions_are_all_answered_is_finished() {
    let game = count(
        stored(uncounted(None, None)),
        &questions(2, &["right", "right"]),
    );
    assert!(matches!(game.stage(), Stage::Finished(_)), "{game:?}");
    assert_eq!(counters(&game), (2, 2, 2));

    let game = whole(stored(counted(3, 1)));
    assert!(matches!(game.stage(), Stage::Finished(_)), "{game:?}");
    assert_eq!(counters(&game), (3, 3, 1));
}

#[test]
fn an_open_game_without_counters_and_questions_makes_no_sense() {
    let Ok(Restored::Uncounted(uncounted)) = stored(uncounted(None, None)).restore() else {
        panic!("its counters are missing")
    };
    assert_eq!(uncounted.count(None), Err(Unreadable::NoQuestions));
}

#[test]
fn a_pending_game_that_was_never_asked_for_again_was_asked_for_when_it_was_created() {
    let status = StoredStatus::Pending {
        asked_at: None,
        repeats: 0,
    };
    let game = whole(stored(status));
    let Stage::Pending(pending) = game.stage() else {
        panic!("a pending game: {game:?}")
    };
    assert_eq!((pending.asked_at(), pending.repeats()), (CREATED, 0));
    assert_eq!(counters(&game), (3, 0, 0));
}

#[test]
fn a_pending_game_was_never_asked_for_more_often_than_may_be() {
    let game = whole(stored(pending(200)));
    let Stage::Pending(pending) = game.stage() else {
        panic!("a pending game: {game:?}")
    };
    assert_eq!(pending.repeats(), 3);
}

#[test]
fn a_game_without_questions_makes_no_sense_unless_it_failed() {
    let empty = |status| {
        StoredGame {
            limit: 0,
            ..stored(status)
        }
        .restore()
    };
    assert_eq!(empty(pending(0)), Err(Unreadable::NoQuestions));
    assert_eq!(empty(counted(0, 0)), Err(Unreadable::NoQuestions));
    let reason = quizcraft_core::Failure::restore("No use.");
    assert!(matches!(
        empty(StoredStatus::Failed(reason)),
        Ok(Restored::Whole(_))
    ));
}

#[test]
fn counters_that_contradict_each_other_make_no_sense() {
    for (answered, correct) in [(4, 0), (2, 3), (u16::MAX, u16::MAX)] {
        let (total, game) = (3, stored(counted(answered, correct)));
        let miscounted = Unreadable::Miscounted {
            total,
            answered,
            correct,
        };
        assert_eq!(game.restore(), Err(miscounted));
    }
}

#[test]
fn keywords_that_are_empty_or_too_long_are_kept() {
    let long = "x".repeat(300);
    let words = ["", &long, "Rome"].map(Keyword::restore);
    let keywords = Keywords::restore(words);
    let game = whole(StoredGame {
        keywords: keywords.clone(),
        ..stored(pending(0))
    });
    assert_eq!(game.keywords(), &keywords);
    let words: Vec<_> = game.keywords().iter().map(Keyword::as_str).collect();
    assert_eq!(words, ["", "Rome", &long]);
}

#[test]
fn wrong_answers_that_repeat_each_other_or_the_right_one_are_shown_once() {
    let wrong = ["worse", "right", "wrong", "worse"].map(Choice::restore);
    let first = draft(1);
    let draft = Draft::restore(
        first.prompt().clone(),
        first.solution().clone(),
        wrong.to_vec(),
        first.clarification().clone(),
    );
    let options: Vec<_> = draft.options().map(Choice::as_str).collect();
    assert_eq!(options, ["right", "worse", "wrong"]);
}

#[test]
fn questions_that_an_interrupted_writer_left_with_gaps_are_played_to_the_end() {
    let left = numbered(&[2, 4]).unwrap();
    let ready = stored(uncounted(None, None));
    let Ok(Restored::Uncounted(uncounted)) = ready.restore() else {
        panic!("its counters are missing")
    };
    let play = Play::new(uncounted.count(left.as_ref()).unwrap(), left).unwrap();
    assert_eq!(play.game().questions_limit(), 2);
    assert_eq!(play.pose().unwrap().index.get(), 2);
    let missing = play.summary(QuestionIndex::named(3));
    assert!(matches!(missing, Err(Error::NoSuchQuestion)), "{missing:?}");
    let later = play.answer(Some(QuestionIndex::named(4)), "right");
    assert!(matches!(later, Err(Error::OutOfOrder { next }) if next.get() == 2));
}

#[test]
fn questions_out_of_order_or_with_one_number_twice_make_no_sense() {
    let misnumbered = |after, found| Err(Unreadable::Misnumbered { after, found });
    assert_eq!(numbered(&[3, 2]), misnumbered(3, 2));
    assert_eq!(numbered(&[1, 1]), misnumbered(1, 1));
    assert_eq!(numbered(&[]), Ok(None));
}

#[test]
fn a_finished_game_stays_finished_or_makes_no_sense() {
    let finished = |correct| stored(StoredStatus::Finished { correct });
    assert_eq!(counters(&whole(finished(Some(1)))), (3, 3, 1));
    let miscounted = finished(Some(4)).restore();
    assert!(matches!(miscounted, Err(Unreadable::Miscounted { .. })));

    let all_answered = questions(2, &["right", "worse"]);
    assert_eq!(counters(&count(finished(None), &all_answered)), (2, 2, 1));
    let Ok(Restored::Uncounted(uncounted)) = finished(None).restore() else {
        panic!("its counter is missing")
    };
    let open = uncounted.count(Some(&questions(2, &["right"])));
    assert_eq!(open, Err(Unreadable::Unfinished));
}

fn numbered(numbers: &[u16]) -> Result<Option<Questions>, Unreadable> {
    let questions = numbers.iter().map(|&n| question(n, draft(n), None));
    Questions::restore(questions.collect())
}

fn uncounted(answered: Option<u16>, correct: Option<u16>) -> StoredStatus {
    StoredStatus::Ready { answered, correct }
}

fn count(stored: StoredGame, questions: &Questions) -> Game {
    match stored.restore() {
        Ok(Restored::Uncounted(uncounted)) => uncounted.count(Some(questions)).unwrap(),
        other => panic!("its counters are missing: {other:?}"),
    }
}

fn counters(game: &Game) -> (u16, u16, u16) {
    (
        game.questions_limit(),
        game.questions_answered(),
        game.questions_correct(),
    )
}
