//! How several keywords work together.

use std::collections::BTreeMap;

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

impl<'f> Combination<'f> {
    /// Whether the keywords name what a fact is about.
    pub(crate) fn names(&self, fact: &Fact<'f>) -> bool {
        let mut strands = self.strands.iter();
        // The facts of a strand are in the order of their ids.
        strands.any(|strand| strand.binary_search_by_key(&fact.id(), Fact::id).is_ok())
    }
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

/// The keywords that a fact matches: a bit for each, by its place.
type Matched = u16;

/// The facts that match the keywords best.
///
/// Keywords narrow one another where at least [`LEAST`] facts match all of them ("capitals",
/// "Europe") and add up otherwise ("music", "chemistry"): a fact is left out where another matches
/// all the keywords that it matches, and more.
pub(crate) fn combine<'f>(facts: &'f Facts, readings: &[Reading]) -> Combination<'f> {
    let mut by_match = narrowed(readings, |meaning| &meaning.core);
    if by_match.is_empty() {
        by_match = narrowed(readings, |meaning| &meaning.wide);
    }
    for (place, reading) in readings.iter().enumerate() {
        by_match.insert(bit(place), reading.meaning.own.clone());
    }
    by_match.retain(|_, ids| ids.len() >= LEAST);
    let all: Vec<Matched> = by_match.keys().copied().collect();
    by_match.retain(|matched, _| !all.iter().any(|other| surpasses(*other, *matched)));
    let used: FactSet = by_match.values().flat_map(FactSet::ids).collect();
    let named: FactSet = readings
        .iter()
        .flat_map(|reading| reading.meaning.own.ids())
        .collect();
    let places = 0..readings.len();
    Combination {
        partial: named.without(&used),
        used: places.map(|place| used_as(&by_match, place)).collect(),
        strands: by_match.into_values().map(|ids| ids.of(facts)).collect(),
    }
}

fn bit(place: usize) -> Matched {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    Matched::checked_shl(1, place).unwrap_or_default()
}

/// The facts that match several keywords by what these are narrowed with; no set that is too small
/// for a game.
fn narrowed(
    readings: &[Reading],
    narrowing: fn(&Meaning) -> &FactSet,
) -> BTreeMap<Matched, FactSet> {
    if readings.len() < 2 {
        return BTreeMap::new();
    }
    let pairs = readings.iter().enumerate().flat_map(|(place, reading)| {
        let ids = narrowing(&reading.meaning).ids();
        ids.map(move |id| (id, bit(place)))
    });
    let mut pairs: Vec<(u32, Matched)> = pairs.collect();
    pairs.sort_unstable();
    let mut by_match: BTreeMap<Matched, Vec<u32>> = BTreeMap::new();
    for same in pairs.chunk_by(|(one, _), (other, _)| one == other) {
        let matched = same.iter().fold(0, |all, (_, bit)| all | bit);
        if let ([(id, _), ..], true) = (same, same.len() > 1) {
            by_match.entry(matched).or_default().push(*id);
        }
    }
    let sets = by_match
        .into_iter()
        .map(|(matched, ids)| (matched, ids.into_iter().collect()));
    sets.filter(|(_, ids): &(_, FactSet)| ids.len() >= LEAST)
        .collect()
}

fn surpasses(one: Matched, other: Matched) -> bool {
    one != other && one & other == other
}

fn used_as(by_match: &BTreeMap<Matched, FactSet>, place: usize) -> Use {
    let mut having = by_match
        .keys()
        .filter(|matched| **matched & bit(place) != 0);
    match having.next() {
        None => Use::Unused,
        Some(matched) if matched.count_ones() > 1 => Use::Narrowed,
        Some(_) => Use::Alone,
    }
}
