//! Truncated and corrupt compiled facts.

use proptest::prelude::*;
use quizcraft_facts::{Facts, ImageError, Lexicon, compile};
use quizcraft_text::Phrase;

const SEAS: &str = "topic: Seas
keywords: ocean; water

table: sea; seas
keywords: basin
near: year; keywords

column: depth
  ask: How deep is {name}?
  back: Which sea is {value}?
  all: Which seas are {value}?
  tell: {Name} is {value}.
  write: value; surname of name
  spelled: shallow, flat

column: year
  number: -100 to 2010
  unit: year
  ask: In which year was {name} mapped?
  tell: It was in {value} that {name} was mapped.
  order: Sort these seas, the first to be mapped first.

column: area
  number: 1 to 9000
  unit: km
  estimate: How large is {name}?
  reveal: {Name} covers {value} km.

rows: name | keywords | depth | year | area | note | fame
the Baltic Sea | Ostsee; Gotland | shallow; (salty) | 1554 | 377 | {Name} has little salt. | 3
Mare Nostrum | Rome | deep | 50 BC | | | 1

table: gulf; gulfs

column: sea
  kin: sea
  ask: Of which sea is the {name} a part?
  tell: The {name} is a part of {value}.

rows: name | sea
Gulf of Riga | the Baltic Sea
Gulf of Finland | the Baltic Sea
";

#[expect(clippy::unwrap_used, reason = "helper functions of tests may panic")]
fn compiled() -> Vec<u8> {
    let lexicon = Lexicon::read("sea; ocean\n", "boats; ships: Seas\n", "balti\nshallows\n");
    compile([("seas.txt", SEAS)], &lexicon).unwrap()
}

/// Calls all methods and returns their results as text.
fn everything(facts: &Facts) -> Vec<String> {
    let structure = structure(facts).into_iter();
    structure
        .chain(subjects(facts))
        .chain(found(facts))
        .collect()
}

fn structure(facts: &Facts) -> Vec<String> {
    let mut told = Vec::new();
    for topic in facts.topics() {
        told.push(topic.name().to_owned());
        told.extend(topic.keywords().map(str::to_owned));
        told.push(format!("{:?}", topic.tables().collect::<Vec<_>>()));
        told.extend(topic.facts().map(|fact| fact.tell()));
    }
    for table in facts.tables() {
        told.push(table.topic().name().to_owned());
        told.extend(table.kinds().map(str::to_owned));
        told.extend(table.near().map(|near| format!("{near:?}")));
        told.extend(table.kind_words().map(|words| format!("{words:?}")));
    }
    for column in facts.columns() {
        let texts = column.ask().chain(column.back()).chain(column.keywords());
        let texts = texts.chain(column.all()).chain(column.estimate());
        let texts = texts.chain(column.spelled()).chain(column.order());
        told.extend(texts.chain(column.unit()).map(str::to_owned));
        told.push(format!("{:?} {:?}", column.range(), column.kin()));
        told.push(format!(
            "{:?} {:?} {}",
            column.spelling_of_names(),
            column.spelling_of_values(),
            column.reveals()
        ));
    }
    told
}

fn subjects(facts: &Facts) -> Vec<String> {
    let mut told = Vec::new();
    for row in facts.rows() {
        told.push(row.name().in_sentence().into_owned());
        told.extend(row.note().map(str::to_owned));
        told.extend(row.keywords().map(|words| format!("{words:?}")));
        let columns = row.table().columns();
        let values = columns.flat_map(|column| row.values(&column));
        told.extend(values.map(|value| value.label().as_option().into_owned()));
        told.extend(row.facts().map(|fact| fact.tell()));
    }
    for value in facts.values() {
        let kin = value.kin();
        told.extend(kin.map(|row| row.name().in_sentence().into_owned()));
        told.extend(kin.map(|row| row.has_same_marks(&value.row()).to_string()));
        told.push(format!("{:?} of {:?}", value.number(), value.row().name()));
        told.push(value.column().name().to_owned());
    }
    told
}

fn found(facts: &Facts) -> Vec<String> {
    let mut told = Vec::new();
    for phrase in ["sea", "Baltic Sea", "Gulf of", "Ostsea", "boats", "balti"] {
        let phrase = Phrase::new(phrase);
        told.push(format!("{:?}", facts.find_exact(&phrase)));
        told.push(format!("{:?}", facts.rows_with_keyword(&phrase)));
        told.push(format!("{:?}", facts.find_containing(&phrase)));
        told.push(format!("{:?}", facts.find_misspelled(&phrase)));
        told.push(facts.is_dictionary_word(&phrase).to_string());
        told.extend(facts.related(&phrase).map(|topic| topic.name().to_owned()));
    }
    let rows = facts.rows_in_years(-100..2100).into_iter();
    told.extend(rows.map(|row| row.name().in_sentence().into_owned()));
    told
}

#[test]
fn intact_facts_are_read() {
    let facts = Facts::open(compiled()).unwrap();
    let told: Vec<String> = facts.all().map(|fact| fact.tell()).collect();
    assert_eq!(
        told,
        [
            "The Baltic Sea is shallow.",
            "It was in 1554 that the Baltic Sea was mapped.",
            "Mare Nostrum is deep.",
            "It was in 50 BC that Mare Nostrum was mapped.",
            "The Gulf of Riga is a part of the Baltic Sea.",
            "The Gulf of Finland is a part of the Baltic Sea.",
        ]
    );
}

#[test]
fn truncated_and_extended_facts_are_rejected() {
    let bytes = compiled();
    for length in 0..bytes.len() {
        let error = Facts::open(bytes[..length].to_vec()).unwrap_err();
        let is_expected = matches!(error, ImageError::NotFacts | ImageError::Corrupt);
        assert!(is_expected, "{length}: {error}");
    }
    let longer = [&bytes[..], &[0]].concat();
    assert_eq!(Facts::open(longer).unwrap_err(), ImageError::Corrupt);
}

#[test]
fn facts_of_another_version_are_rejected() {
    let mut bytes = compiled();
    bytes[8] = 1;
    let error = Facts::open(bytes).unwrap_err();
    assert_eq!(error, ImageError::UnsupportedVersion(1));
}

#[test]
fn a_corrupt_byte_causes_no_panic() {
    let bytes = compiled();
    for place in 0..bytes.len() {
        for byte in [0, 1, 0x7F, 0xFF] {
            let mut altered = bytes.clone();
            altered[place] = byte;
            let _ = Facts::open(altered).map(|facts| everything(&facts));
        }
    }
}

proptest! {
    #[test]
    fn several_corrupt_bytes_cause_no_panic(
        altered in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
    ) {
        let mut bytes = compiled();
        for (place, byte) in altered {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = Facts::open(bytes).map(|facts| everything(&facts));
    }
}
