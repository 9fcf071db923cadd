//! Laws of games with questions of several kinds.

use proptest::prelude::*;
use proptest::sample::Index;
use quizcraft_contract::strategies;
use quizcraft_core::{
    CannotOpen, Choice, Draft, ErrorCode, GameId, Kind, Kinds, MultipleChoice, Play, PlayError,
    Posed, Question, RawResponse, Reply, Sequence, SingleChoice, Task,
};

use crate::fixtures::{after, new_game_of, play_of};

proptest! {
    #[test]
    fn a_game_contains_no_kind_that_was_not_requested(
        kinds in strategies::kinds(),
        drafts in strategies::drafts(1..=8),
        limit in 1..=8_u16,
    ) {
        let requested = |draft: &&Draft| kinds.contains(draft.kind());
        let expected: Vec<_> = drafts.iter().filter(requested).take(limit.into()).cloned().collect();
        match new_game_of(limit, kinds).open(drafts) {
            Ok(command) => {
                let opened: Vec<_> = command.questions().iter().map(Question::draft).cloned().collect();
                prop_assert_eq!(opened, expected);
                prop_assert_eq!(command.game().kinds(), kinds);
            }
            Err(error) => {
                prop_assert!(expected.is_empty());
                prop_assert_eq!(error, CannotOpen::NoRequestedKind);
            }
        }
    }

    #[test]
    fn the_names_of_kinds_are_parsed_to_the_same_set(kinds in strategies::kinds()) {
        let names: Vec<_> = kinds.iter().map(Kind::as_str).collect();
        prop_assert_eq!(Kinds::parse(names), Ok(kinds));
        prop_assert_eq!(Kinds::new(kinds.iter()), Ok(kinds));
    }

    #[test]
    fn exchanging_right_and_wrong_options_leaves_the_shown_order(
        id in strategies::game_id(),
        draft in strategies::draft(),
        shuffle in any::<[Index; 8]>(),
        right in any::<Index>(),
    ) {
        let mut options: Vec<Choice> = draft.options().cloned().collect();
        prop_assume!(!options.is_empty());
        for (place, other) in (0..options.len()).zip(shuffle) {
            let other = other.index(options.len());
            options.swap(place, other);
        }
        let task: Task = match draft.kind() {
            Kind::Single => SingleChoice::new(options.remove(0), options).unwrap().into(),
            Kind::Multiple => {
                let wrong = options.split_off(1 + right.index(options.len() - 1));
                MultipleChoice::new(options, wrong).unwrap().into()
            }
            _ => Sequence::new(options).unwrap().into(),
        };
        let (prompt, clarification) = (draft.prompt().clone(), draft.clarification().clone());
        let exchanged = Draft::new(prompt, task, clarification).unwrap();
        prop_assert_eq!(posed(id, &exchanged), posed(id, &draft));
    }

    #[test]
    fn the_total_score_is_the_sum_of_the_scores_after_each_answer(
        drafts in strategies::drafts(1..=6),
        chosen in any::<[Index; 6]>(),
    ) {
        let (game, questions) = new_game_of(50, Kinds::ALL).open(drafts).unwrap().into_parts();
        let mut play = Play::new(game, Some(questions)).unwrap();
        let (mut thousandths, mut correct) = (0, 0);
        for chosen in chosen.iter().take(play.game().questions_limit().into()) {
            let question = play.questions().unwrap().first_unanswered().unwrap();
            let raw = strategies::response_to(question.draft(), chosen);
            let Ok(Reply::New(answer)) = play.answer(None, raw) else { panic!("it is the next") };
            thousandths += u32::from(answer.score().thousandths());
            correct += u16::from(answer.score().thousandths() == 1_000);
            play = after(&play, &answer);
            prop_assert_eq!(play.game(), answer.game(), "the counters agree with the questions");
            prop_assert_eq!(play.game().score().thousandths(), thousandths);
            prop_assert_eq!(play.game().questions_correct(), correct);
        }
    }

    #[test]
    fn nothing_that_is_posed_tells_the_solution(draft in strategies::draft()) {
        let posed = posed(GameId::from_bytes([7; 32]), &draft);
        prop_assert_eq!(posed.kind, draft.kind());
        prop_assert_eq!(posed.unit.as_ref(), draft.task().unit());
        let has_options = !matches!(draft.kind(), Kind::Number | Kind::Text);
        prop_assert_eq!(!posed.options.is_empty(), has_options);
    }
}

