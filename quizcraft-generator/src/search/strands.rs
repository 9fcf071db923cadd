//! How several keywords work together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::index::FactIds;
use super::typing::mistakes;
use crate::data::Topic;
use crate::library::{Fact, Library};
use crate::text::Phrase;

/// The places of those keywords that a fact matches.
type Matched = BTreeSet<usize>;

/// What a game is about: facts in strands, one for each set of keywords that go together.
pub(crate) type Strands<'a> = Vec<Vec<&'a Fact>>;

/// The facts that match the keywords best.
///
/// Keywords narrow one another where facts match all of them ("capitals", "Europe") and add up
/// otherwise ("music", "chemistry"): a fact is left out when another matches all the keywords
/// that it matches, and more.
pub(crate) fn strands<'a>(library: &'a Library, keywords: &[&str]) -> Strands<'a> {
    let found = found(library, keywords);
    let mut by_match: BTreeMap<Matched, Vec<&Fact>> = BTreeMap::new();
    for (id, matched) in matches(&found) {
        let facts = by_match.entry(matched).or_default();
        facts.extend(library.facts.get(id));
    }
    let all: Vec<Matched> = by_match.keys().cloned().collect();
    by_match.retain(|matched, _| !all.iter().any(|other| surpasses(other, matched)));
    for (matched, facts) in &mut by_match {
        keep_to_topic(&library.topics, matched, keywords, facts);
    }
    by_match.into_values().collect()
}

/// Which keywords match each fact that is found, fact by fact in the order of the files.
fn matches(found: &[FactIds]) -> BTreeMap<usize, Matched> {
    let mut matches: BTreeMap<usize, Matched> = BTreeMap::new();
    for (place, ids) in found.iter().enumerate() {
        for id in ids {
            matches.entry(*id).or_default().insert(place);
        }
    }
    matches
}

/// Of what a single keyword finds that is the name of a topic, only that topic is meant: films
/// come from countries too, but whoever says "countries" does not ask for films.
fn keep_to_topic(
    topics: &[Arc<Topic>],
    matched: &Matched,
    keywords: &[&str],
    facts: &mut Vec<&Fact>,
) {
    let mut places = matched.iter();
    if let (Some(place), None) = (places.next(), places.next()) {
        let meant = Phrase::new(keywords.get(*place).copied().unwrap_or_default());
        let topics = topics.iter().map(|topic| &topic.phrase);
        let called: Vec<_> = topics
            .filter(|name| **name == meant || mistakes(&meant, name).is_some())
            .collect();
        let of_topic = |fact: &&Fact| called.contains(&&fact.topic.phrase);
        if facts.iter().any(of_topic) {
            facts.retain(of_topic);
        }
    }
}

fn surpasses(one: &Matched, other: &Matched) -> bool {
    one.len() > other.len() && one.is_superset(other)
}

/// What each keyword means.
fn found(library: &Library, keywords: &[&str]) -> Vec<FactIds> {
    keywords
        .iter()
        .map(|keyword| meant(library, keyword))
        .collect()
}

/// What a keyword means, with its initials as one word or else each by itself.
fn meant(library: &Library, keyword: &str) -> FactIds {
    let joined = found_by(library, &Phrase::new(keyword));
    if joined.is_empty() {
        return found_by(library, &Phrase::with_initials_apart(keyword));
    }
    joined
}

/// What a phrase means; one that means nothing as a whole ("capitals of Europe") counts as its
/// words.
fn found_by(library: &Library, phrase: &Phrase) -> FactIds {
    let whole = library.index.find(phrase);
    if !whole.is_empty() {
        return whole;
    }
    let telling = phrase.each().filter(|word| !word.is_letter());
    let found: Vec<_> = telling.map(|word| library.index.find(&word)).collect();
    let same_fact = most(&found);
    if same_fact.is_empty() {
        return in_one_topic(library, &found);
    }
    same_fact
}

/// What is found by most of the words, if that is more than half of them: a single word out of
/// several is likely to mean something else.
fn most(found: &[FactIds]) -> FactIds {
    let mut hits: BTreeMap<usize, usize> = BTreeMap::new();
    for id in found.iter().flatten() {
        let count = hits.entry(*id).or_default();
        *count = count.saturating_add(1);
    }
    let best = hits.values().copied().max().unwrap_or_default();
    if !is_most(best, found) {
        return FactIds::new();
    }
    hits.retain(|_, count| *count == best);
    hits.into_keys().collect()
}

/// What is found by any word in the topics in which most of the words find something.
fn in_one_topic(library: &Library, found: &[FactIds]) -> FactIds {
    let topics = library
        .topics
        .iter()
        .map(|topic| -> FactIds { library.facts_of(topic).map(|fact| fact.id).collect() });
    let meant = topics.filter(|topic| {
        let hits = found.iter().filter(|ids| !ids.is_disjoint(topic)).count();
        is_most(hits, found)
    });
    let all: FactIds = found.iter().flatten().copied().collect();
    meant.flat_map(|topic| &topic & &all).collect()
}

fn is_most(hits: usize, found: &[FactIds]) -> bool {
    hits.saturating_mul(2) > found.len()
}
