//! Keywords that are mistyped, unknown or have too few facts.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use common::{about, assert_same, failure, game, known, of_kinds, read, written};
use proptest::prelude::*;
use quizcraft_core::gateway::WriteError;
use quizcraft_core::{Kind, Kinds};
use quizcraft_generator::{FactWriter, KeywordUse};

#[test]
fn a_game_on_a_keyword_with_fewer_than_three_facts_fails_with_suggestions() {
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
        let text = failure(&[keyword]);
        let expected = format!("No questions are available for “{keyword}”. Try {suggestion}");
        assert!(text.starts_with(&expected), "{text}");
    }
}

#[test]
fn an_unknown_keyword_is_left_out_if_others_are_known() {
    assert_eq!(game(&["knitting", "space"], 2, 15), game(&["space"], 2, 15));
}

/// Returns the keywords that the writer names as unknown.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn named_as_unknown(keywords: &[&str]) -> Vec<String> {
    let drafts = written(&FactWriter::new(), keywords, 1, 15).unwrap();
    drafts.unknown().iter().map(ToString::to_string).collect()
}

#[test]
fn a_keyword_that_is_left_out_is_named_as_unknown() {
    for (keywords, unknown) in [
        (&["chemistry", "Zorvelle"][..], &["Zorvelle"][..]),
        (
            &["Zorvelle", "chemistry", "qwxzvk"],
            &["Zorvelle", "qwxzvk"],
        ),
        (&["music", "Loki"], &["Loki"]),
        (&["capitals", "Europe", "qwertz"], &["qwertz"]),
        (&["capitals", "Europe"], &[]),
        (&["music", "chemistry"], &[]),
        (&["chemestry", "space"], &[]),
        (&["helium"], &[]),
    ] {
        assert_eq!(named_as_unknown(keywords), unknown, "{keywords:?}");
    }
}

#[test]
fn every_unknown_keyword_has_a_suggestion() {
    let text = failure(&["knitting", "spaceships"]);

    assert!(text.contains("“knitting” or “spaceships”"), "{text}");
    assert!(text.contains("Fashion") && text.contains("Space"), "{text}");
}

/// The map from common words to topics that are near in meaning.
const RELATED: &str = include_str!("../facts/language/related.txt");

#[test]
fn suggestions_for_a_common_word_are_topics_near_in_meaning() {
    let mut failed = 0;
    let lines = RELATED.lines().filter(|line| !line.starts_with('#'));
    for (words, topics) in lines.filter_map(|line| line.split_once(": ")) {
        for word in words.split("; ").filter(|word| read(word).facts() < 3) {
            failed += 1;
            let text = failure(&[word]);
            assert!(
                topics.split("; ").any(|topic| text.contains(topic)),
                "{text}"
            );
        }
    }
    assert!(failed >= 10, "{failed}");
}

#[test]
fn a_mistyped_keyword_is_corrected() {
    for (typed, meant) in [
        ("Napolean", "Napoleon"),
        ("Beligum", "Belgium"),
        ("chemestry", "chemistry"),
        ("geografy", "geography"),
        ("Mozrat", "Mozart"),
        ("captials", "capitals"),
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
fn a_dictionary_word_is_not_corrected() {
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
fn an_unknown_word_has_no_meaning() {
    for keyword in ["knitting", "fingers", "spaceships", "qwxzvk", "plumbing"] {
        assert_eq!(read(keyword).meaning().len(), 0, "{}", read(keyword));
        let text = failure(&[keyword]);
        assert!(
            text.starts_with("No questions are available") && text.contains("Try "),
            "{text}"
        );
    }
}

#[test]
fn a_keyword_of_stop_words_or_symbols_has_no_meaning() {
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
        let text = failure(&[keyword]);
        assert!(text.starts_with("No questions are available"), "{keyword}");
    }
    assert_eq!(game(&["of", "space"], 2, 15), game(&["space"], 2, 15));
}

#[test]
fn the_failure_text_fits_for_the_longest_keywords() {
    let keywords: Vec<_> = ('a'..='j')
        .map(|c| format!("{c}q{}", "✂".repeat(48)))
        .collect();
    let keywords: Vec<_> = keywords.iter().map(String::as_str).collect();

    assert!(failure(&keywords).contains("Try "));
}

/// Words that no fact knows, names with few facts, and words near in meaning to topics, some of which have no
/// questions of some kinds.
const UNKNOWN: [&str; 12] = [
    "Loki",
    "Iliad",
    "katal",
    "scss",
    "zirconuim",
    "qwxzvk",
    "plumbing",
    "knitting",
    "spaceships",
    "phobia",
    "bread",
    "the",
];

#[test]
fn a_game_about_a_suggestion_has_questions_of_the_same_kinds() {
    let writer = FactWriter::new();
    let mut suggestions = 0;
    for kind in Kind::ALL {
        let kinds = Kinds::new([*kind]).unwrap();
        for keyword in UNKNOWN {
            let game = of_kinds(&writer, &[keyword], kinds, 1, 5);
            let Err(WriteError::Impossible(failure)) = game else {
                continue;
            };
            assert!(!failure.suggestions().is_empty(), "{failure}");
            for suggestion in failure.suggestions() {
                suggestions += 1;
                let game = of_kinds(&writer, &[suggestion.as_str()], kinds, 2, 5);
                assert!(game.is_ok(), "{kind}: {failure}");
            }
        }
    }
    assert!(suggestions >= 100, "{suggestions}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_keyword_yields_a_game_or_a_failure(
        word in "\\PC{0,20}[a-z✂]\\PC{0,20}",
        topic in prop::sample::select(vec!["music", "space", "capital", "Orion", "war"]),
        seed: u8,
        limit in 1_i64..=50,
    ) {
        let drafts = written(&FactWriter::new(), &[&word, topic], seed, limit).unwrap();
        prop_assert!(i64::try_from(drafts.iter().len()).unwrap() <= limit);
        let is_unknown = !drafts.unknown().is_empty();
        prop_assert!(drafts.unknown().iter().all(|unknown| unknown.as_str() != topic));

        let alone = written(&FactWriter::new(), &[&word], seed, limit);
        prop_assert!(!is_unknown || alone.is_err(), "{word:?} is unknown, but has questions");
        match alone {
            // A name may yield fewer questions than it has facts: none has the name as its solution.
            Ok(drafts) => prop_assert!(drafts.iter().len() >= 1),
            Err(error) => prop_assert!(matches!(error, WriteError::Impossible(_))),
        }
    }
}
