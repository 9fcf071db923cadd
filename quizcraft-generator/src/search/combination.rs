//! The combination of several keywords.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;

use quizcraft_facts::{Fact, Row};

use super::fact_set::FactSet;
use super::meaning::Meaning;
use super::reading::Reading;

/// The minimum number of facts of a keyword group. Smaller groups are dropped.
pub(crate) const MIN_FACTS: usize = 3;

/// The facts that the keywords of a game select.
#[derive(Debug, Clone, Default)]
pub(crate) struct Combination {
    /// The selected facts, one group for each combination of keywords that is used.
    pub(crate) groups: Vec<FactSet>,
    /// The facts about each single keyword.
    by_keyword: Vec<FactSet>,
    /// How the game uses each keyword.
    pub(crate) used: Vec<KeywordUse>,
}

impl Combination {
    /// Returns whether the fact is in one of the groups.
    pub(crate) fn selects(&self, fact: &Fact<'_>) -> bool {
        self.groups.iter().any(|group| group.contains(fact))
    }

    /// Returns whether one of the groups contains all facts about the row.
    pub(crate) fn selects_all(&self, row: &Row<'_>) -> bool {
        let mut groups = self.groups.iter();
        groups.any(|group| row.facts().all(|fact| group.contains(&fact)))
    }

    /// Returns whether one of the groups contains a fact about the row.
    pub(crate) fn selects_any(&self, row: &Row<'_>) -> bool {
        let ids = row.fact_ids();
        self.groups.iter().any(|group| group.overlaps(&ids))
    }

    /// Returns whether the fact is about a single keyword but in none of the groups.
    pub(crate) fn selects_in_part(&self, fact: &Fact<'_>) -> bool {
        self.by_keyword.iter().any(|facts| facts.contains(fact)) && !self.selects(fact)
    }
}

/// How a game uses a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeywordUse {
    /// The keyword is not used: it is unknown, or too few facts are about it.
    LeftOut,
    /// All facts about the keyword are used.
    Alone,
    /// Only the facts that also match another keyword are used.
    Narrowed,
}

/// The keywords that a fact matches: one bit per keyword, by its position.
type Matched = u16;

/// Groups the facts by the keywords that they match.
///
/// - Where at least [`MIN_FACTS`] facts match several keywords ("capitals", "Europe"), only these
///   are selected: a fact is dropped if another fact matches a strict superset of its keywords.
/// - Otherwise the facts of all keywords are selected ("music", "chemistry").
/// - Groups with fewer than [`MIN_FACTS`] facts are dropped.
pub(crate) fn combine(readings: &[Reading]) -> Combination {
    let mut by_match = matching_several(readings, |meaning| &meaning.intersected_first);
    if by_match.is_empty() {
        by_match = matching_several(readings, |meaning| &meaning.about_or_mentioning);
    }
    for (place, reading) in readings.iter().enumerate() {
        by_match.insert(bit(place), reading.meaning.about.clone());
    }
    by_match.retain(|_, ids| ids.len() >= MIN_FACTS);
    let all: Vec<Matched> = by_match.keys().copied().collect();
    by_match.retain(|matched, _| !all.iter().any(|other| is_strict_superset(*other, *matched)));
    let (places, by_keyword) = (0..readings.len(), readings.iter());
    Combination {
        by_keyword: by_keyword
            .map(|reading| reading.meaning.about.clone())
            .collect(),
        used: places.map(|place| used_as(&by_match, place)).collect(),
        groups: by_match.into_values().collect(),
    }
}

fn bit(place: usize) -> Matched {
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    Matched::checked_shl(1, place).unwrap_or_default()
}

/// Returns the facts that match at least two keywords, grouped by the keywords matched. Omits
/// groups with fewer than [`MIN_FACTS`] facts.
fn matching_several(
    readings: &[Reading],
    facts_of: fn(&Meaning) -> &FactSet,
) -> BTreeMap<Matched, FactSet> {
    if readings.len() < 2 {
        return BTreeMap::new();
    }
    let mut by_match: BTreeMap<Matched, FactSet> = BTreeMap::new();
    let sets = readings.iter().map(|reading| facts_of(&reading.meaning));
    for (matched, run) in overlay(sets.map(|set| set.runs().peekable()).collect()) {
        if matched.count_ones() > 1 {
            by_match.entry(matched).or_default().push(run);
        }
    }
    by_match.retain(|_, ids| ids.len() >= MIN_FACTS);
    by_match
}

/// Splits the id range into runs that belong to the same subset of `sets`. Returns each run with a
/// bit mask of these sets.
fn overlay<R: Iterator<Item = Range<u32>>>(
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

fn is_strict_superset(one: Matched, other: Matched) -> bool {
    one != other && one & other == other
}

fn used_as(by_match: &BTreeMap<Matched, FactSet>, place: usize) -> KeywordUse {
    let mut having = by_match
        .keys()
        .filter(|matched| **matched & bit(place) != 0);
    match having.next() {
        None => KeywordUse::LeftOut,
        Some(matched) if matched.count_ones() > 1 => KeywordUse::Narrowed,
        Some(_) => KeywordUse::Alone,
    }
}
