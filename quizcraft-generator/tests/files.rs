//! Errors in facts files state the file and the line.

#[expect(dead_code, reason = "every test file uses some of the helpers")]
mod common;

use common::{composed, game_of, reading};
use quizcraft_core::Draft;
use quizcraft_core::gateway::WriteError;
use quizcraft_generator::FactWriter;

/// A valid file.
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

/// Replaces a text in the valid file and returns the error.
#[expect(clippy::unwrap_used, reason = "test helpers may panic")]
fn error_after(from: &str, to: &str) -> String {
    assert!(SEAS.contains(from), "{from}");
    let file = SEAS.replacen(from, to, 1);
    FactWriter::from_files([("seas.txt", file.as_str())])
        .unwrap_err()
        .to_string()
}

#[test]
fn a_valid_file_is_a_topic() {
    let writer = FactWriter::from_files([("seas.txt", SEAS)]).unwrap();
    let topics: Vec<_> = writer.topics().collect();

    assert_eq!(topics.len(), 1);
    assert_eq!((topics[0].name(), topics[0].facts()), ("Seas", 4));
    assert_eq!(topics[0].example(), "How deep is the Baltic Sea?");
}

#[test]
fn a_truncated_file_is_an_error_in_its_last_line() {
    let start = "expected a line that starts with";
    for (text, expected) in [
        ("", format!("seas.txt:1: {start} \"topic:\"")),
        ("topic: Seas", format!("seas.txt:1: {start} \"table:\"")),
        ("topic: Seas\n\n", format!("seas.txt:2: {start} \"table:\"")),
    ] {
        let error = FactWriter::from_files([("seas.txt", text)]).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text:?}");
    }
}

#[test]
fn the_kin_of_a_column_must_be_a_table_above() {
    for (kin, expected) in [
        (
            "ocean",
            "seas.txt:8: unknown table \"ocean\": expected a table above this line",
        ),
        (
            "sea",
            "seas.txt:8: unknown table \"sea\": expected a table above this line",
        ),
        ("", "seas.txt:8: \"kin:\" needs a value"),
    ] {
        let line = format!("  number: 1 to 5000\n  kin: {kin}");
        assert_eq!(error_after("  number: 1 to 5000", &line).as_str(), expected);
    }
}

#[test]
fn an_error_in_a_row_states_its_line() {
    for (from, to, expected) in [
        (
            "the North Sea | 700",
            "the North Sea",
            "seas.txt:12: expected 2 cells, as in the line \"rows:\", found 1",
        ),
        (
            "the North Sea | 700",
            "the North Sea | 7 | 8",
            "seas.txt:12: expected 2 cells, as in the line \"rows:\", found 3",
        ),
        (
            "the North Sea",
            "Baltic SEAS",
            "seas.txt:12: duplicate \"Baltic SEAS\"",
        ),
        (
            "the North Sea",
            "",
            "seas.txt:12: the cell \"name\" must not be empty",
        ),
        (
            "700",
            "7000",
            "seas.txt:12: 7000 is not in the range 1 to 5000",
        ),
        (
            "700",
            "deep",
            "seas.txt:12: invalid number \"deep\": expected a whole number",
        ),
        ("700", "7; 7", "seas.txt:12: duplicate \"7\""),
    ] {
        assert_eq!(error_after(from, to), expected);
    }
}

