//! Laws of parsing, normalising and scoring responses, for every kind of question.

use proptest::prelude::*;
use proptest::sample::Index;
use quizcraft_contract::strategies;
use quizcraft_core::{
    Accents, Choice, Decimal, Draft, Estimate, InvalidResponse, Kind, MultipleChoice, RawResponse,
    Response, Score, Sequence, ShortAnswer, SingleChoice, Task, Verdict,
};

proptest! {
    #[test]
    fn a_score_is_between_0_and_1(draft in strategies::draft(), chosen in any::<Index>()) {
        let (task, response) = responded(&draft, chosen);
        let score = task.score(&response);
        prop_assert!(score <= Score::FULL);
        prop_assert_eq!(Verdict::from(score) == Verdict::Right, score == Score::FULL);
    }

    #[test]
    fn the_correct_response_scores_1(task in strategies::task()) {
        prop_assert_eq!(task.score(&task.correct()), Score::FULL);
        let parsed = task.parse(&task.correct().to_raw()).unwrap();
        prop_assert_eq!(task.score(&parsed), Score::FULL);
        prop_assert!(task.equivalent(&task.correct(), &parsed));
    }

    #[test]
    fn the_raw_form_of_a_response_is_parsed_to_the_same_response(
        draft in strategies::draft(),
        chosen in any::<Index>(),
    ) {
        let (task, response) = responded(&draft, chosen);
        prop_assert_eq!(task.parse(&response.to_raw()), Ok(response.clone()));
        prop_assert_eq!(task.restore(response.to_raw()), Ok(response.clone()));
        let json = serde_json::to_string(&response.to_raw()).unwrap();
        let raw: RawResponse = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(task.parse(&raw), Ok(response), "{}", json);
    }

    #[test]
    fn normalising_twice_is_normalising_once(
        draft in strategies::draft(),
        chosen in any::<Index>(),
    ) {
        let (task, response) = responded(&draft, chosen);
        let once = task.normalise(&response).into_owned();
        prop_assert_eq!(task.normalise(&once).into_owned(), once);
    }

    #[test]
    fn the_stored_form_of_a_task_round_trips(task in strategies::task()) {
        let json = serde_json::to_string(&task).unwrap();
        prop_assert_eq!(serde_json::from_str::<Task>(&json).unwrap(), task);
    }

    #[test]
    fn a_response_in_another_form_is_equivalent_and_scores_the_same(
        draft in strategies::draft(),
        chosen in any::<Index>(),
        rotation in any::<Index>(),
    ) {
        let (task, response) = responded(&draft, chosen);
        let other = task.parse(&in_another_form(&response, rotation)).unwrap();
        prop_assert!(task.equivalent(&response, &other), "{:?}, {:?}", response, other);
        prop_assert!(task.equivalent(&other, &response));
        prop_assert_eq!(task.score(&response), task.score(&other));
    }

    #[test]
    fn a_single_choice_is_right_or_wrong(draft in strategies::single_draft(), chosen in any::<Index>()) {
        let (task, response) = responded(&draft, chosen);
        let is_right = response.choice() == Some(draft.solution());
        prop_assert_eq!(task.score(&response), if is_right { Score::FULL } else { Score::NONE });
    }

    #[test]
    fn a_multiple_choice_scores_the_right_options_less_the_wrong_ones(
        (right, wrong) in (1..5_usize, 1..4_usize).prop_filter("options", |(r, w)| r + w >= 3),
        chosen in any::<[bool; 8]>(),
    ) {
        let name = |kind: &str, count: usize| -> Vec<Choice> {
            (0..count).map(|n| Choice::restore(format!("{kind} {n}"))).collect()
        };
        let (right, wrong) = (name("right", right), name("wrong", wrong));
        let task = Task::from(MultipleChoice::new(right.clone(), wrong.clone()).unwrap());
        let options = right.iter().chain(&wrong).zip(chosen);
        let texts = options.filter(|(_, chosen)| *chosen).map(|(option, _)| option.to_string());
        let texts: Vec<_> = texts.collect();
        prop_assume!(!texts.is_empty());
        let chosen = |options: &[Choice]| {
            let is_chosen = |option: &&Choice| texts.contains(&option.to_string());
            options.iter().filter(is_chosen).count()
        };
        let (hits, misses) = (chosen(&right), chosen(&wrong));
        let response = task.parse(&RawResponse::List(texts.clone())).unwrap();
        assert_share(task.score(&response), hits.saturating_sub(misses), right.len());
        let all_right = hits == right.len() && misses == 0;
        prop_assert_eq!(task.score(&response) == Score::FULL, all_right);
    }

    #[test]
    fn an_ordering_scores_the_share_of_pairs_in_order(
        order in (3..=8_usize).prop_flat_map(|items| Just((0..items).collect::<Vec<_>>()).prop_shuffle()),
    ) {
        let name = |place: usize| format!("item {place}");
        let items = (0..order.len()).map(|place| Choice::restore(name(place)));
        let task = Task::from(Sequence::new(items.collect()).unwrap());
        let response = order.iter().map(|&place| name(place)).collect();
        let response = task.parse(&RawResponse::List(response)).unwrap();
        let pairs = (0..order.len()).flat_map(|a| (a + 1..order.len()).map(move |b| (a, b)));
        let in_order: Vec<bool> = pairs.map(|(a, b)| order[a] < order[b]).collect();
        let right = in_order.iter().filter(|right| **right).count();
        assert_share(task.score(&response), right, in_order.len());
        prop_assert_eq!(task.score(&response) == Score::FULL, order.is_sorted());
    }

    #[test]
    fn a_number_scores_1_within_the_tolerance_and_0_from_the_span(
        value in strategies::decimal(),
        tolerance in 0..1_000_000_i32,
        further in 0..1_000_000_i32,
        distance in 0..3_000_000_i32,
    ) {
        let (tolerance, span) = (thousandths(tolerance), thousandths(tolerance + further));
        let task = Task::from(Estimate::new(value, tolerance, span).unwrap());
        let distance = thousandths(distance);
        for raw in [format!("{value}+{distance}"), format!("{value}-{distance}")] {
            let Some(response) = sum(&raw) else { continue };
            let score = task.score(&Response::Number(response));
            prop_assert_eq!(score == Score::FULL, distance <= tolerance, "{} of {:?}", raw, task);
            if distance > tolerance && distance >= span {
                prop_assert_eq!(score, Score::NONE);
            }
        }
    }

    #[test]
    fn the_score_of_a_number_never_rises_with_its_distance(
        tolerance in 0..1_000_i32,
        further in 0..1_000_i32,
        numbers in (-3_000..3_000_i32, -3_000..3_000_i32),
    ) {
        let task = Task::from(
            Estimate::new(Decimal::ZERO, tolerance.into(), (tolerance + further).into()).unwrap(),
        );
        let score = |number: i32| task.score(&Response::Number(number.into()));
        let (near, far) = match numbers {
            (a, b) if a.abs() <= b.abs() => (a, b),
            (a, b) => (b, a),
        };
        prop_assert!(score(near) >= score(far));
        prop_assert_eq!(score(near), score(-near));
        prop_assert!(score(far) < Score::FULL || far.abs() <= tolerance);
    }

    #[test]
    fn any_text_is_normalised_once(
        text in "\\PC{1,40}|.{1,40}|[a-zA-Zß\u{130}\u{131}\u{17f}\u{1e9e}ﬁ\u{300}-\u{36f}\u{345}ΐςΣ]{1,20}",
        accents in accents(),
    ) {
        let task = ShortAnswer::restore(Choice::restore("right"), vec![], accents);
        let task = Task::from(task);
        let once = task.normalise(&text_response(&text)).into_owned();
        prop_assert_eq!(task.normalise(&once).into_owned(), once);
    }

    #[test]
    fn a_text_is_right_in_any_letter_case_and_width(
        text in strategies::choice(),
        accents in accents(),
    ) {
        let task = Task::from(ShortAnswer::new(vec![text.clone()], accents).unwrap());
        let other = task.normalise(&text_response(text.as_str())).into_owned();
        for form in [
            text.as_str().to_uppercase(),
            text.as_str().to_lowercase(),
            other.choice().unwrap().to_string(),
            format!("\u{200b} \u{3000}{text}\t"),
        ] {
            prop_assert_eq!(task.score(&text_response(&form)), Score::FULL, "{:?}", form);
        }
    }
}

