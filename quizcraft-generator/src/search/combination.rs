//! How several keywords work together.

use std::collections::{BTreeMap, BTreeSet};

use quizcraft_facts::{Fact, Facts};

use super::fact_set::FactSet;
use super::meaning::Meaning;
use super::reading::Reading;

/// A set of keywords with fewer facts than this makes no game.
pub(crate) const LEAST: usize = 3;

/// What a game is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Combination<'f> {
    /// The facts that the keywords name, in one strand for each set of keywords that go together.
    pub(crate) strands: Vec<Vec<Fact<'f>>>,
    /// The facts that some of the keywords name and that are not in the strands.
    pub(crate) partial: FactSet,
    /// For each keyword whether its facts are in a strand, and whether others narrow them.
    pub(crate) used: Vec<Use>,
}

/// What became of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// Too few facts are about it.
    Unused,
    /// All its facts are used.
    Alone,
    /// Those of its facts are used that other keywords name as well.
    Narrowed,
}

/// The places of the keywords that a fact matches.
type Matched = BTreeSet<usize>;

/// The facts that match the keywords best.
///
/// Keywords narrow one another where at least [`LEAST`] facts match all of them ("capitals",
/// "Europe") and add up otherwise ("music", "chemistry"): a fact is left out where another matches
/// all the keywords that it matches, and more.
pub(crate) fn combine<'f>(facts: &'f Facts, readings: &[Reading]) -> Combination<'f> {
    let mut by_match = matches(readings, |meaning| &meaning.core);
    if by_match.keys().all(|matched| matched.len() < 2) {
        by_match = matches(readings, |meaning| &meaning.wide);
    }
    let all: Vec<Matched> = by_match.keys().cloned().collect();
    by_match.retain(|matched, _| !all.iter().any(|other| surpasses(other, matched)));
    let used: FactSet = by_match.values().flatten().copied().collect();
    let own = readings.iter().map(|reading| &reading.meaning.own);
    let named = own.fold(FactSet::default(), |all, own| all.or(own));
    let partial = named
        .of(facts)
        .into_iter()
        .filter(|fact| !used.contains(fact));
    let places = 0..readings.len();
    Combination {
        partial: partial.collect(),
        used: places.map(|place| used_as(&by_match, place)).collect(),
        strands: by_match
            .into_values()
            .map(|ids| ids.into_iter().map(|id| facts.fact(id)).collect())
            .collect(),
    }
}

/// The facts by the keywords that they match: all that have to do with several of them, and those
/// that are about a single one; no set that is too small for a game.
fn matches(
    readings: &[Reading],
    narrowing: fn(&Meaning) -> &FactSet,
) -> BTreeMap<Matched, BTreeSet<u32>> {
    let mut by_fact: BTreeMap<u32, Matched> = BTreeMap::new();
    for (place, reading) in readings.iter().enumerate() {
        for id in narrowing(&reading.meaning).ids() {
            by_fact.entry(id).or_default().insert(place);
        }
    }
    let mut by_match: BTreeMap<Matched, BTreeSet<u32>> = BTreeMap::new();
    for (id, matched) in by_fact {
        if matched.len() > 1 {
            by_match.entry(matched).or_default().insert(id);
        }
    }
    for (place, reading) in readings.iter().enumerate() {
        let ids = reading.meaning.own.ids().collect();
        by_match.insert(Matched::from([place]), ids);
    }
    by_match.retain(|_, ids| ids.len() >= LEAST);
    by_match
}

fn surpasses(one: &Matched, other: &Matched) -> bool {
    one.len() > other.len() && one.is_superset(other)
}

fn used_as(by_match: &BTreeMap<Matched, BTreeSet<u32>>, place: usize) -> Use {
    let mut having = by_match.keys().filter(|matched| matched.contains(&place));
    match having.next() {
        None => Use::Unused,
        Some(matched) if matched.len() > 1 => Use::Narrowed,
        Some(_) => Use::Alone,
    }
}