#[test]
fn an_error_in_a_header_states_its_line() {
    for (from, to, expected) in [
        (
            "topic: Seas",
            "topic:",
            "seas.txt:2: \"topic:\" needs a value",
        ),
        (
            "topic: Seas\n",
            "",
            "seas.txt:2: expected a line that starts with \"topic:\"",
        ),
        (
            "near: depth",
            "near: salt",
            "seas.txt:5: unknown column \"salt\"",
        ),
        (
            "near: depth",
            "found: sometimes",
            "seas.txt:5: unexpected line \"found: sometimes\"",
        ),
        (
            "name | depth",
            "name | salt",
            "seas.txt:10: unknown column \"salt\"",
        ),
        (
            "name | depth",
            "name",
            "seas.txt:10: the column \"depth\" is missing from the line \"rows:\"",
        ),
        (
            "1 to 5000",
            "1-5000",
            "seas.txt:7: invalid range \"1-5000\": expected two ascending numbers, such as \"1 to 118\"",
        ),
        (
            "  ask",
            "  aks",
            "seas.txt:8: unexpected line \"aks: How deep is {name}?\"",
        ),
        (
            "{name}?",
            "{nmae}?",
            "seas.txt:8: invalid template \"How deep is {nmae}?\": expected {name}, no other braces, and \"?\" at the end",
        ),
        (
            "  tell: {Name} is {value} metres deep.\n",
            "",
            "seas.txt:6: the column \"depth\" has questions but no \"tell:\"",
        ),
        (
            "  ask",
            "  write: surname\n  ask",
            "seas.txt:8: unexpected line \"write: surname\"",
        ),
        (
            "  ask",
            "  order: Put {name} first.\n  ask",
            "seas.txt:8: invalid template \"Put {name} first.\": expected no placeholder, no other braces, and \".\" at the end",
        ),
        (
            "  number: 1 to 5000\n",
            "  estimate: How deep is {name}?\n",
            "seas.txt:6: the column \"depth\" has \"estimate:\" or \"order:\" but no \"number:\"",
        ),
    ] {
        assert_eq!(error_after(from, to), expected);
    }
}

#[test]
fn a_note_must_be_a_sentence() {
    let file = SEAS.replace("name | depth", "name | note | depth");
    let file = file.replace("the North Sea", "the North Sea | shallow");
    let file = file.replace("the Baltic Sea", "the Baltic Sea | It is brackish.");
    let error = FactWriter::from_files([("seas.txt", file.as_str())]).unwrap_err();

    assert_eq!((error.file(), error.line()), ("seas.txt", 12));
    assert_eq!(
        error.to_string(),
        "seas.txt:12: invalid note \"shallow\": expected a sentence with a capital letter and a full stop"
    );
}

/// A file with years, one of them before the common era.
const BATTLES: &str = "topic: Battles
table: battle
column: year
  number: -500 to 1900
  unit: year
  ask: In which year was {name} fought?
  tell: {Name} was fought in {value}.
rows: name | fame | year
the Battle of Marathon | 3 | 490 BC
the Battle of Hastings | | 1066
the Battle of Crécy | 1 | 1346
the Battle of Waterloo | 3 | 1815
";

#[test]
fn periods_find_years_before_and_in_the_common_era() {
    let writer = FactWriter::from_files([("battles.txt", BATTLES)]).unwrap();
    for (period, facts) in [
        ("490 BC", 1),
        ("490", 0),
        ("5th century BC", 1),
        ("1066", 1),
        ("1300 to 1900", 2),
        ("19th century", 1),
    ] {
        let reading = reading(&writer, period);
        assert_eq!(reading.facts(), facts, "{reading}");
    }
    let drafts = game_of(&writer, &["battles"], 1, 15);
    let marathon = drafts
        .iter()
        .find(|draft| draft.prompt().as_str().contains("Marathon"));
    let marathon = marathon.unwrap();
    assert_eq!(marathon.solution().as_str(), "490 BC");
    for option in marathon.options() {
        assert!(option.as_str().ends_with(" BC"), "{marathon:?}");
    }
    let without = BATTLES
        .replace("  unit: year\n", "")
        .replace("490 BC", "-490");
    let writer = FactWriter::from_files([("battles.txt", without.as_str())]).unwrap();
    assert_eq!(
        reading(&writer, "1300 to 1900").facts(),
        0,
        "numbers without a unit are not years"
    );
}

