use quizcraft_contract::block_on;
use quizcraft_core::gateway::Recording;
use quizcraft_core::{
    Choice, Error, Feedback, InvalidResponse, PlayError, QuestionIndex, Response, Verdict,
};

use crate::fixtures::{ADA, GAME, Mocks, OVERDUE, open, unavailable};

const FIRST: Option<QuestionIndex> = Some(QuestionIndex::FIRST);

#[test]
fn asking_and_reading_questions_take_one_call_each() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    let posed = block_on(mocks.quiz().ask(&ADA, &GAME)).unwrap();
    assert_eq!(posed.index, QuestionIndex::FIRST);

    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    assert_eq!(
        block_on(mocks.quiz().questions(&ADA, &GAME)).unwrap().len(),
        3
    );

    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    let question = block_on(mocks.quiz().question(&ADA, &GAME, QuestionIndex::FIRST));
    assert_eq!(question.unwrap().answered, None);
}

#[test]
fn an_answer_takes_one_read_and_one_write() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    let record = mocks.games.expect_record().once();
    record
        .withf(|answer| {
            let counted = (
                answer.game().questions_answered(),
                answer.game().questions_correct(),
            );
            *answer.response() == single("right") && counted == (1, 1)
        })
        .return_once(|_| Ok(Recording::Recorded));
    assert_eq!(answered(mocks, "right").unwrap().verdict, Verdict::Right);
}

#[test]
fn an_invalid_answer_is_not_written() {
    for choice in ["none of the options", "Right", ""] {
        let mut mocks = Mocks::at(OVERDUE);
        mocks.expect_load(Some(open()));
        let error = answered(mocks, choice).unwrap_err();
        assert!(
            matches!(
                error,
                Error::Play(PlayError::InvalidAnswer(InvalidResponse::NoSuchOption))
            ),
            "{error:?}"
        );
    }
}

#[test]
fn a_concurrent_answer_with_the_same_choice_gets_the_same_feedback() {
    let feedback = answered(preceded_by("wrong"), "wrong").unwrap();
    assert_eq!(feedback.verdict, Verdict::Wrong);
    assert_eq!(feedback.solution.as_str(), "right");
}

#[test]
fn a_concurrent_answer_with_another_choice_fails_with_already_answered() {
    for (earlier, choice) in [("wrong", "right"), ("right", "wrong"), ("worse", "wrong")] {
        let error = answered(preceded_by(earlier), choice).unwrap_err();
        assert!(
            matches!(error, Error::Play(PlayError::AlreadyAnswered)),
            "{error:?}"
        );
    }
}

#[test]
fn an_answer_to_a_game_deleted_meanwhile_fails_with_no_such_game() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    mocks
        .games
        .expect_record()
        .once()
        .return_once(|_| Ok(Recording::Gone));
    let error = answered(mocks, "right").unwrap_err();
    assert!(matches!(error, Error::NoSuchGame), "{error:?}");
}

#[test]
fn an_answer_fails_with_unavailable_if_the_store_is_unavailable() {
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    mocks
        .games
        .expect_record()
        .once()
        .return_once(|_| Err(unavailable()));
    let error = answered(mocks, "right").unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error:?}");
}

fn single(choice: &str) -> Response {
    Response::Single(Choice::new(choice).unwrap())
}

fn answered(mocks: Mocks, choice: &str) -> Result<Feedback, Error> {
    block_on(mocks.quiz().answer(&ADA, &GAME, FIRST, choice))
}

/// Returns mocks in which another answer is recorded between the read and the write.
fn preceded_by(choice: &str) -> Mocks {
    let recording = Recording::Preceded(single(choice));
    let mut mocks = Mocks::at(OVERDUE);
    mocks.expect_load(Some(open()));
    mocks
        .games
        .expect_record()
        .once()
        .return_once(|_| Ok(recording));
    mocks
}
