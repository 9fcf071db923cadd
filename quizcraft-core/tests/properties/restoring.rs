//! Games that the deployed service stored under looser rules are restored.

use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::{
    Choice, Clarification, Draft, DraftError, Drafts, DraftsError, Failure, Game, Keyword,
    Keywords, Kind, Misnumbered, Play, PlayError, Prompt, Question, QuestionIndex, Questions,
    Reply, Restored, Stage, StoredGame, StoredStatus, TaskError, TextError, Unreadable,
};

use crate::fixtures::{
    CREATED, counted, draft, new_game, pending, question, questions, stored, whole,
};

proptest! {
    #[test]
    fn a_stored_game_round_trips(stored in strategies::stored_game()) {
        prop_assert_eq!(StoredGame::of(&whole(stored.clone())), stored);
    }
}

#[test]
fn missing_counters_are_computed_from_the_questions() {
    for status in [
        uncounted(None, None),
        uncounted(Some(9), None),
        uncounted(None, Some(0)),
    ] {
        // With fewer questions than requested, the number of questions becomes the limit.
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
fn an_open_game_with_all_questions_answered_is_finished() {
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
fn an_open_game_without_counters_and_questions_is_malformed() {
    let Ok(Restored::Uncounted(uncounted)) = stored(uncounted(None, None)).restore() else {
        panic!("expected a game without counters")
    };
    assert_eq!(uncounted.count(None), Err(Unreadable::NoQuestions));
}

#[test]
fn without_a_retry_the_questions_were_requested_at_the_creation_of_the_game() {
    let status = StoredStatus::Pending {
        requested_at: None,
        retries: 0,
        lease: None,
        attempts: 0,
    };
    let game = whole(stored(status));
    let Stage::Pending(pending) = game.stage() else {
        panic!("expected a pending game: {game:?}")
    };
    assert_eq!((pending.requested_at(), pending.retries()), (CREATED, 0));
    assert_eq!(counters(&game), (3, 0, 0));
}

#[test]
fn a_stored_number_of_retries_is_capped_at_the_maximum() {
    let game = whole(stored(pending(200)));
    let Stage::Pending(pending) = game.stage() else {
        panic!("expected a pending game: {game:?}")
    };
    assert_eq!(pending.retries(), 3);
}

#[test]
fn only_a_failed_game_may_have_a_limit_of_zero() {
    let empty = |status| {
        StoredGame {
            limit: 0,
            ..stored(status)
        }
        .restore()
    };
    assert_eq!(empty(pending(0)), Err(Unreadable::NoQuestions));
    assert_eq!(empty(counted(0, 0)), Err(Unreadable::NoQuestions));
    let reason = Failure::restore("No facts.");
    assert!(matches!(
        empty(StoredStatus::Failed(reason)),
        Ok(Restored::Whole(_))
    ));
}

#[test]
fn contradicting_counters_are_malformed() {
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
fn duplicate_options_are_shown_once() {
    let wrong = ["worse", "right", "wrong", "worse"].map(Choice::restore);
    let first = draft(1);
    let draft = Draft::restore_single(
        first.prompt().clone(),
        first.solution().clone(),
        wrong.to_vec(),
        first.clarification().clone(),
    );
    let options: Vec<_> = draft.options().map(Choice::as_str).collect();
    assert_eq!(options, ["right", "worse", "wrong"]);
}

#[test]
fn questions_with_gaps_in_their_numbers_can_be_played_to_the_end() {
    let left = numbered(&[2, 4]).unwrap();
    let ready = stored(uncounted(None, None));
    let Ok(Restored::Uncounted(uncounted)) = ready.restore() else {
        panic!("expected a game without counters")
    };
    let play = Play::new(uncounted.count(left.as_ref()).unwrap(), left).unwrap();
    assert_eq!(play.game().questions_limit(), 2);
    assert_eq!(play.pose().unwrap().index.get(), 2);
    let missing = play.summary(QuestionIndex::named(3));
    assert!(
        matches!(missing, Err(PlayError::NoSuchQuestion)),
        "{missing:?}"
    );
    let later = play.answer(Some(QuestionIndex::named(4)), "right");
    assert!(matches!(later, Err(PlayError::OutOfOrder { next }) if next.get() == 2));
}

#[test]
fn questions_with_unordered_or_duplicate_numbers_are_malformed() {
    let misnumbered = |after, found| Err(Misnumbered { after, found });
    assert_eq!(numbered(&[3, 2]), misnumbered(3, 2));
    assert_eq!(numbered(&[1, 1]), misnumbered(1, 1));
    assert_eq!(numbered(&[]), Ok(None));
}

#[test]
fn a_finished_game_is_restored_as_finished_or_is_malformed() {
    let finished = |correct| {
        stored(StoredStatus::Finished {
            correct,
            score: None,
        })
    };
    assert_eq!(counters(&whole(finished(Some(1)))), (3, 3, 1));
    let miscounted = finished(Some(4)).restore();
    assert!(matches!(miscounted, Err(Unreadable::Miscounted { .. })));

    let all_answered = questions(2, &["right", "worse"]);
    assert_eq!(counters(&count(finished(None), &all_answered)), (2, 2, 1));
    let Ok(Restored::Uncounted(uncounted)) = finished(None).restore() else {
        panic!("expected a game without a counter")
    };
    let open = uncounted.count(Some(&questions(2, &["right"])));
    assert_eq!(open, Err(Unreadable::Unfinished));
}

fn numbered(numbers: &[u16]) -> Result<Option<Questions>, Misnumbered> {
    let questions = numbers.iter().map(|&n| question(n, draft(n), None));
    Questions::restore(questions.collect())
}

fn uncounted(answered: Option<u16>, correct: Option<u16>) -> StoredStatus {
    StoredStatus::Ready {
        answered,
        correct,
        score: None,
    }
}

fn count(stored: StoredGame, questions: &Questions) -> Game {
    match stored.restore() {
        Ok(Restored::Uncounted(uncounted)) => uncounted.count(Some(questions)).unwrap(),
        other => panic!("expected a game without counters: {other:?}"),
    }
}

fn counters(game: &Game) -> (u16, u16, u16) {
    (
        game.questions_limit(),
        game.questions_answered(),
        game.questions_correct(),
    )
}

#[test]
fn drafts_restored_under_looser_rules_cannot_open_a_new_game() {
    let good = draft(1);
    let choice = || Choice::restore("right");
    let long = Clarification::restore("x".repeat(2001));
    let cases = [
        (
            Draft::restore_single(good.prompt().clone(), choice(), vec![], clarification()),
            DraftError::Task(TaskError::Options {
                kind: Kind::Single,
                min: 2,
                max: 8,
                actual: 1,
            }),
        ),
        (
            Draft::restore_single(Prompt::restore(""), choice(), wrong(), clarification()),
            DraftError::Prompt(TextError::Empty),
        ),
        (
            Draft::restore_single(
                good.prompt().clone(),
                Choice::restore("a\nb"),
                wrong(),
                clarification(),
            ),
            DraftError::Task(TaskError::Option(TextError::Control)),
        ),
        (
            Draft::restore_single(good.prompt().clone(), choice(), wrong(), long),
            DraftError::Clarification(TextError::TooLong {
                max: 2000,
                actual: 2001,
            }),
        ),
    ];
    for (loose, source) in cases {
        let refused = Drafts::new(vec![draft(2), loose]);
        assert_eq!(
            refused,
            Err(DraftsError::Draft {
                position: 2,
                source
            })
        );
    }
}

#[test]
fn an_unreadable_reason_is_replaced_when_a_game_fails() {
    for loose in [String::new(), "x".repeat(501), "\u{7}".to_owned()] {
        let command = new_game(3).fail(Failure::restore(loose)).unwrap();
        let reason = "The questions for this game could not be written.";
        assert_eq!(command.failure().reason(), reason);
    }
}

fn wrong() -> Vec<Choice> {
    vec![Choice::restore("wrong")]
}

fn clarification() -> Clarification {
    Clarification::restore("Because.")
}

proptest! {
    #[test]
    fn games_of_the_deployed_service_can_be_played_to_the_end(
        (stored, questions) in strategies::deployed_game(),
    ) {
        let questions = Questions::restore(questions).unwrap();
        let total = questions.as_ref().map_or(0, |questions| questions.total().get());
        let game = match stored.restore().unwrap() {
            Restored::Whole(game) => game,
            Restored::Uncounted(game) => game.count(questions.as_ref()).unwrap(),
        };
        let mut play = Play::new(game, questions).unwrap();
        if let Stage::Pending(_) = play.game().stage() {
            prop_assert!(play.summaries().is_empty());
            return Ok(());
        }
        prop_assert_eq!(play.game().questions_limit(), total);
        while let Ok(posed) = play.pose() {
            let Ok(Reply::New(answer)) = play.answer(None, posed.options[0].as_str()) else {
                panic!("expected a new answer to the next question");
            };
            let questions = play.questions().unwrap().iter().map(|question| {
                let is_answered_now = question.index() == answer.index();
                let given = is_answered_now.then_some(answer.response());
                let response = given.or(question.response()).cloned();
                Question::restore(question.index(), question.draft().clone(), response)
            });
            let questions = Questions::restore(questions.collect()).unwrap();
            play = Play::new(answer.game().clone(), questions).unwrap();
            prop_assert_eq!(play.game(), answer.game());
        }
        prop_assert!(matches!(play.game().stage(), Stage::Finished(_)));
        prop_assert_eq!(play.game().questions_answered(), total);
    }
}