#[test]
fn the_error_of_an_unknown_kind_names_all_kinds() {
    let message = "essay".parse::<Kind>().unwrap_err().to_string();
    for kind in Kind::ALL {
        assert!(message.contains(kind.as_str()), "{message}");
    }
}

/// A repetition in other words gets the same feedback, and another response does not.
#[test]
fn an_equivalent_response_gets_the_feedback_of_the_recorded_one() {
    let multiple = MultipleChoice::new(choices(&["a", "b"]), choices(&["c"])).unwrap();
    let cases: [(Task, RawResponse, RawResponse, RawResponse); 3] = [
        (
            multiple.into(),
            ["b", "c"].into(),
            ["c", "b"].into(),
            ["b"].into(),
        ),
        (
            number(),
            "7.0".into(),
            RawResponse::Number("7".into()),
            "7.1".into(),
        ),
        (
            text(),
            "São Paulo".into(),
            " SAO  PAULO".into(),
            "Rio".into(),
        ),
    ];
    for (task, first, again, other) in cases {
        let draft = drafted(task);
        let play = play_of(GameId::from_bytes([7; 32]), std::slice::from_ref(&draft), 0);
        let Ok(Reply::New(answer)) = play.answer(None, first) else {
            panic!("it is the first")
        };
        let (index, played) = (Some(answer.index()), after(&play, &answer));
        let Ok(Reply::Repeated(feedback)) = played.answer(index, again.clone()) else {
            panic!("{again:?} is a repetition")
        };
        let concurrent = play.answer(None, again).unwrap();
        let Reply::New(concurrent) = concurrent else {
            panic!("it is the first")
        };
        assert_eq!(concurrent.after(answer.response()), Ok(feedback.clone()));
        assert_eq!(answer.into_feedback(), feedback);
        let refused = played.answer(index, other);
        assert_eq!(refused, Err(PlayError::AlreadyAnswered));
    }
}

#[test]
fn the_wrong_type_of_a_response_is_an_invalid_request_and_other_errors_are_invalid_answers() {
    let abc = choices(&["a", "b", "c"]);
    let order = Task::from(Sequence::new(abc).unwrap());
    let code = |task: &Task, raw: RawResponse| {
        let play = play_of(GameId::from_bytes([7; 32]), &[drafted(task.clone())], 0);
        play.answer(None, raw).unwrap_err().code()
    };
    assert_eq!(code(&order, "a".into()), ErrorCode::InvalidRequest);
    assert_eq!(
        code(&order, ["a", "b", "b"].into()),
        ErrorCode::InvalidAnswer
    );
    assert_eq!(
        code(&order, ["a", "b", "x"].into()),
        ErrorCode::InvalidAnswer
    );
    assert_eq!(code(&number(), ["7"].into()), ErrorCode::InvalidRequest);
    assert_eq!(code(&number(), "seven".into()), ErrorCode::InvalidAnswer);
    assert_eq!(
        code(&text(), RawResponse::Number("7".into())),
        ErrorCode::InvalidRequest
    );
    assert_eq!(code(&text(), "".into()), ErrorCode::InvalidAnswer);
    let multiple = MultipleChoice::new(choices(&["a"]), choices(&["b", "c"])).unwrap();
    let multiple = Task::from(multiple);
    assert_eq!(code(&multiple, "a".into()), ErrorCode::InvalidRequest);
    assert_eq!(
        code(&multiple, RawResponse::List(vec![])),
        ErrorCode::InvalidAnswer
    );
    assert_eq!(code(&multiple, ["a", "a"].into()), ErrorCode::InvalidAnswer);
}

fn posed(id: GameId, draft: &Draft) -> Posed {
    play_of(id, std::slice::from_ref(draft), 0).pose().unwrap()
}

fn number() -> Task {
    quizcraft_core::Estimate::new(7.into(), 0.into(), 5.into())
        .unwrap()
        .into()
}

fn text() -> Task {
    let accents = quizcraft_core::Accents::Ignored;
    quizcraft_core::ShortAnswer::new(choices(&["São Paulo"]), accents)
        .unwrap()
        .into()
}

fn choices(texts: &[&str]) -> Vec<Choice> {
    texts
        .iter()
        .map(|text| Choice::new(text).unwrap())
        .collect()
}

fn drafted(task: Task) -> Draft {
    let first = crate::fixtures::draft(1);
    Draft::new(first.prompt().clone(), task, first.clarification().clone()).unwrap()
}
