//! Invariants of a game while it is played.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use quizcraft_contract::strategies;
use quizcraft_core::{
    Drafts, Game, InvalidResponse, Kinds, Play, PlayError, Question, QuestionIndex, RawResponse,
    Reply, Stage,
};

use crate::fixtures::{after, drafts, index, new_game_of, questions};

proptest! {
    #[test]
    fn counters_match_the_answers_and_a_finished_game_stays_finished(
        drafts in strategies::drafts(1..=6),
        answers in vec((proptest::option::of(1..=7_u16), any::<Index>()), 0..20),
    ) {
        let mut play = opened(drafts);
        for (named, choice) in answers {
            let response = any_response(&play, named, choice);
            let finished = matches!(play.game().stage(), Stage::Finished(_));
            if let Ok(Reply::New(answer)) = play.answer(named.map(index), response) {
                prop_assert!(!finished, "a finished game accepts no new answer");
                let answered = play.game().questions_answered();
                play = after(&play, &answer);
                prop_assert_eq!(play.game().questions_answered(), answered + 1);
                prop_assert_eq!(play.game(), answer.game(), "the stored counters match the questions");
            }
            let game = play.game();
            prop_assert!(game.questions_answered() <= game.questions_limit());
            prop_assert!(game.questions_correct() <= game.questions_answered());
            prop_assert_eq!(is_finished(game), game.questions_answered() == game.questions_limit());
        }
    }

    #[test]
    fn a_repeated_answer_gets_the_same_feedback(play in strategies::play()) {
        for summary in play.summaries() {
            let Some(answered) = summary.answered else { continue };
            let reply = play.answer(Some(summary.index), answered.response.to_raw());
            let Ok(Reply::Repeated(feedback)) = reply else {
                panic!("expected a repeated reply: {reply:?}")
            };
            prop_assert_eq!(feedback, answered.feedback);
        }
    }

    #[test]
    fn a_game_opens_with_the_first_questions_up_to_its_limit(
        drafts in strategies::drafts(1..=8),
        limit in 1..=8_u16,
    ) {
        let command = pending(limit).open(drafts.clone()).unwrap();

        let asked: Vec<_> = command.questions().iter().map(Question::draft).cloned().collect();
        let first: Vec<_> = drafts.iter().take(limit.into()).cloned().collect();
        prop_assert_eq!(usize::from(command.game().questions_limit()), first.len());
        prop_assert_eq!(asked, first);
        prop_assert_eq!(command.game().questions_answered(), 0);
    }
}

#[test]
fn an_invalid_answer_fails_with_the_first_error_that_applies() {
    let play = Play::new(
        opened(drafts(3)).game().clone(),
        Some(questions(3, &["wrong"])),
    )
    .unwrap();
    let refused = |named: Option<u16>, choice: &str| {
        let error = play.answer(named.map(index), choice).unwrap_err();
        format!("{error:?}")
    };
    let debug = |error: PlayError| format!("{error:?}");

    assert_eq!(
        refused(Some(4), "none of the options"),
        debug(PlayError::NoSuchQuestion)
    );
    assert_eq!(
        refused(Some(3), "none of the options"),
        debug(PlayError::InvalidAnswer(InvalidResponse::NoSuchOption))
    );
    assert_eq!(
        refused(Some(1), "none of the options"),
        debug(PlayError::InvalidAnswer(InvalidResponse::NoSuchOption))
    );
    assert_eq!(
        refused(None, "Right"),
        debug(PlayError::InvalidAnswer(InvalidResponse::NoSuchOption))
    );
    assert_eq!(refused(Some(1), "right"), debug(PlayError::AlreadyAnswered));
    let next = index(2);
    assert_eq!(
        refused(Some(3), "right"),
        debug(PlayError::OutOfOrder { next })
    );
}

#[test]
fn a_finished_game_rejects_new_answers_and_repeats_earlier_feedback() {
    let play = Play::new(
        opened(drafts(2)).game().clone(),
        Some(questions(2, &["right", "worse"])),
    );
    let play = play.unwrap();
    let over = "QuestionsLimitReached";

    assert!(format!("{:?}", play.pose().unwrap_err()).starts_with(over));
    assert!(format!("{:?}", play.answer(None, "right").unwrap_err()).starts_with(over));
    assert!(matches!(
        play.answer(Some(index(2)), "worse"),
        Ok(Reply::Repeated(_))
    ));
    let limit = PlayError::QuestionsLimitReached {
        game: play.game().id(),
        limit: 2,
    };
    let id = play.game().id();
    assert_eq!(
        limit.to_string(),
        format!("Game {id} has reached questions limit of 2")
    );
}

/// The deployed service has stored choices that are not among the options shown today.
#[test]
fn a_recorded_choice_may_be_repeated_even_if_it_is_not_an_option() {
    let play = Play::new(
        opened(drafts(2)).game().clone(),
        Some(questions(2, &["long gone"])),
    );
    let play = play.unwrap();
    assert!(matches!(
        play.answer(Some(index(1)), "long gone"),
        Ok(Reply::Repeated(_))
    ));
    assert!(matches!(
        play.answer(Some(index(1)), "right"),
        Err(PlayError::AlreadyAnswered)
    ));
}

fn opened(drafts: Drafts) -> Play {
    let (game, questions) = pending(50).open(drafts).unwrap().into_parts();
    Play::new(game, Some(questions)).unwrap()
}

fn is_finished(game: &Game) -> bool {
    matches!(game.stage(), Stage::Finished(_))
}

/// Returns a pending game that may contain questions of every kind.
fn pending(limit: u16) -> Game {
    new_game_of(limit, Kinds::ALL)
}

/// Returns a response to the named question, or to any question if none is named.
fn any_response(play: &Play, named: Option<u16>, chosen: Index) -> RawResponse {
    let questions = play.questions().unwrap();
    let named = named.and_then(|number| questions.get(index(number)));
    let question = named.or(questions.first_unanswered());
    let question = question.or(questions.get(QuestionIndex::FIRST)).unwrap();
    strategies::response_to(question.draft(), &chosen)
}
