//! The message to a player when no question could be composed.

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Failure, Keyword, Kind, Kinds, isolated};
use quizcraft_facts::{Column, Facts, Referent, Spelling};
use quizcraft_text::Phrase;

use crate::questions::interleaved;
use crate::search::{MIN_FACTS, Reading};

/// The maximum number of keywords and of suggestions in the message.
const MAX_LISTED: usize = 3;
/// The maximum number of characters of a keyword in the message.
const MAX_KEYWORD_CHARS: usize = 50;

/// Returns the message that no questions are available, with suggestions if there are topics.
pub(crate) fn no_questions(facts: &Facts, brief: &Brief, readings: &[Reading]) -> Failure {
    let keywords = brief.keywords().iter();
    let visible = keywords.filter(|keyword| !keyword.comparable().is_empty());
    let visible: Vec<_> = visible.map(Keyword::as_str).collect();
    let is_found = readings
        .iter()
        .any(|reading| !reading.meaning.about.is_empty());
    let (kinds, suggestions) = if brief.kinds().is_default() || !is_found {
        (String::new(), suggestions(facts, readings))
    } else {
        (names(brief.kinds()), topics_with(facts, brief.kinds()))
    };
    let unavailable = format!(
        "No {kinds}questions are available for {}.",
        quoted_list(&visible)
    );
    let other_kinds = if kinds.is_empty() {
        ""
    } else {
        "other kinds of questions, or "
    };
    let text = match suggestions.as_slice() {
        [] => unavailable,
        _ => format!(
            "{unavailable} Try {other_kinds}{}.",
            list(suggestions.into_iter())
        ),
    };
    Failure::new(&text).unwrap_or_else(|_| Failure::restore("No questions are available."))
}

/// Returns the kinds as they stand before the word "questions".
fn names(kinds: Kinds) -> String {
    let names = kinds.iter().map(|kind| {
        let name = match kind {
            Kind::Single => "single choice",
            Kind::Multiple => "multiple choice",
            Kind::Number => "number",
            Kind::Text => "text",
            Kind::Order => "order",
            _ => return kind.to_string(),
        };
        name.to_owned()
    });
    let names: Vec<String> = names.collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!("{last} "),
        Some((last, others)) => format!("{} or {last} ", others.join(", ")),
    }
}

/// Returns the first topics that have questions of one of these kinds.
fn topics_with(facts: &Facts, kinds: Kinds) -> Vec<String> {
    let has = |column: Column<'_>| {
        let is_written = |spelling: Spelling| spelling != Spelling::Unknown;
        let texts =
            is_written(column.spelling_of_names()) || is_written(column.spelling_of_values());
        let years = column.contains_years() && column.ask().len() > 0;
        kinds.contains(Kind::Single) && column.is_asked()
            || kinds.contains(Kind::Multiple) && column.all().len() > 0
            || kinds.contains(Kind::Number) && (years || column.estimate().len() > 0)
            || kinds.contains(Kind::Text) && texts
            || kinds.contains(Kind::Order) && column.order().is_some()
    };
    let topics = facts.topics().filter(|topic| {
        let mut columns = topic.tables().flat_map(|table| table.columns());
        columns.any(has)
    });
    topics
        .map(|topic| topic.name().to_owned())
        .take(MAX_LISTED)
        .collect()
}

/// Returns topics and subjects that are near the keywords in meaning, some for each keyword. Returns
/// the first topics if there are none.
fn suggestions(facts: &Facts, readings: &[Reading]) -> Vec<String> {
    let each = readings
        .iter()
        .map(|reading| suggestions_for_keyword(facts, reading).into());
    let mut suggestions: Vec<String> = Vec::new();
    for name in interleaved(each.collect()) {
        if suggestions.len() < MAX_LISTED && !suggestions.contains(&name) {
            suggestions.push(name);
        }
    }
    if suggestions.is_empty() {
        let topics = facts.topics().map(|topic| topic.name().to_owned());
        suggestions.extend(topics.take(MAX_LISTED));
    }
    suggestions
}

/// Returns suggestions for a keyword: those for the whole keyword first, then those for its words.
fn suggestions_for_keyword(facts: &Facts, reading: &Reading) -> Vec<String> {
    let whole = Phrase::new(&reading.keyword);
    let corrected = reading.corrected.iter().map(|name| Phrase::new(name));
    let each: Vec<Phrase> = whole.single_words().collect();
    let phrases = std::iter::once(whole).chain(corrected).chain(each);
    let suggestions = phrases.flat_map(|phrase| {
        let related = facts.related(&phrase).map(|topic| topic.name().to_owned());
        let related: Vec<String> = related.collect();
        related.into_iter().chain(suggestions_for(facts, &phrase))
    });
    suggestions.collect()
}

/// Returns the subjects with the phrase in their names that have enough facts, and the topics of
/// the other matches.
fn suggestions_for(facts: &Facts, phrase: &Phrase) -> Vec<String> {
    let found = facts
        .find_exact(phrase)
        .into_iter()
        .chain(facts.find_containing(phrase));
    let names = found.filter_map(|referent| match referent {
        Referent::Name(id) => {
            let row = facts.row(id);
            if row.facts().len() >= MIN_FACTS {
                Some(row.name().as_str().to_owned())
            } else {
                Some(row.table().topic().name().to_owned())
            }
        }
        Referent::Table(id) => Some(facts.table(id).topic().name().to_owned()),
        Referent::Mention(id) | Referent::Tag(id) | Referent::RowOfValue(id) => {
            Some(facts.row(id).table().topic().name().to_owned())
        }
        Referent::Value(id) => Some(facts.value(id).row().table().topic().name().to_owned()),
        _ => None,
    });
    names.collect()
}

/// Returns the quoted keywords as a list. A stored game may have no visible keyword.
fn quoted_list(keywords: &[&str]) -> String {
    if keywords.is_empty() {
        return "these keywords".to_owned();
    }
    list(keywords.iter().map(|keyword| quoted(keyword)))
}

fn quoted(keyword: &str) -> String {
    let shown: String = keyword.chars().take(MAX_KEYWORD_CHARS).collect();
    format!("“{}”", isolated(&shown))
}

/// Joins the first [`MAX_LISTED`] items: "A", "A or B", "A, B or C".
fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.take(MAX_LISTED).collect();
    let last = items.pop().unwrap_or_default();
    if items.is_empty() {
        return last;
    }
    format!("{} or {last}", items.join(", "))
}
