//! Warnings about facts files.

use quizcraft_facts::{Findings, check};

/// A file without findings.
const MOONS: &str = "# Moons
topic: Space
keywords: astronomy; universe
table: moon; moons
near: planet
column: planet
  ask: Around which planet does {name} revolve?
  back: Which of these moons revolves around {value}?
  tell: {Name} revolves around {value}.
rows: name | keywords | planet | note
Titan | Huygens; probe | Saturn | The Huygens probe landed on {name} (in 2005).
Io | | Jupiter; (Sun) |
";

/// Returns the findings about the file after a replacement.
fn findings(from: &str, to: &str) -> Findings {
    assert!(MOONS.contains(from), "{from}");
    let file = MOONS.replacen(from, to, 1);
    check([("moons.txt", file.as_str())])
}

/// Returns the only warning after a replacement that leaves the file valid.
fn warning(from: &str, to: &str) -> String {
    let findings = findings(from, to);
    assert!(findings.errors().is_empty(), "{findings:?}");
    let warnings: Vec<_> = findings
        .warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    warnings.concat()
}

/// Asserts the place of the only warning, and a part of its text.
fn assert_warning(from: &str, to: &str, place: &str, text: &str) {
    let warning = warning(from, to);
    let start = format!("moons.txt:{place}: ");
    assert!(warning.starts_with(&start), "{warning}, not {start}");
    assert!(warning.contains(text), "{warning}");
}

#[test]
fn a_sound_file_has_no_findings() {
    assert_eq!(check([("moons.txt", MOONS)]), Findings::default());
    let crlf = format!("\u{feff}{}", MOONS.replace('\n', "\r\n"));
    assert_eq!(check([("moons.txt", crlf.as_str())]), Findings::default());
}

#[test]
fn brackets_without_a_partner() {
    assert_warning("(Sun)", "(Sun", "12:17", "bracket");
    assert_warning("(Sun)", "Sun)", "12:20", "bracket");
    assert_warning("Titan |", "Titan [moon |", "11:7", "bracket");
    assert_warning("(in 2005)", "(in 2005", "11:70", "bracket");
    assert_warning("planet does", "(planet does", "7:21", "bracket");
    // Two values in one pair of brackets are two values, each with one bracket.
    let both = findings("(Sun)", "(Sun; Venus)");
    assert_eq!(both.warnings().len(), 2, "{both:?}");
}

#[test]
fn commas_between_the_items_of_lists() {
    assert_warning(
        "astronomy; universe",
        "astronomy, universe",
        "3:20",
        "comma",
    );
    assert_warning("moon; moons", "moon, moons", "4:12", "comma");
    assert_warning("Huygens; probe", "Huygens, probe", "11:16", "comma");
    let rows = "Io | | Jupiter; (Sun) |\nX | | Saturn, Jupiter |\n";
    assert_warning("Io | | Jupiter; (Sun) |\n", rows, "13:13", "comma");
    // A comma within a name is none between values.
    let name = findings("Jupiter; (Sun)", "Washington, D.C.");
    assert!(name.warnings().is_empty(), "{name:?}");
}

#[test]
fn tables_without_rows() {
    let table = "Io | | Jupiter |\ntable: ring\nrows: name\n";
    assert_warning("Io | | Jupiter; (Sun) |\n", table, "13:8", "without rows");
}

#[test]
fn control_characters() {
    assert_warning("Titan |", "Ti\u{7}tan |", "11:3", "U+0007");
    assert_warning("Huygens; probe", "Huygens;\u{9}probe", "11:17", "U+0009");
}

#[test]
fn texts_over_the_limits() {
    let long = "x".repeat(quizcraft_core::Choice::MAX_CHARS + 1);
    let row = format!("{long} | | Mars |\nIo | | Jupiter |");
    assert_warning("Io | | Jupiter; (Sun) |", &row, "12:1", "option of");
    let words = "x".repeat(quizcraft_core::Prompt::MAX_CHARS);
    let ask = format!("Which {words} planet does");
    let found = findings("Around which planet does", &ask);
    let places: Vec<_> = found
        .warnings()
        .iter()
        .map(|w| (w.line(), w.column()))
        .collect();
    assert_eq!(places, [(11, 26), (12, 8)], "one per value: {found:?}");
    let note = "x".repeat(quizcraft_core::Clarification::MAX_CHARS);
    let note = format!("The {note} landed on");
    assert_warning("The Huygens probe landed on", &note, "11:35", "note of");
}

#[test]
fn values_that_no_question_uses() {
    let hidden = MOONS.replace("Saturn", "(Saturn)").replace("Jupiter; ", "");
    let hidden = check([("moons.txt", hidden.as_str())]);
    let text = hidden.warnings()[0].to_string();
    assert!(text.starts_with("moons.txt:6:9: unused values"), "{text}");
    assert!(text.contains("in brackets"), "{text}");
    assert_warning("Jupiter; (Sun)", "Saturn", "6:9", "other values");
    let none = MOONS.replace("Saturn", "").replace("Jupiter; (Sun)", "");
    let none = check([("moons.txt", none.as_str())]);
    assert!(
        none.warnings()[0]
            .to_string()
            .contains("no row has a value")
    );
}

#[test]
fn each_file_has_its_own_errors() {
    let files = [
        ("one.txt", "topic: One\ntable: sea\n"),
        ("moons.txt", MOONS),
        ("two.txt", "topics: Two\n"),
    ];
    let found = check(files);
    let errors: Vec<_> = found.errors().iter().map(ToString::to_string).collect();
    assert_eq!(
        errors,
        [
            "one.txt:2: expected a line that starts with \"rows:\"",
            "two.txt:1: expected a line that starts with \"topic:\""
        ]
    );
}
