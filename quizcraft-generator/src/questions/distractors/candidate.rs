//! Candidates for wrong options, and the choice among them.

use quizcraft_facts::{Label, Row, Value};

use super::WRONG_OPTIONS;
use crate::lazy_sort::LazySort;
use crate::likeness::{Distance, MAX_COLUMN_DISTANCE, MIN_FOREIGN_DISTANCE, OTHER_ERA_DISTANCE};
use crate::random::Stream;

/// The number of nearest candidates to choose from, so that options vary from game to game.
const POOL_SIZE: usize = 6;
/// The minimum number of options from the [`WRONG_OPTIONS`] nearest candidates.
const MIN_NEAREST: usize = 2;

/// A possible wrong option and its distance from the right one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'f> {
    name: Name<'f>,
    distance: Distance,
}

/// The source of a candidate's text. The text is read only if the candidate may be chosen.
#[derive(Debug, Clone, Copy)]
enum Name<'f> {
    Row(Row<'f>),
    Value(Value<'f>),
}

impl<'f> Candidate<'f> {
    pub(super) fn row(row: Row<'f>, distance: Distance) -> Self {
        let name = Name::Row(row);
        Self { name, distance }
    }

    pub(super) fn value(value: Value<'f>, distance: Distance) -> Self {
        let name = Name::Value(value);
        Self { name, distance }
    }

    /// Returns whether the candidate may be a solution. Values in brackets may not.
    fn is_solution(&self) -> bool {
        match &self.name {
            Name::Row(_) => true,
            Name::Value(value) => value.is_asked(),
        }
    }

    fn label(&self) -> Label<'f> {
        match &self.name {
            Name::Row(row) => row.name(),
            Name::Value(value) => value.label(),
        }
    }

    /// Returns whether the candidate may be chosen instead of one that is needed and nearer: it is
    /// of the same era and, unless `reach` is wide, differs in less than a whole column more.
    fn can_replace(&self, needed: &Self, reach: Reach) -> bool {
        let farther = self.distance.total.saturating_sub(needed.distance.total);
        !self.is_of_other_era() && (reach == Reach::Wide || farther < MAX_COLUMN_DISTANCE)
    }

    fn is_of_other_era(&self) -> bool {
        self.distance.total >= OTHER_ERA_DISTANCE
    }

    fn origin(&self) -> u32 {
        self.distance.origin.unwrap_or(MIN_FOREIGN_DISTANCE)
    }
}

/// The candidates to choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offered {
    /// Only those that may be solutions.
    Solutions,
    /// All, including values in brackets.
    All,
}

/// How far from the right option the candidates may be that are not needed to fill the options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::questions) enum Reach {
    /// About as near as those that are needed: no other kind, where there are enough of one kind.
    Near,
    /// Any distance within the era.
    Wide,
}

/// Chooses up to [`WRONG_OPTIONS`] of the nearest candidates.
///
/// - Candidates from another era are used only if there are too few others.
/// - No option contains another, or one of `taken`.
/// - If names reveal their origin, at least one option comes from the same part of the world as the
///   right one. If there is none, nothing is chosen, because the right option would stand out.
pub(super) fn choose<'f>(
    candidates: &[Candidate<'f>],
    offered: Offered,
    reach: Reach,
    taken: &[Label<'f>],
    stream: &mut Stream,
) -> Vec<Label<'f>> {
    let offered = candidates
        .iter()
        .filter(|candidate| offered == Offered::All || candidate.is_solution());
    let reveals_origin = offered
        .clone()
        .any(|candidate| candidate.distance.origin.is_some());
    let scatter = stream.scatter();
    let ranked = offered.zip(0_u32..).map(|(candidate, place)| {
        let rank = u64::from(candidate.distance.total) << u32::BITS;
        (rank | u64::from(scatter.place(place)), candidate)
    });
    let ranked = LazySort::with_capacity(candidates.len(), ranked);
    let near = nearest(ranked, taken.to_vec(), reach, reveals_origin);
    let mut wrong = shuffled(near, stream);
    if reveals_origin && !include_compatriot(&mut wrong) {
        return Vec::new();
    }
    let labels = wrong.into_iter().map(|candidate| candidate.label());
    labels.take(WRONG_OPTIONS).collect()
}

/// Shuffles candidates, which are sorted by distance. The first [`MIN_NEAREST`] of the result are
/// among the nearest.
fn shuffled<'f>(mut near: Vec<Candidate<'f>>, stream: &mut Stream) -> Vec<Candidate<'f>> {
    let others = near.split_off(near.len().min(WRONG_OPTIONS));
    let mut shuffled = stream.shuffled(near);
    let spare = shuffled.split_off(shuffled.len().min(MIN_NEAREST));
    shuffled.extend(stream.shuffled(spare.into_iter().chain(others)));
    shuffled
}

/// Moves the candidate with the nearest origin to the first [`WRONG_OPTIONS`]. Returns whether it
/// comes from the same part of the world as the right option.
fn include_compatriot(candidates: &mut [Candidate<'_>]) -> bool {
    let Some(least) = candidates.iter().map(Candidate::origin).min() else {
        return false;
    };
    let compatriot = candidates
        .iter()
        .position(|candidate| candidate.origin() == least);
    if let Some(place) = compatriot.filter(|place| *place >= WRONG_OPTIONS) {
        candidates.swap(WRONG_OPTIONS.saturating_sub(1), place);
    }
    least < MIN_FOREIGN_DISTANCE
}

/// Returns the first candidates in ascending order of distance. If names reveal their origin, adds
/// the one with the nearest origin.
fn nearest<'f>(
    mut candidates: LazySort<&Candidate<'f>>,
    mut taken: Vec<Label<'f>>,
    reach: Reach,
    reveals_origin: bool,
) -> Vec<Candidate<'f>> {
    let mut near: Vec<Candidate<'f>> = Vec::new();
    let mut farther = None;
    while near.len() < POOL_SIZE
        && let Some((rank, candidate)) = candidates.next()
    {
        let label = candidate.label();
        if clashes(&taken, &label) {
            continue;
        }
        let needed = near.get(WRONG_OPTIONS.saturating_sub(1));
        if needed.is_some_and(|needed| !candidate.can_replace(needed, reach)) {
            farther = Some((rank, candidate));
            break;
        }
        near.push(*candidate);
        taken.push(label);
    }
    if let (true, Some(least)) = (reveals_origin, near.iter().map(Candidate::origin).min()) {
        near.extend(compatriot(
            farther.iter().chain(candidates.rest()),
            least,
            &taken,
        ));
    }
    near
}

/// Returns the candidate of the same era with the nearest origin among those not taken yet, if its
/// origin is nearer than `least`.
fn compatriot<'c, 'f: 'c>(
    candidates: impl Iterator<Item = &'c (u64, &'c Candidate<'f>)>,
    least: u32,
    taken: &[Label<'f>],
) -> Option<Candidate<'f>> {
    let mut best = None;
    for (rank, candidate) in candidates {
        let place = (candidate.origin(), *rank);
        let is_better = best.is_none_or(|(best, _)| place < best);
        if candidate.origin() < least
            && is_better
            && !candidate.is_of_other_era()
            && !clashes(taken, &candidate.label())
        {
            best = Some((place, **candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns whether the name contains one of `taken`, or the reverse.
fn clashes(taken: &[Label<'_>], name: &Label<'_>) -> bool {
    let words = name.words();
    taken.iter().any(|other| other.words().overlaps(&words))
}
