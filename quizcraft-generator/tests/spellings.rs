//! Spellings of keywords: invisible characters are ignored, and symbols distinguish names.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use common::{composed, failure, game, game_of, reading, written};
use proptest::prelude::*;
use quizcraft_contract::strategies;
use quizcraft_core::gateway::WriteError;
use quizcraft_core::{comparable, is_default_ignorable};
use quizcraft_generator::FactWriter;

/// Things whose keywords differ in symbols only. [`names`] adds the streets and bridges.
const NAMES: &str = "topic: Names
table: thing; things
column: place
  ask: Where is {name} kept?
  tell: {Name} is kept at {value}.
column: street
  ask: In which street is {name} kept?
  tell: {Name} is kept in {value}.
column: bridge
  ask: Near which bridge is {name} kept?
  tell: {Name} is kept near {value}.
rows: name | keywords | place | street | bridge
letter Alpha | C | Rome
letter Beta | C++ | Oslo
letter Gamma | C# | Bern
letter Delta | F# | Lima
letter Epsilon | .NET | Kyiv
letter Zeta | °C | Doha
letter Eta | R&B | Riga
letter Theta | AT&T | Male
letter Iota | AC/DC | Lome
letter Kappa | O'Neill | Suva
letter Lambda | 7:1 | Baku
letter Mu | ½ | Nuuk
letter Nu | CO₂ | Cairo
letter Xi | No. 5 | Hanoi
letter Omicron | 20TH-century | Minsk
letter Pi | J. R. R. Marlow | Quito
letter Rho | Net | Sofia
letter Sigma | 3.14 | Tunis
letter Tau | F | Paris
letter Upsilon | 1,000 | Seoul
";

/// Returns the file with a street and a bridge for each name, so that each has three facts.
fn names() -> String {
    let lines = NAMES.lines().map(|line| match line.rsplit_once(" | ") {
        Some((rest, place)) if rest.starts_with("letter") => {
            format!("{rest} | {place} | {place} Street | {place} Bridge\n")
        }
        _ => format!("{line}\n"),
    });
    lines.collect()
}

#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
static WRITER: LazyLock<FactWriter> =
    LazyLock::new(|| FactWriter::from_files([("names.txt", names().as_str())]).unwrap());

/// Returns the names that a keyword finds, without near ones.
#[expect(clippy::panic, reason = "test helpers may panic")]
fn found(keyword: &str) -> BTreeSet<String> {
    let written = match composed(&WRITER, &[keyword], 1, 15) {
        Ok(written) => written,
        Err(WriteError::Impossible(_)) => Vec::new(),
        Err(error) => panic!("{keyword}: {error}"),
    };
    let named = written.iter().filter(|written| written.is_named());
    let names = named.map(|written| written.subject().replace("letter ", ""));
    names.collect()
}

#[test]
fn a_symbol_distinguishes_names() {
    for (spellings, name) in [
        (vec!["C", "c"], "Alpha"),
        (vec!["C++", "c++", "C＋＋", "C\u{200b}++", "C++ ?"], "Beta"),
        (vec!["C#", "c#", "C♯", "C＃", "(C#)", "C#\u{fe0f}"], "Gamma"),
        (vec!["F#", "f♯"], "Delta"),
        (vec![".NET", ".net", "the .NET"], "Epsilon"),
        (vec!["°C", "℃", "ºC", "° C"], "Zeta"),
        (vec!["R&B", "R & B", "r&b"], "Eta"),
        (vec!["AT&T", "at&t"], "Theta"),
        (vec!["AC/DC", "AC DC", "ac-dc"], "Iota"),
        (
            vec!["O'Neill", "O’Neill", "oneill", "O´Neill", "O`Neill"],
            "Kappa",
        ),
        (vec!["7:1"], "Lambda"),
        (vec!["½", "1/2", "1⁄2"], "Mu"),
        (vec!["CO₂", "CO2", "co2"], "Nu"),
        (vec!["No. 5", "№ 5", "№5", "no 5"], "Xi"),
        (
            vec!["20th-century", "20th century", "20ᵗʰ century"],
            "Omicron",
        ),
        (
            vec![
                "J. R. R. Marlow",
                "J.R.R. Marlow",
                "JRR Marlow",
                "J.S. Marlow",
            ],
            "Pi",
        ),
        (vec!["3.14"], "Sigma"),
        (vec!["F"], "Tau"),
        (vec!["1,000", "1000"], "Upsilon"),
    ] {
        for spelling in spellings {
            assert_eq!(
                found(spelling),
                BTreeSet::from([name.to_owned()]),
                "{spelling}"
            );
        }
    }
}

#[test]
fn an_unknown_symbol_does_not_find_its_letter() {
    for keyword in [
        "G#", "A+", "D♭", "°F", "F++", "Q&A", "7:2", "14", "3.15", "5%",
    ] {
        assert_eq!(found(keyword), BTreeSet::new(), "{keyword}");
    }
    for keyword in ["G#", "16:9", "50%"] {
        let built_in = written(&FactWriter::new(), &[keyword], 1, 15);
        assert!(
            matches!(built_in, Err(WriteError::Impossible(_))),
            "{keyword}: {built_in:?}"
        );
    }
}

#[test]
fn a_name_with_a_leading_full_stop_is_found_without_it() {
    let both = ["Epsilon", "Rho"].map(str::to_owned);
    assert_eq!(found("net"), BTreeSet::from(both));
    let [plain, dotted] = ["scss", ".scss"].map(|keyword| reading(&FactWriter::new(), keyword));
    assert_eq!(plain.facts(), 1, "{plain}");
    assert!(plain.meaning().eq(dotted.meaning()), "{plain}, {dotted}");
}