#[test]
fn accents_and_spelling_of_texts() {
    let task = |accents| {
        let accepted = ["Škoda Č", "fiancé", "Straße", "İstanbul", "x²"].map(Choice::restore);
        Task::from(ShortAnswer::new(accepted.to_vec(), accents).unwrap())
    };
    let score = |accents, text: &str| task(accents).score(&text_response(text)).thousandths();
    for text in ["škoda  č", "FIANCE\u{301}", "STRASSE", "x2", "ﬁancé"] {
        assert_eq!(score(Accents::Matter, text), 1000, "{text}");
        assert_eq!(score(Accents::Ignored, text), 1000, "{text}");
    }
    for text in ["skoda c", "fiance", "istanbul", "ISTANBUL"] {
        assert_eq!(score(Accents::Ignored, text), 1000, "{text}");
    }
    for text in ["skoda c", "fiance", "Škoda", "fiancé x"] {
        assert_eq!(score(Accents::Matter, text), 0, "{text}");
    }
}

/// The marks of other scripts distinguish words.
#[test]
fn marks_of_other_scripts_are_no_accents() {
    for (right, wrong) in [("कि", "का"), ("が", "か"), ("は\u{3099}", "は")] {
        let task = ShortAnswer::new(vec![Choice::new(right).unwrap()], Accents::Ignored).unwrap();
        let task = Task::from(task);
        assert_eq!(task.score(&text_response(right)), Score::FULL);
        assert_eq!(task.score(&text_response(wrong)), Score::NONE, "{wrong}");
    }
}

