//! Keywords select the facts that a player means.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use common::{about, assert_same, game, known, meaning, read, reading, shown};
use quizcraft_core::{Draft, Keywords};
use quizcraft_generator::{FactWriter, KeywordUse, Written};

#[test]
fn several_keywords_are_intersected() {
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
fn the_name_of_a_topic_means_that_topic_only() {
    for draft in game(&["countries"], 1, 50) {
        let prompt = draft.prompt().as_str();
        for word in ["director", "painter", "Gauss", "inventor", "river"] {
            assert!(!prompt.contains(word), "{prompt}");
        }
    }
    let narrowed = game(&["country", "painters"], 1, 15);
    assert!(
        narrowed
            .iter()
            .all(|draft| shown(draft).contains("painter"))
    );
}

#[test]
fn keywords_without_common_facts_are_all_used() {
    let texts: Vec<_> = game(&["chemical symbol", "composer"], 1, 20)
        .iter()
        .map(shown)
        .collect();
    let count = |word: &str| texts.iter().filter(|text| text.contains(word)).count();

    assert!(count("symbol") >= 3);
    assert!(count("compose") >= 3);
}

#[test]
fn napoleon_yields_a_whole_game() {
    for seed in 0..5 {
        let game = about(&["Napoleon", "history"], seed);

        assert_eq!(game.len(), 15);
        for written in &game {
            assert!(written.is_named(), "{written:?}");
            let known = known(written);
            assert!(
                known.contains("napoleon") || known.contains("bonaparte"),
                "{known}"
            );
        }
    }
}

#[test]
fn case_accents_plurals_and_a_typing_error_are_ignored() {
    for typed in ["JOSEPHINE", "Josefine"] {
        assert_same(typed, "Joséphine");
    }
    assert_same("capital", "Capitals");
    assert_same("napolean", "napoleon");
    assert_same("mice", "mouse");
    assert_same("woman", "women");
    assert_eq!(read("JOSEPHINE").corrected().len(), 0);
    assert!(read("Josefine").corrected().eq(["josephine"]));
}

#[test]
fn a_phrase_means_the_intersection_of_its_words() {
    for sentence in ["capitals of Europe", "European capitals"] {
        assert_eq!(
            game(&[sentence], 4, 15),
            game(&["capitals", "Europe"], 4, 15),
            "{sentence}"
        );
    }
}

#[test]
fn adjectives_of_countries_are_intersected_with_the_noun() {
    for (keyword, kind, land) in [
        ("French painters", "paint", "franc"),
        ("film, 1994", "film", "1994"),
    ] {
        let keywords: Vec<_> = keyword.split(", ").collect();
        let game = about(&keywords, 1);
        assert_eq!(game.len(), 15, "{keyword}");
        for written in &game {
            let known = format!("{} {}", known(written), written.kind());
            assert!(
                known.contains(kind) && known.contains(land),
                "{keyword}: {known}"
            );
        }
    }
    for written in about(&["African rivers"], 1) {
        let (known, asked) = (known(&written), written.draft());
        assert!(known.contains("river"), "{known}");
        let asked = format!("{} {}", asked.prompt(), asked.solution());
        for far in [
            "Danube",
            "Rhine",
            "Amazon",
            "Mississippi",
            "Thames",
            "Ganges",
            "Volga",
            "Seine",
            "Paris",
            "Indus",
        ] {
            assert!(!asked.contains(far), "{asked}");
        }
    }
    for written in about(&["Belgian"], 1) {
        let known = known(&written);
        assert!(
            known.contains("belgi") || known.contains("brussels"),
            "{known}"
        );
    }
}

/// Returns the years in the texts of a question and in the words that find it.
fn years(written: &Written) -> Vec<i32> {
    let known = known(written);
    let words = known.split(|c: char| !c.is_ascii_digit());
    words.filter_map(|word| word.parse().ok()).collect()
}

#[test]
fn a_period_finds_subjects_with_one_of_its_years() {
    for (keyword, period) in [
        ("1970s", 1970..=1979),
        ("the seventies", 1970..=1979),
        ("1994", 1994..=1994),
        ("1905 to 1914", 1905..=1914),
    ] {
        let reading = read(keyword);
        assert!(reading.facts() >= 30, "{reading}");
        for seed in 0..3 {
            let game = about(&[keyword], seed);
            assert_eq!(game.len(), 15, "{keyword}");
            for written in game {
                let has_year = years(&written).iter().any(|year| period.contains(year));
                let has_keyword = known(&written).contains(&keyword.to_lowercase());
                assert!(has_year || has_keyword, "{keyword}: {written:?}");
            }
        }
    }
}

#[test]
fn a_century_finds_people_who_lived_in_it_for_a_third_of_their_lives() {
    let people = "topic: People
table: person; people
column: birth
  number: 1700 to 2000
  unit: year
  ask: When was {name} born?
  tell: {Name} was born in {value}.
column: death
  number: 1700 to 2000
  unit: year
  ask: When did {name} die?
  tell: {Name} died in {value}.
rows: name | birth | death
Alma | 1769 | 1821
Boris | 1790 |
Carla | 1795 | 1881
Dora | 1883 | 1945
Emil | 1720 | 1803
Fritz | 1840 | 1910
";

    let writer = FactWriter::from_files([("people.txt", people)]).unwrap();
    for (keyword, facts) in [("19th century", 7), ("18th century", 4), ("1880s", 0)] {
        assert_eq!(reading(&writer, keyword).facts(), facts, "{keyword}");
    }
}

#[test]
fn keywords_that_only_mention_one_another_are_intersected() {
    for (keywords, least) in [(["animals", "Africa"], 10), (["space", "women"], 10)] {
        let readings = FactWriter::new().read(&Keywords::new(keywords).unwrap());
        for reading in &readings {
            assert_eq!(reading.used(), KeywordUse::Narrowed, "{reading}");
        }
        for seed in 0..3 {
            let game = about(&keywords, seed);
            let named = game.iter().filter(|written| written.is_named()).count();
            assert!(named >= least, "{keywords:?}: {named}");
        }
    }
    for written in about(&["animals", "Africa"], 1) {
        let topics = ["Animals", "Insects", "Dogs", "Dinosaurs"];
        let topic = written.topic();
        assert!(
            topics.iter().any(|start| topic.starts_with(start)),
            "{written:?}"
        );
    }
}

#[test]
fn a_well_covered_word_does_not_find_longer_names() {
    let texts: Vec<_> = game(&["kings"], 1, 50).iter().map(shown).collect();
    assert!(
        texts.iter().all(|text| !text.contains("cobra")),
        "{texts:?}"
    );
    for written in about(&["rivers"], 1) {
        let known = format!("{} {}", known(&written), written.kind());
        assert!(known.contains("river"), "{known}");
    }
}

#[test]
fn a_short_game_has_at_most_one_near_question_per_three_about_its_keyword() {
    let mut near_ones = 0;
    for keyword in ["Bach", "nutcracker", "indium", "C++", "electron"] {
        let facts = read(keyword).facts();
        assert!(facts >= 3, "{keyword}");
        for seed in 0..3 {
            let game = about(&[keyword], seed);
            let named = game.iter().filter(|written| written.is_named()).count();
            let near = game.len() - named;
            assert!((3..=facts).contains(&named), "{keyword}: {named}");
            assert!(near * 3 <= named, "{keyword}: {near} near {named}");
            near_ones += near;
        }
    }
    assert!(near_ones > 0, "some of the games have near questions");
}

#[test]
fn the_subject_of_a_keyword_is_never_a_cue() {
    // "Holland" is a keyword of the Netherlands, "women" of every woman.
    for keyword in [
        "Holland",
        "Netherlands",
        "women",
        "Greek gods",
        "England",
        "Japan",
    ] {
        for seed in 0..4 {
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
fn near_questions_are_about_subjects_of_the_same_kind() {
    let game = about(&["gold"], 1);
    let (named, near): (Vec<_>, Vec<_>) = game.iter().partition(|written| written.is_named());

    assert!(named.len() >= 3 && !near.is_empty(), "{game:?}");
    for written in named {
        assert!(known(written).contains("gold"), "{written:?}");
    }
    for written in near {
        assert_eq!(written.kind(), "chemical element", "{written:?}");
    }
}

#[test]
fn a_spelling_of_two_names_finds_both() {
    let meaning = meaning("Luxemburg");
    for name in ["Luxembourg", "Rosa Luxemburg"] {
        assert!(meaning.iter().any(|meant| meant == name), "{meaning:?}");
    }
}

#[test]
fn flags_yield_a_game_on_flags_of_countries() {
    for written in about(&["flags"], 1) {
        assert_eq!(written.topic(), "Countries", "{written:?}");
        assert!(known(&written).contains("flag"), "{written:?}");
    }
}

#[test]
fn a_title_is_found_by_distinctive_words_only() {
    for (keyword, title) in [
        ("OK Computer", "OK Computer"),
        ("nutcracker", "The Nutcracker"),
        ("magic flute", "The Magic Flute"),
        ("Figaro", "The Marriage of Figaro"),
    ] {
        assert_eq!(meaning(keyword), [title]);
    }
    for written in about(&["rain"], 1) {
        let known = known(&written);
        for title in ["purple rain", "singin"] {
            assert!(!known.contains(title), "{known}");
        }
    }
}

#[test]
fn a_symbol_that_is_a_stop_word_is_asked() {
    let games = (0..5).flat_map(|seed| game(&["indium"], seed, 15));
    let symbol = |draft: &Draft| {
        draft.solution().as_str() == "In" || draft.prompt().as_str().contains(" In")
    };
    assert_eq!(games.filter(symbol).count(), 5, "one in each game");
}