#[test]
fn a_game_on_c_sharp_is_about_c_sharp() {
    for (keyword, name) in [("C#", "C Sharp"), ("C++", "C++")] {
        for seed in 0..5 {
            let game = composed(&FactWriter::new(), &[keyword], seed, 15).unwrap();
            let (named, near): (Vec<_>, Vec<_>) = game.iter().partition(|one| one.is_named());
            assert_eq!((named.len(), near.len()), (3, 1), "{keyword}");
            for written in named {
                assert_eq!(written.subject(), name);
            }
            for written in near {
                assert_eq!(written.topic(), "Programming", "{written:?}");
            }
        }
    }
}

#[test]
fn full_stops_in_abbreviations_are_ignored() {
    for (dotted, plain) in [
        ("U.S.A.", "USA"),
        ("u.s.a", "USA"),
        ("U. S. A.", "USA"),
        ("U.S.", "US"),
        ("U.K.", "UK"),
        ("E.T.", "ET"),
        ("I.T.", "IT"),
        ("Washington, D.C.", "Washington DC"),
        ("J.S. Bach", "JS Bach"),
        ("J. S. Bach", "JS Bach"),
        ("J.K. Rowling", "J. K. Rowling"),
    ] {
        for seed in 0..2 {
            let (one, other) = (game(&[dotted], seed, 15), game(&[plain], seed, 15));
            assert_eq!(one, other, "{dotted} {plain}");
        }
    }
}

#[test]
fn unknown_initials_before_a_name_are_ignored() {
    let writer = FactWriter::new();
    for (keyword, plain) in [
        ("W. A. Mozart", "Mozart"),
        ("W.A. Mozart", "Mozart"),
        ("A. Einstein", "Einstein"),
    ] {
        let (one, other) = (reading(&writer, keyword), reading(&writer, plain));
        assert!(one.facts() >= 3, "{one}");
        assert!(one.meaning().eq(other.meaning()), "{one}; {other}");
    }
    for keyword in ["q. xyzzyx", "A. A. Qwxzvk"] {
        assert_eq!(reading(&writer, keyword).meaning().len(), 0, "{keyword}");
    }
}

#[test]
fn invisible_characters_in_a_keyword_are_ignored() {
    for (typed, meant) in [
        ("Na\u{ad}po\u{ad}le\u{ad}on", "Napoleon"),
        ("mu\u{ad}sic", "music"),
        ("\u{feff}space", "space"),
        ("\u{202e}Mozart\u{202c}", "Mozart"),
        ("classical\u{200b} music\u{2060}", "classical music"),
        ("Jose\u{34f}\u{301}phine", "Joséphine"),
    ] {
        assert_eq!(game(&[typed], 3, 15), game(&[meant], 3, 15), "{typed:?}");
    }
    let names = names().replace("letter Alpha", "let\u{ad}ter \u{200b}Alpha");
    let writer = FactWriter::from_files([("names.txt", names.as_str())]).unwrap();
    let drafts = game_of(&writer, &["Alpha"], 1, 1);
    assert!(
        comparable(drafts[0].prompt().as_str()).contains("letter Alpha"),
        "{drafts:?}"
    );
}

#[test]
fn a_keyword_cannot_change_the_direction_of_the_failure_text() {
    assert!(failure(&["\u{202e}evilq"]).contains("for “evilq”."));
    for (typed, quoted) in [
        ("\u{5d0}\u{5d1}\u{202e}", "“\u{2068}\u{5d0}\u{5d1}\u{2069}”"),
        ("\u{2069}é\u{2067}q", "“\u{2068}éq\u{2069}”"),
        ("qé\u{2029}w", "“\u{2068}qé w\u{2069}”"),
        (
            "👩\u{200d}👩\u{200d}👧",
            "“\u{2068}👩\u{200d}👩\u{200d}👧\u{2069}”",
        ),
    ] {
        let text = failure(&[typed]);
        assert!(text.contains(quoted), "{text:?}");
        assert!(text.ends_with('.'), "{text:?}");
    }
}

#[test]
fn the_longest_failure_text_is_within_its_limit() {
    for character in ["א", "✂", "q\u{202e}", "\u{2067}é"] {
        let rest = character.repeat(48 / character.chars().count());
        let keywords: Vec<_> = ('a'..='j').map(|c| format!("{c}q{rest}")).collect();
        let keywords: Vec<_> = keywords.iter().map(String::as_str).collect();
        assert!(failure(&keywords).contains("Try "), "{character:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn invisible_characters_change_no_search(
        (plain, other) in prop::sample::select(vec![
            "Napoleon", "classical music", "São Tomé", "C#", "U.S.A.", "R&B", "qwxzvk", "AC/DC",
        ]).prop_flat_map(|text| {
            (Just(text), strategies::with_invisible(text.to_owned()))
        }),
        seed: u8,
    ) {
        let writer = FactWriter::new();
        match (written(&writer, &[plain], seed, 5), written(&writer, &[&other], seed, 5)) {
            (Ok(plain), Ok(other)) => prop_assert_eq!(plain, other),
            (Err(plain), Err(other)) => {
                let visible = |error: WriteError| -> String {
                    error.to_string().chars().filter(|c| !is_default_ignorable(*c)).collect()
                };
                prop_assert_eq!(visible(plain), visible(other));
            }
            (plain, other) => prop_assert!(false, "{plain:?}, {other:?}"),
        }
    }
}