#[test]
fn a_short_answer_has_up_to_20_accepted_texts() {
    let texts = |count: usize| {
        (0..count)
            .map(|n| Choice::restore(format!("text {n}")))
            .collect()
    };
    assert!(ShortAnswer::new(texts(20), Accents::Ignored).is_ok());
    assert!(ShortAnswer::new(texts(21), Accents::Ignored).is_err());
}

#[test]
fn each_invalid_response_says_what_is_wrong() {
    let text = |count| RawResponse::Text("x".repeat(count));
    let list = |texts: &[&str]| RawResponse::List(texts.iter().map(ToString::to_string).collect());
    for (kind, raw, message) in [
        (
            Kind::Single,
            "none".into(),
            "the choice is not an option of this question",
        ),
        (
            Kind::Multiple,
            list(&["a", "none"]),
            "the choice is not an option of this question",
        ),
        (Kind::Multiple, list(&[]), "choose at least one option"),
        (
            Kind::Multiple,
            list(&["a", "a"]),
            "an option is chosen more than once",
        ),
        (
            Kind::Number,
            "many".into(),
            "the response is not a decimal number such as -12.5",
        ),
        (
            Kind::Number,
            RawResponse::Number("1000000000000000".into()),
            "the response has more than 15 digits before the point",
        ),
        (
            Kind::Text,
            text(201),
            "the response has 201 characters, more than the 200 allowed",
        ),
        (Kind::Text, " ".into(), "the response is empty"),
        (
            Kind::Order,
            list(&["a", "b"]),
            "the response must contain each of the 3 items once",
        ),
        (
            Kind::Order,
            list(&["a", "b", "b"]),
            "the response must contain each of the 3 items once",
        ),
        (
            Kind::Order,
            list(&["a", "b", "none"]),
            "the choice is not an option of this question",
        ),
    ] {
        let error = task_of(kind).parse(&raw).unwrap_err();
        assert_eq!(error.to_string(), message, "{kind}, {raw:?}");
    }
}

