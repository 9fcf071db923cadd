//! A mistake in a file of facts is found where it is.

#[expect(dead_code, reason = "every test file uses its own part of the helpers")]
mod common;

use common::game_of;
use quizcraft_generator::FactWriter;

/// A file without mistakes.
const SEAS: &str = "# Seas
topic: Seas
keywords: ocean; water
table: sea; seas
near: depth
column: depth
  number: 1 to 5000
  ask: How deep is {name}?
  tell: {Name} is {value} metres deep.
rows: name | depth
the Baltic Sea | 459
the North Sea | 700
the Black Sea | 2212
the Red Sea | 2730
";

/// What is said about the file once one text in it is replaced with another.
#[expect(
    clippy::unwrap_used,
    reason = "what helps a test may panic as the test may"
)]
fn complaint(from: &str, to: &str) -> String {
    assert!(SEAS.contains(from), "{from}");
    let file = SEAS.replacen(from, to, 1);
    FactWriter::from_files([("seas.txt", file.as_str())])
        .unwrap_err()
        .to_string()
}

#[test]
fn a_file_without_mistakes_is_a_topic() {
    let writer = FactWriter::from_files([("seas.txt", SEAS)]).unwrap();
    let topics: Vec<_> = writer.topics().collect();

    assert_eq!(topics.len(), 1);
    assert_eq!((topics[0].name(), topics[0].facts()), ("Seas", 4));
    assert_eq!(topics[0].example(), "How deep is the Baltic Sea?");
}

#[test]
fn a_file_that_ends_too_early_is_named_with_its_last_line() {
    let expected = "expected a line that starts with";
    for (text, said) in [
        ("", format!("seas.txt:1: {expected} \"topic:\"")),
        ("topic: Seas", format!("seas.txt:1: {expected} \"table:\"")),
        (
            "topic: Seas\n\n",
            format!("seas.txt:2: {expected} \"table:\""),
        ),
    ] {
        let error = FactWriter::from_files([("seas.txt", text)]).unwrap_err();
        assert_eq!(error.to_string(), said, "{text:?}");
    }
}

#[test]
fn the_kin_of_a_column_stands_above() {
    for (kin, said) in [
        (
            "ocean",
            "seas.txt:8: there is no table \"ocean\" before this line",
        ),
        (
            "sea",
            "seas.txt:8: there is no table \"sea\" before this line",
        ),
        ("", "seas.txt:8: \"kin:\" has nothing after it"),
    ] {
        let line = format!("  number: 1 to 5000\n  kin: {kin}");
        assert_eq!(complaint("  number: 1 to 5000", &line).as_str(), said);
    }
}

#[test]
fn a_mistake_in_a_row_is_named_with_its_line() {
    for (from, to, said) in [
        (
            "the North Sea | 700",
            "the North Sea",
            "seas.txt:12: 1 cells where the line \"rows:\" names 2 columns",
        ),
        (
            "the North Sea | 700",
            "the North Sea | 7 | 8",
            "seas.txt:12: 3 cells where the line \"rows:\" names 2 columns",
        ),
        (
            "the North Sea",
            "Baltic SEAS",
            "seas.txt:12: \"Baltic SEAS\" was there before",
        ),
        ("the North Sea", "", "seas.txt:12: a row needs a name"),
        ("700", "7000", "seas.txt:12: 7000 is not within 1 to 5000"),
        ("700", "deep", "seas.txt:12: \"deep\" is not a whole number"),
        ("700", "7; 7", "seas.txt:12: \"7\" was there before"),
    ] {
        assert_eq!(complaint(from, to), said);
    }
}

