//! The review of each kind of question.

use quizcraft_core::{
    Accents, Choice, Clarification, Decimal, Draft, Estimate, Keywords, MultipleChoice, Prompt,
    Sequence, ShortAnswer, Task, Unit,
};
use quizcraft_review::{Flaw, Part, Review, spoilers};

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn draft(prompt: &str, task: impl Into<Task>, clarification: &str) -> Draft {
    let clarification = Clarification::new(clarification).unwrap();
    Draft::new(Prompt::new(prompt).unwrap(), task, clarification).unwrap()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn choices(texts: &str) -> Vec<Choice> {
    let texts = texts.split(" / ");
    texts.map(|text| Choice::new(text).unwrap()).collect()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn multiple(right: &str, wrong: &str) -> MultipleChoice {
    MultipleChoice::new(choices(right), choices(wrong)).unwrap()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn order(items: &str) -> Sequence {
    Sequence::new(choices(items)).unwrap()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn number(value: i32, unit: Option<&str>) -> Estimate {
    let estimate = Estimate::new(value.into(), Decimal::ZERO, Decimal::from(20)).unwrap();
    estimate.with_unit(unit.map(|unit| Unit::new(unit).unwrap()))
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn text(accepted: &str) -> ShortAnswer {
    ShortAnswer::new(choices(accepted), Accents::Ignored).unwrap()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn statement(prompt: &str, is_true: bool, clarification: &str) -> Draft {
    let (key, other) = if is_true {
        ("True", "False")
    } else {
        ("False", "True")
    };
    let prompt = Prompt::new(prompt).unwrap();
    let clarification = Clarification::new(clarification).unwrap();
    Draft::single(
        prompt,
        choices(key).remove(0),
        choices(other),
        clarification,
    )
    .unwrap()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn flaws(draft: &Draft, keyword: &str) -> Vec<Flaw> {
    Review::new(&Keywords::new([keyword]).unwrap()).flaws(draft)
}

const WHY: &str = "The answer stands in many books.";

#[test]
fn a_question_ends_with_the_question_mark_of_its_script() {
    let single = |prompt: &str, right: &str, wrong: &str| {
        let (prompt, right) = (Prompt::new(prompt).unwrap(), choices(right).remove(0));
        let why = Clarification::new(WHY).unwrap();
        flaws(
            &Draft::single(prompt, right, choices(wrong), why).unwrap(),
            "geography",
        )
    };
    for (prompt, right, wrong) in [
        ("日本の首都はどこか？", "東京", "大阪 / 京都"),
        ("ما هي عاصمة مصر؟", "القاهرة", "دمشق / بغداد"),
        (
            "Ո՞րն է Հայաստանի մայրաքաղաքը՞",
            "Երևան",
            "Գյումրի / Վանաձոր",
        ),
    ] {
        assert_eq!(single(prompt, right, wrong), [], "{prompt}");
        let unfinished = prompt.trim_end_matches(['？', '؟', '՞']);
        let found = single(unfinished, right, wrong);
        assert_eq!(found, [Flaw::UnfocusedStem], "{unfinished}");
    }
    let two = single(
        "ما هي عاصمة مصر؟ وما هي عاصمة سوريا؟",
        "القاهرة",
        "بغداد / عمان",
    );
    assert_eq!(two, [Flaw::SeveralProblems]);
}

#[test]
fn several_right_options_stand_up_to_the_rules_of_single_choice() {
    for (prompt, right, wrong, expected) in [
        (
            "Which of these are moons of Jupiter?",
            "Io / Europa",
            "Titan / Rhea",
            None,
        ),
        (
            "Which two of these are moons of Jupiter?",
            "Io / Europa",
            "Titan / Rhea",
            Some(Flaw::CountGivenAway),
        ),
        (
            "Which of these is a moon of Jupiter?",
            "Io / Europa",
            "Titan / Rhea",
            Some(Flaw::CountGivenAway),
        ),
        (
            "Which of these are moons of Jupiter?",
            "Io / A moon called Europa",
            "Titan / Rhea",
            Some(Flaw::ConspicuousForm),
        ),
        (
            "Which of these are moons of Jupiter?",
            "Io / Io of Jupiter",
            "Titan / Rhea",
            Some(Flaw::OverlappingOptions),
        ),
        (
            "Which of these are not moons of Jupiter?",
            "Titan / Rhea",
            "Io / Europa",
            Some(Flaw::NegativeStem),
        ),
        (
            "Which of these are bridges over the Thames?",
            "Tower Bridge / Vauxhall",
            "Rialto / Ponte Vecchio",
            Some(Flaw::RepeatedWord),
        ),
        (
            "Which of these belonged to the house of Stuart?",
            "Charles I of England / James I of England",
            "George II of Great Britain / Richard III",
            Some(Flaw::OddOneOut),
        ),
        (
            "Which of these are moons of Saturn?",
            "Titan / Moon of ice",
            "Io / Europa",
            Some(Flaw::KeywordCue),
        ),
    ] {
        let draft = draft(prompt, multiple(right, wrong), WHY);
        let found = flaws(&draft, "Moon of ice");
        match expected {
            None => assert_eq!(found, [], "{prompt} {right}"),
            Some(flaw) => assert!(found.contains(&flaw), "{prompt} {right}: {found:?}"),
        }
    }
}

#[test]
fn a_number_needs_a_unit_and_a_prompt_without_it() {
    for (prompt, task, expected) in [
        ("In which year did Apollo 11 fly?", number(1969, None), None),
        ("How high is the Matterhorn?", number(4478, Some("m")), None),
        (
            "How high is the Matterhorn?",
            number(4478, None),
            Some(Flaw::MissingUnit),
        ),
        (
            "In which year did the revolution of 1848 begin?",
            number(1848, None),
            Some(Flaw::AnswerInPrompt),
        ),
        (
            "Which of these years saw the first flight?",
            number(1903, Some("AD")),
            Some(Flaw::MissingOptions),
        ),
        (
            "Tell the year",
            number(1903, None),
            Some(Flaw::UnfocusedStem),
        ),
    ] {
        let found = flaws(&draft(prompt, task, WHY), "flight");
        assert_eq!(found, Vec::from_iter(expected), "{prompt}");
    }
    let keyword = draft(
        "In which year was the battle fought?",
        number(1066, None),
        WHY,
    );
    assert_eq!(flaws(&keyword, "1066"), [Flaw::KeywordCue]);
}

#[test]
fn a_written_answer_is_short_and_not_in_the_prompt() {
    for (prompt, accepted, expected) in [
        ("What is the capital of France?", "Paris", None),
        ("Who painted Guernica?", "Pablo Picasso / Picasso", None),
        (
            "What is the capital of Mexico?",
            "Mexico City",
            Some(Flaw::AnswerInPrompt),
        ),
        (
            "Who was the second son of Philip?",
            "Philip II of Spain",
            Some(Flaw::AnswerInPrompt),
        ),
        (
            "Which flight landed first?",
            "Apollo 11",
            Some(Flaw::UnwritableAnswer),
        ),
        (
            "What earned Einstein his prize?",
            "The law of the photoelectric effect",
            Some(Flaw::UnwritableAnswer),
        ),
        (
            "Which of these is a city?",
            "Paris",
            Some(Flaw::MissingOptions),
        ),
    ] {
        let found = flaws(&draft(prompt, text(accepted), WHY), "art");
        assert_eq!(found, Vec::from_iter(expected), "{prompt}");
    }
    let keyword = draft("Which country borders Andorra?", text("France"), WHY);
    assert_eq!(flaws(&keyword, "France"), [Flaw::KeywordCue]);
}

#[test]
fn an_order_tells_its_direction_and_nothing_else() {
    for (prompt, items, expected) in [
        (
            "Put these battles in order of time, the earliest first.",
            "Marathon / Hastings / Waterloo",
            None,
        ),
        (
            "Put these battles in order of time.",
            "Marathon / Hastings / Waterloo",
            Some(Flaw::MissingDirection),
        ),
        (
            "Put these events in order of time, the earliest first.",
            "Hastings / Crisis of 1848 / Somme",
            Some(Flaw::OrderInItems),
        ),
        (
            "Put these kings in order of time, the earliest first.",
            "Louis XIV / Louis XVI / Charles X",
            Some(Flaw::OrderInItems),
        ),
        (
            "Put these battles in order of time, the earliest first.",
            "Ypres / Somme / Battle of the Somme",
            Some(Flaw::OverlappingOptions),
        ),
        (
            "The earliest first!",
            "Marathon / Hastings / Waterloo",
            Some(Flaw::UnfocusedStem),
        ),
    ] {
        let found = flaws(&draft(prompt, order(items), WHY), "history");
        assert_eq!(found, Vec::from_iter(expected), "{prompt} {items}");
    }
}

#[test]
fn a_statement_is_simple_and_corrected() {
    for (prompt, is_true, clarification, expected) in [
        (
            "True or false: The capital of Slovenia is Ljubljana.",
            true,
            "Slovenia has a short coast.",
            None,
        ),
        (
            "True or false: The capital of Slovenia is Zagreb.",
            false,
            "The capital of Slovenia is Ljubljana.",
            None,
        ),
        (
            "True or false: The capital of Slovenia is Zagreb.",
            false,
            "Tennis is played with a ball.",
            Some(Flaw::NoCorrection),
        ),
        (
            "True or false: Zagreb is not the capital of Slovenia.",
            true,
            "The capital of Slovenia is Ljubljana.",
            Some(Flaw::NegativeStem),
        ),
        (
            "True or false: The capital of Slovenia was always Zagreb.",
            false,
            "The capital of Slovenia is Ljubljana.",
            Some(Flaw::AbsoluteTerm),
        ),
        (
            "Is Zagreb the capital of Slovenia?",
            false,
            "The capital of Slovenia is Ljubljana.",
            Some(Flaw::TrueOrFalse),
        ),
        (
            "True or false: Is Zagreb the capital of Slovenia?",
            false,
            "The capital of Slovenia is Ljubljana.",
            Some(Flaw::UnfocusedStem),
        ),
    ] {
        let found = flaws(&statement(prompt, is_true, clarification), "Europe");
        assert_eq!(found, Vec::from_iter(expected), "{prompt}");
    }
}

#[test]
fn a_question_of_one_kind_reveals_one_of_another() {
    let moons = draft(
        "Which of these are moons of Jupiter?",
        multiple("Io / Europa", "Titan"),
        WHY,
    );
    let planet = draft(
        "Around which planet does Europa revolve?",
        text("Jupiter"),
        WHY,
    );
    let year = draft(
        "In which year was Europa discovered?",
        number(1610, None),
        WHY,
    );
    let story = draft(
        "Who first saw four moons?",
        text("Galileo"),
        "Europa was discovered in 1610.",
    );
    let found = |game: &[Draft]| {
        let spoilers = spoilers(game).into_iter();
        spoilers
            .map(|spoiler| (spoiler.revealing(), spoiler.spoiled(), spoiler.by()))
            .collect::<Vec<_>>()
    };

    assert!(found(&[moons, planet.clone()]).contains(&(0, 1, Part::Prompt)));
    assert_eq!(found(&[story, year.clone()]), [(0, 1, Part::Clarification)]);
    assert_eq!(found(&[planet, year]), []);
}

#[test]
fn a_statement_has_no_solution_that_others_reveal() {
    let game = [
        statement(
            "True or false: Io revolves around Jupiter.",
            true,
            "Io has volcanoes.",
        ),
        statement(
            "True or false: Io was discovered by Kepler.",
            false,
            "Galileo discovered Io.",
        ),
    ];
    assert_eq!(spoilers(&game), []);
}