#[test]
fn a_response_of_another_type_is_a_wrong_type() {
    let raw = |kind| match kind {
        Kind::Single | Kind::Text => RawResponse::Text("a".to_owned()),
        Kind::Number => RawResponse::Number("1".to_owned()),
        _ => RawResponse::List(vec!["a".to_owned()]),
    };
    for &kind in Kind::ALL {
        for other in Kind::ALL.iter().copied().map(raw) {
            let task = task_of(kind);
            let is_text = matches!(other, RawResponse::Text(_));
            let is_allowed = std::mem::discriminant(&raw(kind)) == std::mem::discriminant(&other)
                || (kind == Kind::Number && is_text);
            let parsed = task.parse(&other);
            let wrong_type = Err(InvalidResponse::WrongType { kind });
            assert_eq!(parsed == wrong_type, !is_allowed, "{kind}, {other:?}");
            assert_eq!(task.restore(other) == wrong_type, !is_allowed, "{kind}");
        }
    }
}

/// Returns a task of this kind, whose options or texts are "a", "b" and "c".
fn task_of(kind: Kind) -> Task {
    let abc = ["a", "b", "c"].map(Choice::restore);
    let [a, b, c] = abc.clone();
    match kind {
        Kind::Single => SingleChoice::new(a, vec![b, c]).unwrap().into(),
        Kind::Multiple => MultipleChoice::new(vec![a], vec![b, c]).unwrap().into(),
        Kind::Number => Estimate::new(7.into(), 0.into(), 0.into()).unwrap().into(),
        Kind::Text => ShortAnswer::new(abc.to_vec(), Accents::Ignored)
            .unwrap()
            .into(),
        _ => Sequence::new(abc.to_vec()).unwrap().into(),
    }
}

fn responded(draft: &Draft, chosen: Index) -> (&Task, Response) {
    let raw = strategies::response_to(draft, &chosen);
    (draft.task(), draft.task().parse(&raw).unwrap())
}

/// Returns another form of a response that means the same.
fn in_another_form(response: &Response, rotation: Index) -> RawResponse {
    match (response, response.to_raw()) {
        (Response::Multiple(_), RawResponse::List(mut texts)) => {
            let middle = rotation.index(texts.len());
            texts.rotate_left(middle);
            RawResponse::List(texts)
        }
        (Response::Text(_), RawResponse::Text(text)) => {
            // Some letters have more than one capital.
            let text = if rotation.index(2) == 0 {
                text.to_uppercase()
            } else {
                text
            };
            match text.chars().count() {
                ..=198 => RawResponse::Text(format!(" {text}\u{3000}")),
                _ => response.to_raw(),
            }
        }
        (Response::Number(_), RawResponse::Number(number)) if !number.contains('.') => {
            RawResponse::Text(format!(" {number}.0 "))
        }
        (_, raw) => raw,
    }
}

fn accents() -> impl Strategy<Value = Accents> {
    prop_oneof![Just(Accents::Ignored), Just(Accents::Matter)]
}

fn text_response(text: &str) -> Response {
    Response::Text(Choice::restore(text))
}

fn thousandths(count: i32) -> Decimal {
    format!("{}.{:03}", count / 1000, count % 1000)
        .parse()
        .unwrap()
}

/// Returns the sum or the difference of two decimal numbers, if it is in the accepted range.
fn sum(text: &str) -> Option<Decimal> {
    let scaled = |number: &str| -> i128 {
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let digits = format!("{}{fraction:0<9}", whole.trim_start_matches('-'));
        let value: i128 = digits.parse().unwrap();
        if number.starts_with('-') {
            -value
        } else {
            value
        }
    };
    let operator = text.rfind(['+', '-']).unwrap();
    let (one, other) = (scaled(&text[..operator]), scaled(&text[operator + 1..]));
    let result = if text[operator..].starts_with('+') {
        one + other
    } else {
        one - other
    };
    let (whole, fraction) = (result.abs() / 1_000_000_000, result.abs() % 1_000_000_000);
    let sign = if result < 0 { "-" } else { "" };
    format!("{sign}{whole}.{fraction:09}").parse().ok()
}

/// Checks that a score is a share, rounded to thousandths.
fn assert_share(score: Score, part: usize, whole: usize) {
    let thousandths = usize::from(score.thousandths());
    let error = (thousandths * whole).abs_diff(part * 1_000);
    assert!(2 * error <= whole, "{score} instead of {part}/{whole}");
}
