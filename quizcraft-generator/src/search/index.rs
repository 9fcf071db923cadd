//! The words by which facts are found.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::typing::mistakes;
use crate::data::{Label, Row, Topic};
use crate::library::Fact;
use crate::text::Phrase;

/// The ids of some facts.
pub(crate) type FactIds = BTreeSet<usize>;

/// How many facts are enough for a game of the usual size.
const ENOUGH: usize = 15;

/// Everything that a player may call a fact by: its topic, its kind, its relation, its subject
/// and whatever else is known of that subject.
#[derive(Debug)]
pub(crate) struct Index {
    /// What is found by any of its words.
    names: Terms,
    /// What a single word is too little to find, such as the titles of works.
    titles: Terms,
}

/// Terms with the facts that each finds, and for each word the terms that have it.
#[derive(Debug, Default)]
struct Terms {
    facts: HashMap<Phrase, FactIds>,
    by_word: HashMap<String, Vec<Phrase>>,
}

impl Terms {
    fn insert(&mut self, term: &Phrase, facts: impl IntoIterator<Item = usize>) {
        // The symbol of indium is a stop word, and no search term for that.
        if term.is_empty() {
            return;
        }
        if !self.facts.contains_key(term) {
            for word in term.words() {
                let having = self.by_word.entry(word.clone()).or_default();
                having.push(term.clone());
            }
        }
        self.facts.entry(term.clone()).or_default().extend(facts);
    }

    /// The facts of the terms that have all words of a keyword.
    fn holding(&self, keyword: &Phrase) -> impl Iterator<Item = usize> {
        let first = keyword.words().first();
        let terms = first.and_then(|word| self.by_word.get(word));
        let holding = terms
            .into_iter()
            .flatten()
            .filter(|term| names(term, keyword));
        holding
            .filter_map(|term| self.facts.get(term))
            .flatten()
            .copied()
    }
}

impl Index {
    pub(crate) fn new(topics: &[Arc<Topic>], facts: &[Fact]) -> Self {
        let (mut names, mut titles) = (Terms::default(), Terms::default());
        let mut keywords = Keywords::default();
        for fact in facts {
            for name in names_of(fact) {
                names.insert(name, [fact.id]);
            }
            for keyword in keywords_of(fact) {
                names.insert(keywords.phrase(keyword), [fact.id]);
            }
            if !fact.table.whole {
                names.insert(&keywords.proper_name(fact), [fact.id]);
            }
            for title in labels(fact, true) {
                titles.insert(title.phrase(), [fact.id]);
            }
        }
        for table in topics.iter().flat_map(|topic| &topic.tables) {
            let of_table = |fact: &&Fact| Arc::ptr_eq(&fact.table, table);
            let kin: Vec<_> = facts.iter().filter(of_table).collect();
            if kin.is_empty() {
                continue;
            }
            for row in table.rows.iter().filter(|row| is_unasked(row, &kin)) {
                titles.insert(row.name.phrase(), kin.iter().map(|fact| fact.id));
            }
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

    /// The terms that a keyword stands for: itself, or those that it nearly is.
    pub(crate) fn terms(&self, keyword: &Phrase) -> Vec<Phrase> {
        if self.find_exactly(keyword).is_empty() {
            return self.meant(keyword).into_iter().cloned().collect();
        }
        vec![keyword.clone()]
    }

    /// What is called exactly that.
    pub(crate) fn called(&self, keyword: &Phrase) -> FactIds {
        let called = [&self.names, &self.titles].map(|terms| terms.facts.get(keyword));
        called.into_iter().flatten().flatten().copied().collect()
    }

    /// What is called exactly that; what has it among other words only where that is too little,
    /// for the king cobra is no king.
    fn find_exactly(&self, keyword: &Phrase) -> FactIds {
        let mut found = self.called(keyword);
        if found.len() < ENOUGH {
            found.extend(self.names.holding(keyword));
            if keyword.words().len() > 1 {
                found.extend(self.titles.holding(keyword));
            }
        }
        found
    }

    /// What was mistyped: the terms that the fewest mistakes make the keyword, if they are few.
    /// They are compared as wholes, for some word in a long name is like almost any other word.
    fn meant(&self, keyword: &Phrase) -> Vec<&Phrase> {
        let mut by_mistakes: BTreeMap<usize, Vec<&Phrase>> = BTreeMap::new();
        for term in self.names.facts.keys().chain(self.titles.facts.keys()) {
            if let Some(count) = mistakes(keyword, term) {
                by_mistakes.entry(count).or_default().push(term);
            }
        }
        let mut fewest = by_mistakes.into_values().next().unwrap_or_default();
        fewest.sort_unstable();
        fewest.dedup();
        fewest
    }
}

/// Whether nothing can be asked of a row: whoever names it is asked of its kind.
fn is_unasked(row: &Arc<Row>, kin: &[&Fact]) -> bool {
    !kin.iter().any(|fact| Arc::ptr_eq(&fact.row, row))
}

fn names(term: &Phrase, keyword: &Phrase) -> bool {
    if keyword.is_letter() {
        return term == keyword;
    }
    term.holds(keyword)
}

/// The phrases of the keywords of topics and tables, which all their facts share.
#[derive(Default)]
struct Keywords<'a>(HashMap<&'a str, Phrase>);

impl<'a> Keywords<'a> {
    fn phrase(&mut self, keyword: &'a str) -> &Phrase {
        let phrase = self.0.entry(keyword);
        phrase.or_insert_with(|| Phrase::new(keyword))
    }

    /// The name of the subject without what it is: "Austerlitz" for the Battle of Austerlitz.
    fn proper_name(&mut self, fact: &'a Fact) -> Phrase {
        let kinds = fact.table.keywords.iter();
        let kinds: Vec<Phrase> = kinds.map(|kind| self.phrase(kind).clone()).collect();
        fact.row.name.phrase().without(&kinds)
    }
}

fn keywords_of(fact: &Fact) -> impl Iterator<Item = &str> {
    let topic = fact.topic.keywords.iter().chain([&fact.topic.name]);
    let relation = fact.table.keywords.iter().chain(&fact.column.keywords);
    topic.chain(relation).map(String::as_str)
}

fn names_of(fact: &Fact) -> impl Iterator<Item = &Phrase> {
    let labels = labels(fact, false).map(Label::phrase);
    labels.chain(&fact.row.keywords)
}

/// The names of the subject and of its values that are found as wholes, or those that are not.
fn labels(fact: &Fact, whole: bool) -> impl Iterator<Item = &Label> {
    let columns = fact.table.columns.iter().filter(move |c| c.whole == whole);
    let values = columns.flat_map(|column| fact.row.values(&column.name));
    let known = values.filter(|value| value.asked).map(|value| &value.label);
    known.chain((fact.table.whole == whole).then_some(&fact.row.name))
}
