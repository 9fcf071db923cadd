//! Keywords find what a player means.

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use std::collections::BTreeSet;

use common::{game, shown, written};
use proptest::prelude::*;
use quizcraft_core::gateway::WriteError;
use quizcraft_generator::FactWriter;

#[expect(clippy::panic, reason = "what helps a test may panic as the test may")]
fn failure(keywords: &[&str]) -> String {
    match written(&FactWriter::new(), keywords, 1, 15) {
        Err(WriteError::Impossible(failure)) => failure.to_string(),
        other => panic!("expected a permanent failure, not {other:?}"),
    }
}

#[test]
fn several_keywords_narrow_one_another() {
    let european = [
        "Paris", "Vienna", "Lisbon", "Warsaw", "Athens", "Sofia", "Dublin", "Oslo",
    ];
    let mut seen = 0;
    for draft in game(&["capitals", "Europe"], 1, 30) {
        assert!(draft.prompt().as_str().contains("capital"), "{draft:?}");
        let text = shown(&draft);
        for far in [
            "Tokyo", "Lima", "Nairobi", "Canberra", "Bolivia", "Kenya", "Japan",
        ] {
            assert!(!text.contains(far), "{text}");
        }
        seen += european.iter().filter(|city| text.contains(**city)).count();
    }
    assert!(seen >= 8, "{seen}");
}

#[test]
fn the_name_of_a_topic_means_that_topic() {
    for draft in game(&["countries"], 1, 50) {
        let prompt = draft.prompt().as_str();
        for word in ["director", "painter", "Gauss", "inventor", "river"] {
            assert!(!prompt.contains(word), "{prompt}");
        }
    }
    let narrowed = game(&["country", "directors"], 1, 15);
    assert!(
        narrowed
            .iter()
            .all(|draft| shown(draft).contains("director"))
    );
}

#[test]
fn keywords_that_no_fact_matches_together_add_up() {
    let texts: Vec<_> = game(&["chemical symbol", "composer"], 1, 20)
        .iter()
        .map(shown)
        .collect();
    let count = |word: &str| texts.iter().filter(|text| text.contains(word)).count();

    assert!(count("symbol") >= 5);
    assert!(count("compose") >= 5);
}

#[test]
fn napoleon_is_good_for_a_whole_game() {
    for seed in 0..20 {
        let drafts = game(&["Napoleon", "history"], seed, 15);

        assert_eq!(drafts.len(), 15);
        let words = [
            "Napoleon",
            "Bonaparte",
            "Joséphine",
            "Coalition",
            "179",
            "180",
            "181",
            "Battle",
        ];
        let told = |text: &String| words.iter().any(|word| text.contains(word));
        for text in drafts.iter().map(shown) {
            assert!(told(&text), "{text}");
        }
    }
}

/// The words of the questions and answers of a large game.
fn words(keywords: &[&str]) -> BTreeSet<String> {
    let drafts = game(keywords, 4, 50);
    let texts = drafts
        .iter()
        .map(|draft| format!("{} {}", draft.prompt(), draft.solution()));
    let texts: Vec<_> = texts.collect();
    let words = texts.iter().flat_map(|text| text.split_whitespace());
    words.map(|word| word.replace(['?', ','], "")).collect()
}

/// Checks that two games are about the same, though chance may have chosen other facts of it.
fn assert_same(some: &[&str], others: &[&str]) {
    let (one, other) = (words(some), words(others));
    let common = one.intersection(&other).count();
    let least = one.len().min(other.len());
    assert!(
        common.saturating_mul(10) >= least.saturating_mul(6),
        "{some:?}, {others:?}: {common} of {least}"
    );
}

#[test]
fn case_accents_plurals_and_a_typing_mistake_do_not_matter() {
    for typed in ["JOSEPHINE", "Josefine"] {
        assert_same(&[typed], &["Joséphine"]);
    }
    assert_same(&["capital"], &["Capitals"]);
    assert_same(&["napolean"], &["napoleon"]);
}

#[test]
fn a_sentence_counts_as_its_words() {
    for sentence in ["capitals of Europe", "European capitals"] {
        assert_same(&[sentence], &["capitals", "Europe"]);
    }
}

#[test]
fn a_word_that_stands_in_another_name_does_not_mean_that() {
    let texts: Vec<_> = game(&["kings"], 1, 50).iter().map(shown).collect();
    assert!(
        texts.iter().all(|text| !text.contains("cobra")),
        "{texts:?}"
    );
    let drafts = game(&["rivers"], 1, 15);
    let rivers = drafts.iter().map(shown).filter(|text| {
        ["river", "flow", "ends", "lies on", "end"]
            .iter()
            .any(|word| text.contains(word))
    });
    assert!(rivers.count() >= 11, "{drafts:?}");
}

#[test]
fn a_subject_of_which_nothing_is_asked_stands_for_its_kind() {
    for name in ["Loki", "Panama", "Iliad", "Standard ML", "adrenaline"] {
        assert_eq!(game(&[name], 1, 15).len(), 15, "{name}");
    }
}

