//! Keywords find what a player means.

mod common;

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

#[test]
fn case_accents_plurals_and_a_typing_mistake_do_not_matter() {
    let meant = game(&["Joséphine"], 4, 5);

    assert_eq!(game(&["JOSEPHINE"], 4, 5), meant);
    assert_eq!(game(&["Josefine"], 4, 5), meant);
    assert_eq!(game(&["capital"], 4, 5), game(&["Capitals"], 4, 5));
    assert_eq!(game(&["napolean"], 4, 5), game(&["napoleon"], 4, 5));
}

#[test]
fn a_sentence_counts_as_its_words() {
    let meant = game(&["capitals", "Europe"], 2, 15);

    assert_eq!(game(&["capitals of Europe"], 2, 15), meant);
    assert_eq!(game(&["European capitals"], 2, 15), meant);
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
        assert_eq!(game(&[typed], 4, 10), game(&[meant], 4, 10), "{typed}");
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