#[test]
fn a_mistake_in_a_head_is_named_with_its_line() {
    for (from, to, said) in [
        (
            "topic: Seas",
            "topic:",
            "seas.txt:2: \"topic:\" has nothing after it",
        ),
        (
            "topic: Seas\n",
            "",
            "seas.txt:2: expected a line that starts with \"topic:\"",
        ),
        (
            "near: depth",
            "near: salt",
            "seas.txt:5: there is no column \"salt\"",
        ),
        (
            "near: depth",
            "found: sometimes",
            "seas.txt:5: \"found: sometimes\" means nothing here",
        ),
        (
            "name | depth",
            "name | salt",
            "seas.txt:10: there is no column \"salt\"",
        ),
        (
            "name | depth",
            "name",
            "seas.txt:10: the column \"depth\" is missing from the line \"rows:\"",
        ),
        (
            "1 to 5000",
            "1-5000",
            "seas.txt:7: \"1-5000\" is not a range like \"1 to 118\"",
        ),
        (
            "  ask",
            "  aks",
            "seas.txt:8: \"aks: How deep is {name}?\" means nothing here",
        ),
        (
            "{name}?",
            "{nmae}?",
            "seas.txt:8: \"How deep is {nmae}?\" needs {name} and no other braces, and \"?\" at its end",
        ),
        (
            "  tell: {Name} is {value} metres deep.\n",
            "",
            "seas.txt:6: the column \"depth\" is asked and has no \"tell:\"",
        ),
    ] {
        assert_eq!(complaint(from, to), said);
    }
}

#[test]
fn a_note_is_a_sentence() {
    let file = SEAS.replace("name | depth", "name | note | depth");
    let file = file.replace("the North Sea", "the North Sea | shallow");
    let file = file.replace("the Baltic Sea", "the Baltic Sea | It is brackish.");
    let error = FactWriter::from_files([("seas.txt", file.as_str())]).unwrap_err();

    assert_eq!((error.file(), error.line()), ("seas.txt", 12));
    assert_eq!(
        error.to_string(),
        "seas.txt:12: \"shallow\" is not a whole sentence"
    );
}

#[test]
fn two_files_are_two_topics() {
    let error = FactWriter::from_files([("seas.txt", SEAS), ("more.txt", SEAS)]).unwrap_err();

    assert_eq!(error.to_string(), "more.txt:2: \"Seas\" was there before");
}

#[test]
fn a_note_has_the_name_of_its_subject_in_its_gaps() {
    let file = SEAS.replace("name | depth", "name | note | depth");
    let file = file.replace("Sea |", "Sea | {Name} is cold; people sail on {name}. |");
    let writer = FactWriter::from_files([("seas.txt", file.as_str())]).unwrap();

    let told = game_of(&writer, &["Baltic Sea"], 1, 1)[0]
        .clarification()
        .to_string();

    assert_eq!(
        told,
        "The Baltic Sea is cold; people sail on the Baltic Sea."
    );
}

#[test]
fn a_note_has_no_gap_but_for_the_name() {
    let file = SEAS.replace("name | depth", "name | note | depth");
    for gap in ["{value}", "{nmae}", "{"] {
        let note = format!("Baltic Sea | The {gap} is cold. |");
        let file = file.replace("Baltic Sea |", &note);
        let error = FactWriter::from_files([("seas.txt", file.as_str())]).unwrap_err();

        assert_eq!(
            error.to_string(),
            format!(
                "seas.txt:11: \"The {gap} is cold.\" needs at most {{name}} and no other braces, \
                 and \".\" at its end"
            )
        );
    }
}

#[test]
fn a_value_that_the_kin_of_its_column_lacks_is_asked_too() {
    let file = "topic: Lands
table: country
near: region
column: region
rows: name | region
Norland | North
Eastland | East
Southland | South
Westland | West
table: lake
column: country
  kin: country
  ask: In which country is {name}?
  tell: {Name} is in {value}.
rows: name | country | note
the Alder Lake | Norland | Eels live in {name}.
the Birch Lake | Eastland | Pike live in {name}.
the Cedar Lake | Atlantis | Carp live in {name}.
";
    let writer = FactWriter::from_files([("lands.txt", file)]).unwrap();
    let drafts = game_of(&writer, &["lake"], 0, 10);
    let mut solutions = drafts.iter().map(|draft| draft.solution().as_str());

    assert!(solutions.any(|country| country == "Atlantis"), "{drafts:?}");
}
