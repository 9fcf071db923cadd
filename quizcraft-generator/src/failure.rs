//! What a player reads when too little is known of the keywords.

use quizcraft_core::{Failure, Keyword, Keywords, isolated};
use quizcraft_facts::{Facts, Referent};
use quizcraft_text::Phrase;

use crate::questions::in_turn;
use crate::search::{LEAST, Reading};

/// How many keywords and suggestions are named at most, so that the text stays short.
const NAMED: usize = 3;
/// How much of a keyword is shown.
const SHOWN: usize = 50;

/// Tells that nothing or too little was found, and what could be asked for instead.
pub(crate) fn nothing_found(facts: &Facts, keywords: &Keywords, readings: &[Reading]) -> Failure {
    let visible = keywords
        .iter()
        .filter(|keyword| !keyword.comparable().is_empty());
    let named: Vec<_> = visible.map(Keyword::as_str).collect();
    let some = readings.iter().any(|reading| !reading.meaning.is_empty());
    let reason = if some { "too few facts" } else { "no facts" };
    let text = format!(
        "There are {reason} about {} here. You could try {}.",
        about(&named),
        list(suggestions(facts, readings).into_iter()),
    );
    Failure::new(&text).unwrap_or_else(|_| Failure::restore("There are no facts about that here."))
}

/// Topics and subjects that are near the keywords in meaning, some for each keyword; some topics if
/// there are none.
fn suggestions(facts: &Facts, readings: &[Reading]) -> Vec<String> {
    let each = readings.iter().map(|reading| near(facts, reading).into());
    let mut suggestions: Vec<String> = Vec::new();
    for name in in_turn(each.collect()) {
        if suggestions.len() < NAMED && !suggestions.contains(&name) {
            suggestions.push(name);
        }
    }
    if suggestions.is_empty() {
        let topics = facts.topics().map(|topic| topic.name().to_owned());
        suggestions.extend(topics.take(NAMED));
    }
    suggestions
}

/// Returns suggestions for a keyword: those for the whole keyword first, then those for its words.
fn near(facts: &Facts, reading: &Reading) -> Vec<String> {
    let whole = Phrase::new(&reading.keyword);
    let corrected = reading.corrected.iter().map(|name| Phrase::new(name));
    let each: Vec<Phrase> = whole.single_words().collect();
    let phrases = std::iter::once(whole).chain(corrected).chain(each);
    let near = phrases.flat_map(|phrase| {
        let related = facts.related(&phrase).map(|topic| topic.name().to_owned());
        let related: Vec<String> = related.collect();
        related.into_iter().chain(sharing(facts, &phrase))
    });
    near.collect()
}

/// Returns the subjects with the phrase in their names that have enough facts, and the topics of
/// the other matches.
fn sharing(facts: &Facts, phrase: &Phrase) -> Vec<String> {
    let found = facts
        .find_exact(phrase)
        .into_iter()
        .chain(facts.find_containing(phrase));
    let names = found.filter_map(|referent| match referent {
        Referent::Name(id) => {
            let row = facts.row(id);
            if row.facts().len() >= LEAST {
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

fn about(keywords: &[&str]) -> String {
    // A stored game may have no keyword that can be seen.
    if keywords.is_empty() {
        return "that".to_owned();
    }
    list(keywords.iter().map(|keyword| quoted(keyword)))
}

fn quoted(keyword: &str) -> String {
    let shown: String = keyword.chars().take(SHOWN).collect();
    format!("“{}”", isolated(&shown))
}

/// "A", "A or B", "A, B or C".
fn list(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.take(NAMED).collect();
    let last = items.pop().unwrap_or_default();
    if items.is_empty() {
        return last;
    }
    format!("{} or {last}", items.join(", "))
}
