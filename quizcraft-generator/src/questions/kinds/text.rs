//! Questions for a short text that players write.

use quizcraft_core::{Accents, Choice, ShortAnswer};
use quizcraft_facts::{Column, Fact, Label, Row, Spelling};
use quizcraft_review::{Secret, is_numbered};

use super::super::claim::Claim;
use super::super::question::{Question, names};
use super::{Parts, texts};
use crate::random::Stream;

/// The maximum length of an answer in characters, and in words.
const MAX_CHARS: usize = 24;
const MAX_WORDS: usize = 3;
/// The minimum length of a surname that is accepted without the other names.
const MIN_SURNAME_CHARS: usize = 4;

/// Composes a question for the value of a fact or for its subject, if the column's line `write:` says that
/// players can write it, and if no other answer is right.
pub(in crate::questions) fn text<'f>(
    claim: Claim<'f>,
    stream: &mut Stream,
) -> Option<Question<'f>> {
    let fact = claim.stated()?;
    let answers = [value(&fact), subject(&fact)];
    let answers = stream.shuffled(answers.into_iter().flatten());
    let answer = answers.into_iter().next()?;
    let template = stream.shuffled(answer.templates).into_iter().next()?;
    let accepted = answer.accepted.iter().map(|text| Choice::new(text).ok());
    Parts {
        claim,
        further: Vec::new(),
        template,
        prompt: fact.fill(template),
        task: ShortAnswer::new(accepted.collect::<Option<_>>()?, Accents::Ignored)
            .ok()?
            .into(),
        explanation: fact.tell(),
        secret: answer.secret,
        solution: answer.solution,
        subject: answer.subject,
    }
    .build()
}

struct Answer<'f> {
    templates: Vec<&'f str>,
    accepted: Vec<String>,
    secret: Secret,
    solution: Label<'f>,
    subject: Label<'f>,
}

/// Returns the value as an answer. The subject must have no other.
fn value<'f>(fact: &Fact<'f>) -> Option<Answer<'f>> {
    let (column, row, value) = (fact.column(), fact.row(), fact.value());
    if row.values(&column).len() != 1 {
        return None;
    }
    let labels = column.table().rows().flat_map(|row| row.values(&column));
    let labels = labels.map(|value| value.label());
    Some(Answer {
        templates: open(column.ask())?,
        accepted: accepted(
            &value.label(),
            column.spelling_of_values(),
            (&column, value.kin()),
            labels,
        )?,
        secret: Secret::new(texts(&[value.label()]), &names(&row)),
        solution: value.label(),
        subject: row.name(),
    })
}

/// Returns the subject as an answer. No other may have the value.
fn subject<'f>(fact: &Fact<'f>) -> Option<Answer<'f>> {
    let (column, row, value) = (fact.column(), fact.row(), fact.value());
    if is_possible_elsewhere(&column, fact) {
        return None;
    }
    let labels = column.table().rows().map(|row| row.name());
    Some(Answer {
        templates: open(column.back())?,
        accepted: accepted(
            &row.name(),
            column.spelling_of_names(),
            (&column, None),
            labels,
        )?,
        secret: Secret::new(names(&row), &texts(&[value.label()])),
        solution: row.name(),
        subject: value.label(),
    })
}

/// Returns whether another subject has the value, or one that contains it.
fn is_possible_elsewhere<'f>(column: &Column<'f>, fact: &Fact<'f>) -> bool {
    let own = fact.value().label().words();
    let others = column.table().rows().filter(|row| *row != fact.row());
    let mut values = others.flat_map(|row| row.values(column));
    values.any(|value| value.label().words().overlaps(&own))
}

/// Returns the templates that need no options: "Which of these" allows for other answers.
fn open<'f>(templates: impl Iterator<Item = &'f str>) -> Option<Vec<&'f str>> {
    let open: Vec<_> = templates
        .filter(|text| !text.contains(" of these"))
        .collect();
    (!open.is_empty()).then_some(open)
}

