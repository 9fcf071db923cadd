//! The words by which facts are found.

use std::collections::{BTreeMap, BTreeSet};

use super::typing::mistakes;
use crate::data::Label;
use crate::library::Fact;
use crate::text::Phrase;

/// The ids of some facts.
pub(crate) type FactIds = BTreeSet<usize>;

/// Everything that a player may call a fact by: its topic, its kind, its relation, its subject
/// and whatever else is known of that subject.
#[derive(Debug)]
pub(crate) struct Index {
    /// What is found by any of its words.
    names: BTreeMap<Phrase, FactIds>,
    /// What a single word is too little to find, such as the titles of works.
    titles: BTreeMap<Phrase, FactIds>,
}

impl Index {
    pub(crate) fn new(facts: &[Fact]) -> Self {
        let (mut names, mut titles) = (BTreeMap::new(), BTreeMap::new());
        for fact in facts {
            insert(&mut names, words_of(fact), fact.id);
            insert(&mut titles, titles_of(fact), fact.id);
        }
        Self { names, titles }
    }

    /// The facts that one keyword means: those that it names, or else those that it nearly does,
    /// since people mistype.
    pub(crate) fn find(&self, keyword: &Phrase) -> FactIds {
        let named = self.find_exactly(keyword);
        if named.is_empty() {
            let meant = self.meant(keyword).into_iter();
            return meant.flat_map(|meant| self.find_exactly(meant)).collect();
        }
        named
    }

    fn find_exactly(&self, keyword: &Phrase) -> FactIds {
        let single = keyword.words().len() == 1;
        let by_word = self.names.iter().filter(|(term, _)| names(term, keyword));
        let as_whole = self
            .titles
            .iter()
            .filter(|(term, _)| *term == keyword || !single && names(term, keyword));
        let ids = by_word.chain(as_whole).flat_map(|(_, ids)| ids);
        ids.copied().collect()
    }

    /// What was mistyped: the terms that the fewest mistakes make the keyword, if they are few.
    /// They are compared as wholes, for some word in a long name is like almost any other word.
    fn meant(&self, keyword: &Phrase) -> Vec<&Phrase> {
        let mut by_mistakes: BTreeMap<usize, Vec<&Phrase>> = BTreeMap::new();
        for term in self.names.keys().chain(self.titles.keys()) {
            if let Some(count) = mistakes(keyword, term) {
                by_mistakes.entry(count).or_default().push(term);
            }
        }
        by_mistakes.into_values().next().unwrap_or_default()
    }
}

fn insert(terms: &mut BTreeMap<Phrase, FactIds>, new: impl Iterator<Item = Phrase>, id: usize) {
    // The symbol of indium is a stop word, and no search term for that.
    for term in new.filter(|term| !term.is_empty()) {
        terms.entry(term).or_default().insert(id);
    }
}

fn names(term: &Phrase, keyword: &Phrase) -> bool {
    if keyword.is_letter() {
        return term == keyword;
    }
    term.holds(keyword)
}

fn words_of(fact: &Fact) -> impl Iterator<Item = Phrase> {
    let topic = fact.topic.keywords.iter().chain([&fact.topic.name]);
    let relation = fact.table.keywords.iter().chain(&fact.column.keywords);
    let words = topic.chain(relation).chain(&fact.row.keywords);
    let labels = labels(fact, false).map(|label| label.phrase().clone());
    let words = words.map(|word| Phrase::new(word));
    let proper_name = (!fact.table.whole).then(|| proper_name(fact));
    labels.chain(words).chain(proper_name)
}

/// The name of the subject without what it is: "Austerlitz" for the Battle of Austerlitz.
fn proper_name(fact: &Fact) -> Phrase {
    let kinds = fact.table.keywords.iter();
    let kinds: Vec<Phrase> = kinds.map(|kind| Phrase::new(kind)).collect();
    fact.row.name.phrase().without(&kinds)
}

fn titles_of(fact: &Fact) -> impl Iterator<Item = Phrase> {
    labels(fact, true).map(|label| label.phrase().clone())
}

/// The names of the subject and of its values that are found as wholes, or those that are not.
fn labels(fact: &Fact, whole: bool) -> impl Iterator<Item = &Label> {
    let columns = fact.table.columns.iter().filter(move |c| c.whole == whole);
    let values = columns.flat_map(|column| fact.row.values(&column.name));
    let known = values.filter(|value| value.asked).map(|value| &value.label);
    known.chain((fact.table.whole == whole).then_some(&fact.row.name))
}
