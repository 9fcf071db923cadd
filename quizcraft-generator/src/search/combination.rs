//! How several keywords work together.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

use quizcraft_facts::Fact;

use super::fact_set::FactSet;
use super::meaning::Meaning;
use super::reading::Reading;

/// The minimum number of facts of a keyword group. Smaller groups are dropped.
pub(crate) const LEAST: usize = 3;

/// What a game is about.
#[derive(Debug, Clone, Default)]
pub(crate) struct Combination {
    /// The facts that the keywords name, in one strand for each set of keywords that go together.
    pub(crate) strands: Vec<FactSet>,
    /// The facts that each keyword names by itself.
    own: Vec<FactSet>,
    /// For each keyword whether its facts are in a strand, and whether others narrow them.
    pub(crate) used: Vec<Use>,
}

impl Combination {
    /// Returns whether the keywords name what a fact is about.
    pub(crate) fn names(&self, fact: &Fact<'_>) -> bool {
        self.strands.iter().any(|strand| strand.contains(fact))
    }

    /// Returns whether a single keyword names what a fact is about, though others narrow that.
    pub(crate) fn names_in_part(&self, fact: &Fact<'_>) -> bool {
        self.own.iter().any(|own| own.contains(fact)) && !self.names(fact)
    }
}

/// How a game uses a keyword.
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

/// Returns the facts that match the keywords best.
///
/// Keywords narrow one another where at least [`LEAST`] facts match all of them ("capitals",
/// "Europe") and add up otherwise ("music", "chemistry"): a fact is left out where another matches
/// all the keywords that it matches, and more.
pub(crate) fn combine(readings: &[Reading]) -> Combination {
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
    let (places, own) = (0..readings.len(), readings.iter());
    Combination {
        own: own.map(|reading| reading.meaning.own.clone()).collect(),
        used: places.map(|place| used_as(&by_match, place)).collect(),
        strands: by_match.into_values().collect(),
    }
}

fn bit(place: usize) -> Matched {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    Matched::checked_shl(1, place).unwrap_or_default()
}

/// Returns the facts that match at least two keywords, grouped by the keywords matched. Omits
/// groups with fewer than [`LEAST`] facts.
fn narrowed(
    readings: &[Reading],
    narrowing: fn(&Meaning) -> &FactSet,
) -> BTreeMap<Matched, FactSet> {
    if readings.len() < 2 {
        return BTreeMap::new();
    }
    let mut by_match: BTreeMap<Matched, FactSet> = BTreeMap::new();
    let sets = readings.iter().map(|reading| narrowing(&reading.meaning));
    for (matched, run) in overlaid(sets.map(|set| set.runs().peekable()).collect()) {
        if matched.count_ones() > 1 {
            by_match.entry(matched).or_default().push(run);
        }
    }
    by_match.retain(|_, ids| ids.len() >= LEAST);
    by_match
}

/// Splits the id range into runs that belong to the same subset of `sets`. Returns each run with a
/// bit mask of these sets.
fn overlaid<R: Iterator<Item = Range<u32>>>(
    mut sets: Vec<Peekable<R>>,
) -> impl Iterator<Item = (Matched, Range<u32>)> {
    let mut start = 0;
    std::iter::from_fn(move || {
        let (mut matched, mut end) = (0, None);
        for (place, set) in sets.iter_mut().enumerate() {
            while set.next_if(|run| run.end <= start).is_some() {}
            let Some(run) = set.peek() else { continue };
            let mut next = run.start;
            if run.start <= start {
                matched |= bit(place);
                next = run.end;
            }
            end = Some(end.map_or(next, |end: u32| end.min(next)));
        }
        let run = start..end?;
        start = run.end;
        Some((matched, run))
    })
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