/// Returns the accepted spellings, the solution first, or `None` if players may write it in other ways.
fn accepted<'f>(
    label: &Label<'f>,
    spelling: Spelling,
    (column, kin): (&Column<'f>, Option<Row<'f>>),
    all: impl Iterator<Item = Label<'f>>,
) -> Option<Vec<String>> {
    let others = other_spellings(label, column, kin);
    // Players write "the United Kingdom" in ways that the name does not tell.
    let has_article = label.in_sentence() != label.as_str();
    let is_known = spelling != Spelling::Unknown && (!has_article || !others.is_empty());
    if !is_known || !is_plain(label.as_str()) {
        return None;
    }
    let mut accepted = vec![label.as_option().into_owned(), label.as_description()];
    if spelling == Spelling::Surname && label.as_str().contains(' ') {
        accepted.extend(surnames(label, all)?);
    }
    accepted.extend(others);
    let mut seen = std::collections::BTreeSet::new();
    accepted.retain(|text| seen.insert(text.to_lowercase()));
    accepted.truncate(ShortAnswer::MAX_ACCEPTED);
    Some(accepted)
}

/// Returns the names that the line `spelled:` of the column, or of the table of its values, calls equal.
fn other_spellings<'f>(
    label: &Label<'f>,
    column: &Column<'f>,
    kin: Option<Row<'f>>,
) -> Vec<String> {
    let table = kin.map_or_else(|| column.table(), |row| row.table());
    let groups = column
        .spelled()
        .chain(table.columns().flat_map(|column| column.spelled()));
    let names = groups.map(|group| group.split(", "));
    let own = names.filter(|names| names.clone().any(|name| name == label.as_str()));
    own.flatten().map(str::to_owned).collect()
}

/// Returns whether a name is short and consists of letters and spaces only. Hyphens and apostrophes are
/// written in several ways.
fn is_plain(name: &str) -> bool {
    is_short(name)
        && name.chars().all(|c| c.is_alphabetic() || c == ' ')
        && !name.split(' ').any(|word| word == "and")
        && !is_numbered(name)
}

fn is_short(name: &str) -> bool {
    name.chars().count() <= MAX_CHARS && name.split(' ').count() <= MAX_WORDS
}

/// Returns the surname, with and without particles: "Vincent van Gogh" is also "Gogh" and "van Gogh".
/// Returns `None` if it is short, a title ("William the Conqueror") or that of several people.
fn surnames<'f>(label: &Label<'f>, all: impl Iterator<Item = Label<'f>>) -> Option<Vec<String>> {
    let name = label.as_str();
    let words: Vec<&str> = name.split(' ').collect();
    let surname = *words.last()?;
    let is_name = surname.starts_with(char::is_uppercase)
        && surname.chars().count() >= MIN_SURNAME_CHARS
        && !surname.chars().all(char::is_uppercase);
    let has_title = words.iter().any(|word| ["the", "of"].contains(word));
    let mut others = all.filter(|other| other.words() != label.words());
    if !is_name || has_title || others.any(|other| has_word(other.as_str(), surname)) {
        return None;
    }
    let is_particle = |word: &&str| word.starts_with(char::is_lowercase);
    let particles = words.iter().skip(1).position(is_particle);
    let with_particles = particles.and_then(|place| words.get(place.saturating_add(1)..));
    // Some surnames have two words: "Heike Kamerlingh Onnes".
    let last_two = words.get(words.len().saturating_sub(2)..);
    let last_two = last_two.filter(|_| words.len() > 2);
    let longer = with_particles.into_iter().chain(last_two);
    let longer = longer.map(|words| words.join(" "));
    Some(std::iter::once(surname.to_owned()).chain(longer).collect())
}

fn has_word(name: &str, word: &str) -> bool {
    name.split(' ').any(|own| own == word)
}
