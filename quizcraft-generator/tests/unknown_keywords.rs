//! Keywords that are mistyped, unknown or find too little.

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use common::{about, assert_same, game, known, read, refusal, written};
use proptest::prelude::*;
use quizcraft_core::gateway::WriteError;
use quizcraft_generator::{FactWriter, KeywordUse};

#[test]
fn a_keyword_with_fewer_than_three_facts_is_refused_with_what_is_near_in_meaning() {
    for (keyword, suggestion) in [
        ("Loki", "Mythology"),
        ("Iliad", "Literature"),
        ("Standard ML", "Programming"),
        ("adrenaline", "The human body"),
        ("katal", "Units and measures"),
        ("OK Computer", "Music"),
        ("magic flute", "Music"),
        ("scss", "Programming"),
        ("zirconuim", "Chemical elements"),
    ] {
        let reading = read(keyword);
        assert!(reading.facts() < 3, "{reading}");
        assert_eq!(reading.used(), KeywordUse::LeftOut, "{reading}");
        let (told, quoted) = (refusal(&[keyword]), format!("“{keyword}”"));
        assert!(told.contains(&quoted) && told.contains("facts"), "{told}");
        let tries = told.split("You could try ").nth(1).unwrap_or_default();
        assert!(tries.starts_with(suggestion), "{told}");
    }
    assert!(refusal(&["Loki"]).contains("too few facts"));
    assert!(refusal(&["knitting"]).contains("no facts"));
}

#[test]
fn an_unknown_keyword_is_left_out_where_others_are_known() {
    assert_eq!(game(&["knitting", "space"], 2, 15), game(&["space"], 2, 15));
}

#[test]
fn a_player_learns_that_nothing_was_found_and_what_could_be() {
    let text = refusal(&["knitting", "spaceships"]);

    assert!(text.contains("“knitting” or “spaceships”"), "{text}");
    assert!(
        text.contains("Fashion") && text.contains("Space"),
        "each keyword gets a suggestion: {text}"
    );
}

/// The map of common words to topics that are near in meaning.
const RELATED: &str = include_str!("../facts/language/related.txt");

#[test]
fn a_common_word_without_facts_is_answered_with_topics_near_in_meaning() {
    let mut refused = 0;
    let lines = RELATED.lines().filter(|line| !line.starts_with('#'));
    for (words, topics) in lines.filter_map(|line| line.split_once(": ")) {
        for word in words.split("; ").filter(|word| read(word).facts() < 3) {
            refused += 1;
            let told = refusal(&[word]);
            assert!(
                topics.split("; ").any(|topic| told.contains(topic)),
                "{told}"
            );
        }
    }
    assert!(refused >= 10, "{refused}");
}

#[test]
fn a_mistyped_keyword_finds_what_was_meant() {
    for (typed, meant) in [
        ("Napolean", "Napoleon"),
        ("Beligum", "Belgium"),
        ("chemestry", "chemistry"),
        ("geografy", "geography"),
        ("Mozrat", "Mozart"),
        ("capitols", "capitals"),
        ("histroy", "history"),
        ("astronmy", "astronomy"),
        ("Beethovan", "Beethoven"),
        ("Shubert", "Schubert"),
        ("Portugual", "Portugal"),
        ("Germnay", "Germany"),
        ("Itlay", "Italy"),
        ("currancy", "currency"),
        ("constelation", "constellation"),
        ("Mozambiqe", "Mozambique"),
        ("Wellingten", "Wellington"),
        ("Robespiere", "Robespierre"),
        ("hidrogen", "hydrogen"),
        ("alumnium", "aluminium"),
        ("periodic tabel", "periodic table"),
        ("Unted Kingdom", "United Kingdom"),
        ("classical musik", "classical music"),
        ("Austerlits", "Austerlitz"),
        ("Waterlo", "Waterloo"),
        ("European captials", "European capitals"),
    ] {
        assert_same(typed, meant);
        assert!(read(typed).corrected().len() > 0, "{typed}");
    }
}

#[test]
fn a_word_of_the_language_is_not_corrected() {
    for word in [
        "elections",
        "election",
        "fingers",
        "knitting",
        "bread",
        "planes",
        "flags",
        "marble",
        "horse",
    ] {
        assert_eq!(read(word).corrected().len(), 0, "{}", read(word));
    }
    for seed in 0..5 {
        for written in about(&["elections"], seed) {
            let known = known(&written);
            assert!(!known.contains("electron"), "{known}");
            assert!(
                ["elect", "vote", "president", "minister"]
                    .iter()
                    .any(|word| known.contains(word)),
                "{known}"
            );
        }
    }
}

#[test]
fn an_unknown_word_finds_nothing() {
    for keyword in ["knitting", "fingers", "spaceships", "qwxzvk", "plumbing"] {
        assert_eq!(read(keyword).meaning().len(), 0, "{}", read(keyword));
        let told = refusal(&[keyword]);
        assert!(
            told.contains("no facts") && told.contains("You could try"),
            "{told}"
        );
    }
}

#[test]
fn a_keyword_without_a_telling_word_finds_nothing() {
    for keyword in [
        "!!!",
        "?",
        "🚀",
        "the",
        "of",
        "In",
        "to the",
        "a\u{200b}",
        "…",
    ] {
        assert!(refusal(&[keyword]).contains("no facts"), "{keyword}");
    }
    assert_eq!(game(&["of", "space"], 2, 15), game(&["space"], 2, 15));
}

#[test]
fn even_the_longest_keywords_get_an_answer_that_fits() {
    let keywords: Vec<_> = ('a'..='j')
        .map(|c| format!("{c}q{}", "✂".repeat(48)))
        .collect();
    let keywords: Vec<_> = keywords.iter().map(String::as_str).collect();

    assert!(refusal(&keywords).contains("You could try"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_is_asked_gets_a_game_or_a_reason(
        word in "\\PC{0,20}[a-z✂]\\PC{0,20}",
        topic in prop::sample::select(vec!["music", "space", "capital", "Orion", "war"]),
        seed: u8,
        limit in 1_i64..=50,
    ) {
        let drafts = game(&[&word, topic], seed, limit);
        prop_assert!(i64::try_from(drafts.len()).unwrap() <= limit);

        match written(&FactWriter::new(), &[&word], seed, limit) {
            Ok(drafts) => {
                let least = limit.min(3);
                prop_assert!(i64::try_from(drafts.iter().len()).unwrap() >= least);
            }
            Err(error) => prop_assert!(matches!(error, WriteError::Impossible(_))),
        }
    }
}
