//! The words by which facts are found.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::typing::mistakes;
use crate::data::{Label, Row, Table};
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
    /// The ids of facts: in no order, and some more than once.
    facts: HashMap<Phrase, Vec<usize>>,
    by_word: HashMap<String, Vec<Phrase>>,
}

impl Terms {
    fn insert<'a>(&mut self, term: &Phrase, facts: impl IntoIterator<Item = &'a Fact>) {
        let facts: Vec<_> = facts.into_iter().map(|fact| fact.id).collect();
        // The symbol of indium is a stop word, and no search term for that; nor is what a column is called
        // of which nothing is asked.
        if term.is_empty() || facts.is_empty() {
            return;
        }
        match self.facts.entry(term.clone()) {
            Entry::Occupied(mut known) => known.get_mut().extend(facts),
            Entry::Vacant(new) => {
                new.insert(facts);
                for word in term.words() {
                    let having = self.by_word.entry(word.clone()).or_default();
                    having.push(term.clone());
                }
            }
        }
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
    /// Of facts in the order of the files.
    pub(crate) fn new(facts: &[Fact]) -> Self {
        let (names, titles) = (Terms::default(), Terms::default());
        let mut index = Self { names, titles };
        for (topic, facts) in groups(facts, |fact| &fact.topic) {
            for keyword in topic.keywords.iter().chain([&topic.name]) {
                index.names.insert(&Phrase::new(keyword), facts);
            }
            for (table, facts) in groups(facts, |fact| &fact.table) {
                index.add_table(table, facts);
            }
        }
        index
    }

    fn add_table(&mut self, table: &Table, facts: &[Fact]) {
        let kinds = table.keywords.iter().map(|keyword| Phrase::new(keyword));
        let kinds: Vec<_> = kinds.collect();
        for kind in &kinds {
            self.names.insert(kind, facts);
        }
        for column in &table.columns {
            let of_column = facts.iter().filter(|f| Arc::ptr_eq(&f.column, column));
            for keyword in &column.keywords {
                let keyword = Phrase::new(keyword);
                self.names.insert(&keyword, of_column.clone());
            }
        }
        for (row, facts) in groups(facts, |fact| &fact.row) {
            self.add_row(table, row, &kinds, facts);
        }
        // Whoever names what nothing can be asked of is asked of its kind.
        let unasked = |row: &&Arc<Row>| !facts.iter().any(|fact| Arc::ptr_eq(&fact.row, row));
        for row in table.rows.iter().filter(unasked) {
            self.titles.insert(row.name.phrase(), facts);
        }
    }

    fn add_row(&mut self, table: &Table, row: &Row, kinds: &[Phrase], facts: &[Fact]) {
        let names = labels(table, row, false).map(Label::phrase);
        for name in names.chain(&row.keywords) {
            self.names.insert(name, facts);
        }
        if !table.whole {
            // The name without what it is: "Austerlitz" for the Battle of Austerlitz.
            let proper_name = row.name.phrase().without(kinds);
            self.names.insert(&proper_name, facts);
        }
        for title in labels(table, row, true) {
            self.titles.insert(title.phrase(), facts);
        }
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

fn names(term: &Phrase, keyword: &Phrase) -> bool {
    if keyword.is_letter() {
        return term == keyword;
    }
    term.holds(keyword)
}

/// Facts that stand beside each other and have something in common, with that.
fn groups<'a, T: 'a>(
    facts: &'a [Fact],
    of: fn(&Fact) -> &Arc<T>,
) -> impl Iterator<Item = (&'a T, &'a [Fact])> {
    let groups = facts.chunk_by(move |one, next| Arc::ptr_eq(of(one), of(next)));
    groups.filter_map(move |group| Some((&**of(group.first()?), group)))
}

/// The names of a subject and of its values that are found as wholes, or those that are not.
fn labels<'a>(table: &'a Table, row: &'a Row, whole: bool) -> impl Iterator<Item = &'a Label> {
    let columns = table.columns.iter().filter(move |c| c.whole == whole);
    let values = columns.flat_map(|column| row.values(&column.name));
    let known = values.filter(|value| value.asked).map(|value| &value.label);
    known.chain((table.whole == whole).then_some(&row.name))
}
