//! What a player reads when too little is known of the keywords.

use quizcraft_core::{Failure, Keyword, Keywords, isolated};
use quizcraft_facts::{Facts, Phrase, Referent};

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
        list(suggestions(facts, &named).into_iter()),
    );
    Failure::new(&text).unwrap_or_else(|_| Failure::restore("There are no facts about that here."))
}

/// Topics and subjects that are near the keywords in meaning: by the map of related words first,
/// then by words that their names have in common; some topics if there are none.
fn suggestions(facts: &Facts, keywords: &[&str]) -> Vec<String> {
    let phrases: Vec<Phrase> = keywords
        .iter()
        .map(|keyword| Phrase::new(keyword))
        .collect();
    let words = phrases.iter().flat_map(Phrase::each);
    let phrases: Vec<Phrase> = phrases.iter().cloned().chain(words).collect();
    let related = phrases
        .iter()
        .flat_map(|phrase| facts.related(phrase))
        .map(|topic| topic.name().to_owned());
    let known = phrases.iter().flat_map(|phrase| sharing(facts, phrase));
    let topics = facts.topics().map(|topic| topic.name().to_owned());
    let mut suggestions: Vec<String> = Vec::new();
    for name in related.chain(known) {
        if suggestions.len() < NAMED && !suggestions.contains(&name) {
            suggestions.push(name);
        }
    }
    if suggestions.is_empty() {
        suggestions.extend(topics.take(NAMED));
    }
    suggestions
}

/// What has a phrase in its name and is good for a game, and the topics of what has to do with it.
fn sharing(facts: &Facts, phrase: &Phrase) -> Vec<String> {
    let found = facts
        .called(phrase)
        .into_iter()
        .chain(facts.holding(phrase));
    let names = found.filter_map(|referent| match referent {
        Referent::Name(id) => {
            let row = facts.row(id);
            (row.facts().len() >= LEAST).then(|| row.name().as_str().to_owned())
        }
        Referent::Table(id) => Some(facts.table(id).topic().name().to_owned()),
        Referent::Mention(id) | Referent::Tag(id) | Referent::Holder(id) => {
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
