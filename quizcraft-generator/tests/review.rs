//! The reviewer finds flaws, and no question of the writer has one.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use common::game;
use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
use quizcraft_generator::FactWriter;
use quizcraft_review::{Flaw, Review, flaws};

/// Returns the flaws of a question in a game on the Netherlands. The solution is the first option.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn found(prompt: &str, options: &str) -> Vec<Flaw> {
    let mut options = options
        .split(" / ")
        .map(|option| Choice::new(option).unwrap());
    let draft = Draft::single(
        Prompt::new(prompt).unwrap(),
        options.next().unwrap(),
        options.collect(),
        Clarification::new("That is so.").unwrap(),
    );
    flaws(&draft.unwrap(), &Keywords::new(["Netherlands"]).unwrap())
}

/// Flaws, each with a prompt and options that have it. The solution is the first option.
const FLAWED: &[(Flaw, &str, &str)] = &[
    (
        Flaw::UnfocusedStem,
        "The capital of France",
        "Paris / Lyon / Nice / Metz",
    ),
    (
        Flaw::UnfocusedStem,
        "Tell the capital of France.",
        "Paris / Lyon / Nice / Metz",
    ),
    (
        Flaw::SeveralProblems,
        "Who was it? When did he die?",
        "1821 / 1815 / 1809 / 1834",
    ),
    (
        Flaw::Blank,
        "____ is the capital of France?",
        "Paris / Lyon / Nice / Metz",
    ),
    (
        Flaw::Blank,
        "The capital … is called?",
        "Paris / Lyon / Nice / Metz",
    ),
    (
        Flaw::NegativeStem,
        "Which is not a city?",
        "Rhine / Lyon / Nice / Metz",
    ),
    (
        Flaw::NegativeStem,
        "All EXCEPT which are cities?",
        "Rhine / Lyon / Nice / Metz",
    ),
    (
        Flaw::NegativeStem,
        "Which city isn't French?",
        "Rome / Lyon / Nice / Metz",
    ),
    (Flaw::TrueOrFalse, "Is Paris a city?", "True / False"),
    (Flaw::TrueOrFalse, "Is Paris a city?", "Yes / No"),
    (
        Flaw::AllOfTheAbove,
        "Which are cities?",
        "All of the above / Lyon / Nice / Metz",
    ),
    (
        Flaw::AllOfTheAbove,
        "Which are cities?",
        "Lyon / Nice / All of these",
    ),
    (
        Flaw::NoneOfTheAbove,
        "Which are rivers?",
        "None of the above. / Lyon / Nice / Metz",
    ),
    (
        Flaw::CombinedOptions,
        "Which are cities?",
        "Both Lyon and Nice / Lyon / Nice",
    ),
    (
        Flaw::CombinedOptions,
        "Which are right?",
        "A and B / B and C / C",
    ),
    (
        Flaw::AbsoluteTerm,
        "When does it rain?",
        "In autumn / Always / In spring / In May",
    ),
    (
        Flaw::AbsoluteTerm,
        "How do cats sleep?",
        "Curled up / They never sleep / Upright",
    ),
    (
        Flaw::VagueTerm,
        "When does it rain?",
        "In autumn / It usually snows / In spring",
    ),
    (
        Flaw::RepeatedWord,
        "Which war saw the Crimea burn?",
        "Crimea War / Opium War / Boer War",
    ),
    (
        Flaw::RepeatedWord,
        "What is a moon of Mars called?",
        "Mars One / Titan / Io / Rhea",
    ),
    (
        Flaw::RepeatedWord,
        "What is a drawbridge?",
        "A bridge that can be raised / A tower beside a gate / A wall with gaps",
    ),
    (
        Flaw::ImplausibleOption,
        "Where is the city of Lyon?",
        "France / Lyon / Spain / Italy",
    ),
    (
        Flaw::GrammaticalCue,
        "The violin is a?",
        "Fiddle / Oboe / Drum / Horn",
    ),
    (
        Flaw::GrammaticalCue,
        "What has strings is an?",
        "Erhu / Oboe / Drum / Horn",
    ),
    (
        Flaw::OverlappingOptions,
        "Where is it?",
        "York / New York / Boston / Miami",
    ),
    (
        Flaw::OverlappingOptions,
        "Where is it?",
        "Oslo / Rio / RIO / Miami",
    ),
    (
        Flaw::OverlappingRanges,
        "How many are there?",
        "10-20 / 15-30 / 40-50 / 60-70",
    ),
    (
        Flaw::UnequalForm,
        "How many are there?",
        "Seven / 15 / 40 / 60",
    ),
    (
        Flaw::UnequalForm,
        "What is it called?",
        "copper / Tin / Lead / Iron",
    ),
    (
        Flaw::ConspicuousForm,
        "What is it called?",
        "The Hague / Delft / Breda / Leiden",
    ),
    (
        Flaw::ConspicuousForm,
        "What is it called?",
        "Tin (Sn) / Lead / Iron / Zinc",
    ),
    (
        Flaw::ConspicuousForm,
        "What is the calm centre of a hurricane called?",
        "Eye / A microburst / A derecho / A monsoon",
    ),
    (
        Flaw::ConspicuousForm,
        "What is chalk known for?",
        "Being made of shells / Six-sided columns / Rounded pebbles",
    ),
    (
        Flaw::ConspicuousForm,
        "What is basalt known for?",
        "Six-sided columns / Floating on water / Feeling greasy",
    ),
    (
        Flaw::OddOneOut,
        "Which of these is a butterfly?",
        "Swallowtail / Atlas moth / Codling moth / Silk moth",
    ),
    (
        Flaw::ConspicuousLength,
        "Who won?",
        "The tall man from the far hills / Ney / The cook",
    ),
    (
        Flaw::Convergence,
        "What is it?",
        "Red star / Red moon / Blue star / Green sun",
    ),
    (
        Flaw::RoundNumbers,
        "When was it?",
        "1815 / 1810 / 1820 / 1830",
    ),
    (Flaw::EvenSteps, "When was it?", "1815 / 1813 / 1817 / 1819"),
    (
        Flaw::KeywordCue,
        "Where is it?",
        "Netherlands / France / Germany / England",
    ),
    (
        Flaw::KeywordCue,
        "Where is it?",
        "The Netherlands / The Gambia / The Congo",
    ),
];