#[test]
fn a_keyword_with_a_single_fact_widens_to_its_neighbours() {
    for keyword in ["Pavlova", "sphygmomanometer", "Foucault", "katal"] {
        if let Ok(drafts) = written(&FactWriter::new(), &[keyword], 1, 15) {
            assert_eq!(drafts.iter().len(), 15, "{keyword}");
        }
    }
    let drafts = game(&["katal"], 1, 15);
    let units = drafts
        .iter()
        .map(shown)
        .filter(|text| text.contains("unit"));
    assert!(units.count() >= 8, "{drafts:?}");
}

#[test]
fn what_a_keyword_stands_for_is_no_giveaway() {
    // Holland is a keyword of the Netherlands, and every woman's name one of "women".
    for keyword in [
        "Holland",
        "Netherlands",
        "women",
        "Greek gods",
        "England",
        "Japan",
    ] {
        for seed in 0..10 {
            for draft in game(&[keyword], seed, 15) {
                let named = |text: &str| {
                    let names = match keyword {
                        "Holland" | "Netherlands" => "Netherlands",
                        "Greek gods" => "Greek",
                        "women" => "Artemisia Gentileschi",
                        other => other,
                    };
                    text.contains(names)
                };
                let wrong = draft.wrong().iter().any(|wrong| named(wrong.as_str()));
                let only_right = named(draft.solution().as_str()) && !wrong;
                assert!(!only_right, "{keyword}: {draft:?}");
            }
        }
    }
}

#[test]
fn a_keyword_with_few_facts_widens_to_its_neighbours() {
    let drafts = game(&["gold"], 1, 15);
    let metals = ["gold", "mercury", "platinum", "iridium", "thallium", "lead"];

    assert_eq!(drafts.len(), 15);
    let near = |text: String| {
        metals
            .iter()
            .any(|metal| text.to_lowercase().contains(metal))
    };
    assert!(drafts.iter().take(10).map(shown).all(near));
    assert!(shown(&drafts[0]).to_lowercase().contains("gold"));
}

#[test]
fn an_unknown_keyword_is_left_out_where_others_are_known() {
    assert_eq!(game(&["knitting", "space"], 2, 15), game(&["space"], 2, 15));
}

#[test]
fn a_player_learns_that_nothing_was_found_and_what_could_be() {
    let text = failure(&["knitting", "spaceships"]);

    assert!(text.contains("“knitting”"), "{text}");
    assert!(text.contains("Space"), "{text}");
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
        ("Luxemburg", "Luxembourg"),
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
        ("Betelguese", "Betelgeuse"),
        ("classical musik", "classical music"),
        ("Austerlits", "Austerlitz"),
        ("Waterlo", "Waterloo"),
        ("European captials", "European capitals"),
    ] {
        assert_same(&[typed], &[meant]);
    }
}

#[test]
fn a_word_of_another_world_finds_nothing() {
    for keyword in [
        "bread",
        "flowers",
        "marvel",
        "pasta",
        "trains",
        "planes",
        "machine learning",
        "cooking",
        "tennis",
        "cheese",
        "chocolate",
        "fashion",
        "gardening",
        "video games",
        "game of thrones",
        "philosophy",
        "fingers",
    ] {
        match written(&FactWriter::new(), &[keyword], 1, 15) {
            Err(WriteError::Impossible(_)) => {}
            other => panic!("{keyword}: {other:?}"),
        }
    }
}

#[test]
fn a_title_is_found_by_its_telling_words_only() {
    let about = |keyword: &str| shown(&game(&[keyword], 1, 1)[0]);

    assert!(about("OK Computer").contains("OK Computer"));
    assert!(about("nutcracker").contains("Nutcracker"));
    assert!(about("magic flute").contains("Magic Flute"));
    assert!(about("Figaro").contains("Figaro"));
    assert!(failure(&["rain"]).contains("“rain”"));
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
        assert!(failure(&[keyword]).contains("no facts"), "{keyword}");
    }
    assert_eq!(game(&["of", "space"], 2, 15), game(&["space"], 2, 15));
}

#[test]
fn a_symbol_that_is_a_stop_word_is_asked_all_the_same() {
    let texts: Vec<_> = game(&["indium", "symbol"], 1, 1)
        .iter()
        .map(shown)
        .collect();

    assert!(texts.iter().all(|text| text.contains(" In ")), "{texts:?}");
}

#[test]
fn even_the_longest_keywords_get_an_answer_that_fits() {
    let keywords: Vec<_> = ('a'..='j')
        .map(|c| format!("{c}q{}", "✂".repeat(48)))
        .collect();
    let keywords: Vec<_> = keywords.iter().map(String::as_str).collect();

    assert!(failure(&keywords).contains("You could try"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

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
            Ok(drafts) => prop_assert!(drafts.iter().len() > 0),
            Err(error) => prop_assert!(matches!(error, WriteError::Impossible(_))),
        }
    }
}