#[test]
fn an_error_in_a_year_or_in_the_fame_states_its_line() {
    let fame = "expected 1 (known to few) to 3 (known to nearly everyone)";
    for (from, to, expected) in [
        (
            "  unit: year",
            "  unit:",
            "5: \"unit:\" needs a value".to_owned(),
        ),
        (
            "  unit: year\n",
            "",
            "8: invalid number \"490 BC\": expected a whole number".to_owned(),
        ),
        (
            "490 BC",
            "490 B.C.",
            "9: invalid number \"490 B.C.\": expected a whole number".to_owned(),
        ),
        (
            "490 BC",
            "BC",
            "9: invalid number \"BC\": expected a whole number".to_owned(),
        ),
        (
            "490 BC",
            "501 BC",
            "9: -501 is not in the range -500 to 1900".to_owned(),
        ),
        (
            "| 3 | 490",
            "| 4 | 490",
            format!("9: invalid fame \"4\": {fame}"),
        ),
        (
            "| 3 | 490",
            "| 0 | 490",
            format!("9: invalid fame \"0\": {fame}"),
        ),
        (
            "| 1 | 1346",
            "| high | 1346",
            format!("11: invalid fame \"high\": {fame}"),
        ),
    ] {
        assert!(BATTLES.contains(from), "{from}");
        let file = BATTLES.replacen(from, to, 1);
        let error = FactWriter::from_files([("battles.txt", file.as_str())]).unwrap_err();
        assert_eq!(error.to_string(), format!("battles.txt:{expected}"));
    }
}

#[test]
fn two_files_must_have_different_topics() {
    let error = FactWriter::from_files([("seas.txt", SEAS), ("more.txt", SEAS)]).unwrap_err();

    assert_eq!(error.to_string(), "more.txt:2: duplicate \"Seas\"");
}

#[test]
fn placeholders_in_a_note_are_replaced_by_the_name() {
    let file = SEAS.replace("name | depth", "name | note | depth");
    let file = file.replace("Sea |", "Sea | {Name} is cold; people sail on {name}. |");
    let writer = FactWriter::from_files([("seas.txt", file.as_str())]).unwrap();

    let drafts = game_of(&writer, &["seas"], 1, 15);
    let draft = drafts
        .iter()
        .find(|draft| draft.prompt().as_str().contains("Baltic Sea"));

    assert_eq!(
        draft.map(|draft| draft.clarification().as_str()),
        Some(
            "The Baltic Sea is 459 metres deep. The Baltic Sea is cold; people sail on the Baltic Sea."
        )
    );
}

#[test]
fn an_option_keeps_its_article_beside_one_with_an_indefinite_article() {
    let file = "topic: Winds
table: wind word
column: meaning
  ask: What is the wind word {name}?
  tell: The wind word {name} means {value}.
rows: name | meaning | note
eye | the calm centre of a storm | Note one.
gust | a sudden rush | Note two.
squall | a line of storms | Note three.
lull | the moment without wind | Note four.
";
    let options = |file: &str| -> Vec<String> {
        let writer = FactWriter::from_files([("winds.txt", file)]).unwrap();
        let drafts = game_of(&writer, &["winds"], 1, 4);
        assert!(!drafts.is_empty());
        let options = drafts.iter().flat_map(Draft::options);
        options.map(ToString::to_string).collect()
    };
    let mixed = options(file);
    assert!(
        mixed.contains(&"The calm centre of a storm".to_owned()),
        "{mixed:?}"
    );
    assert!(mixed.contains(&"A sudden rush".to_owned()), "{mixed:?}");

    let definite = options(&file.replace("| a ", "| the "));
    assert!(
        definite.iter().all(|option| !option.starts_with("The ")),
        "{definite:?}"
    );
}

#[test]
fn a_note_must_have_no_placeholder_but_the_name() {
    let file = SEAS.replace("name | depth", "name | note | depth");
    for placeholder in ["{value}", "{nmae}", "{"] {
        let note = format!("Baltic Sea | The {placeholder} is cold. |");
        let file = file.replace("Baltic Sea |", &note);
        let error = FactWriter::from_files([("seas.txt", file.as_str())]).unwrap_err();

        assert_eq!(
            error.to_string(),
            format!(
                "seas.txt:11: invalid template \"The {placeholder} is cold.\": expected at most {{name}}, no \
                 other braces, and \".\" at the end"
            )
        );
    }
}

#[test]
fn a_value_that_is_not_in_the_kin_table_is_asked_too() {
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

#[test]
fn a_writer_without_topics_suggests_nothing() {
    let writer = FactWriter::from_files([]).unwrap();
    match composed(&writer, &["beta"], 1, 15) {
        Err(WriteError::Impossible(failure)) => {
            let expected = "No questions are available for “beta”.";
            assert_eq!(failure.to_string(), expected);
        }
        other => panic!("expected a failure, not {other:?}"),
    }
}
