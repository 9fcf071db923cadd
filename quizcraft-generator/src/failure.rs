//! What a player reads when no question could be composed.

use std::collections::HashSet;

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Failure, Keyword, Kind, Kinds, isolated};
use quizcraft_facts::{Facts, Referent};
use quizcraft_text::Phrase;

use crate::questions::interleaved;
use crate::search::{MIN_FACTS, Reading};

/// The maximum number of keywords in the reason.
const MAX_LISTED: usize = 3;
/// The maximum number of characters of a keyword in the reason.
const MAX_KEYWORD_CHARS: usize = 50;
/// The maximum number of near names that are tried, each of which composes a question.
const MAX_TRIED: usize = 24;

/// Returns the failure that no questions are available. Its suggestions are the keywords nearest in meaning of which
/// `has_questions` is true, or the first such topics if there are none.
pub(crate) fn no_questions(
    facts: &Facts,
    brief: &Brief,
    readings: &[Reading],
    has_questions: impl Fn(&Keyword) -> bool,
) -> Failure {
    let suggested = |names: Vec<String>| {
        let keywords = names.into_iter().filter_map(|name| Keyword::new(name).ok());
        let failure = Failure::new(reason(brief, readings));
        failure
            .unwrap_or_else(|_| Failure::restore("No questions are available."))
            .with_suggestions(keywords.filter(&has_questions))
    };
    let failure = suggested(near(readings, facts));
    if failure.suggestions().is_empty() {
        let topics = facts.topics().map(|topic| topic.name().to_owned());
        return suggested(topics.collect());
    }
    failure
}

/// Returns the reason: whether a keyword is unknown, or only has no questions of the requested kinds.
fn reason(brief: &Brief, readings: &[Reading]) -> String {
    let keywords = brief.keywords().iter();
    let visible = keywords.filter(|keyword| !keyword.comparable().is_empty());
    let visible: Vec<_> = visible.map(Keyword::as_str).collect();
    let keywords = quoted_list(&visible);
    let mut meanings = readings.iter().map(|reading| &reading.meaning);
    if brief.kinds().is_default() || meanings.all(|meaning| meaning.about.is_empty()) {
        return format!("No questions are available for {keywords}.");
    }
    let kinds = names(brief.kinds());
    format!("No {kinds} questions are available for {keywords}. Try other kinds of questions.")
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
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// Returns different topics and subjects that are near the keywords in meaning, some for each keyword.
fn near(readings: &[Reading], facts: &Facts) -> Vec<String> {
    let each = readings
        .iter()
        .map(|reading| suggestions_for_keyword(facts, reading).into());
    let mut seen = HashSet::new();
    let names = interleaved(each.collect()).into_iter();
    let distinct = names.filter(|name| seen.insert(name.clone()));
    distinct.take(MAX_TRIED).collect()
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