#[test]
fn each_flaw_is_found() {
    for &(flaw, prompt, options) in FLAWED {
        let found = found(prompt, options);
        assert!(found.contains(&flaw), "{prompt} {options}: {found:?}");
    }
}

#[test]
fn a_long_prompt_is_a_flaw() {
    let long = format!("{}Who won?", "It was a dark and stormy night. ".repeat(10));

    assert_eq!(
        found(&long, "Ney / Murat / Soult / Lannes"),
        [Flaw::WordyStem]
    );
}

#[test]
fn questions_without_flaws_pass() {
    for (prompt, options) in [
        (
            "What is the capital of France?",
            "Paris / Lyon / Nice / Metz",
        ),
        ("In which year was it signed?", "1815 / 1809 / 1812 / 1830"),
        ("In which year was it signed?", "1810 / 1809 / 1812 / 1835"),
        (
            "What is the capital of the Netherlands?",
            "Amsterdam / Brussels / Paris / Berlin",
        ),
        (
            "Who recorded the album Nevermind?",
            "Nirvana / Queen / Blur / Oasis",
        ),
        (
            "Which of these albums is by Queen?",
            "Jazz / Never Mind the Bollocks / Parklife",
        ),
        (
            "Which of these ended the war?",
            "Treaty of Amiens / Treaty of Nanking / Treaty of Ghent",
        ),
        ("What is the symbol for indium?", "In / Ir / I / Ti"),
        ("Which planet is number 4?", "Mars / Venus / Earth / Saturn"),
        (
            "Who commanded Apollo 11?",
            "Neil Armstrong / Jim Lovell / Frank Borman",
        ),
        ("What number is the planet Mars?", "4 / 3 / 5 / 6"),
        (
            "Which of these lies between Asia and America?",
            "Bering Strait / Korea Strait / Strait of Dover",
        ),
        (
            "Which of these do people keep for its thread?",
            "Silk moth / Swallowtail / Brimstone / Red admiral",
        ),
    ] {
        assert_eq!(found(prompt, options), [], "{prompt} {options}");
    }
}

#[test]
fn a_flaw_is_displayed_with_its_rule_and_source() {
    let text = Flaw::NegativeStem.to_string();

    assert!(
        text.starts_with("negatively worded stem (Tarrant"),
        "{text}"
    );
}

#[test]
fn every_question_of_the_writer_passes() {
    let (mut asked, mut flawed, seeds) = (0, Vec::new(), 0..3);
    for topic in FactWriter::new().topics() {
        let review = Review::new(&Keywords::new([topic.name()]).unwrap());
        for draft in seeds
            .clone()
            .flat_map(|seed| game(&[topic.name()], seed, 50))
        {
            let flaws = review.flaws(&draft);
            flawed.extend((!flaws.is_empty()).then_some((flaws, draft)));
            asked += 1;
        }
    }
    assert!(flawed.is_empty(), "{flawed:#?}");
    assert!(asked >= 2_000, "{asked}");
}
