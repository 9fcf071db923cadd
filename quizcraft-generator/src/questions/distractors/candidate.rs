//! What could be a wrong option, and the choice among it.

use quizcraft_facts::{Label, Row, Value};

use super::WRONG;
use crate::ascending::Ascending;
use crate::likeness::{ABROAD, Apart, FAR};
use crate::random::Stream;

/// Among how many of the nearest they are chosen, so that they vary from game to game.
const POOL: usize = 6;
/// How many of them at least are among the very nearest, of which there are as many as options.
const NEAREST: usize = 2;

/// A wrong option, and how tempting it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'f> {
    name: Name<'f>,
    /// How far it is from the right option, and the part of the world that it comes from, where
    /// names show that.
    apart: Apart,
}

/// What has the name that is offered. The name itself is looked at only where it may be chosen.
#[derive(Debug, Clone, Copy)]
enum Name<'f> {
    Row(Row<'f>),
    Value(Value<'f>),
}

impl<'f> Candidate<'f> {
    pub(super) fn row(row: Row<'f>, apart: Apart) -> Self {
        let name = Name::Row(row);
        Self { name, apart }
    }

    pub(super) fn value(value: Value<'f>, apart: Apart) -> Self {
        let name = Name::Value(value);
        Self { name, apart }
    }

    /// Returns whether to ask for it, so that it is known to be good for an option.
    fn is_asked(&self) -> bool {
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

    fn is_of_other_time(&self) -> bool {
        self.apart.distance >= FAR
    }

    fn abroad(&self) -> u32 {
        self.apart.origin.unwrap_or(ABROAD)
    }
}

/// Which candidates are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offered {
    /// Those that are asked for.
    Asked,
    /// Those that are not to be asked as well.
    All,
}

/// Some of the nearest candidates, of another time only where there are too few. None of them is a
/// part of another or of what is taken.
///
/// One at least comes from the part of the world that the right option comes from. If there is
/// none, none are chosen: the right name, or what is named in the question, would stand out.
pub(super) fn chosen<'f>(
    candidates: &[Candidate<'f>],
    offered: Offered,
    taken: &[Label<'f>],
    stream: &mut Stream,
) -> Vec<Label<'f>> {
    let offered = candidates
        .iter()
        .filter(|candidate| offered == Offered::All || candidate.is_asked());
    let shown = offered
        .clone()
        .any(|candidate| candidate.apart.origin.is_some());
    let scatter = stream.scatter();
    let ranked = offered.zip(0_u32..).map(|(candidate, place)| {
        let rank = u64::from(candidate.apart.distance) << u32::BITS;
        (rank | u64::from(scatter.place(place)), candidate)
    });
    let ranked = Ascending::of_most(candidates.len(), ranked);
    let near = nearest(ranked, taken.to_vec(), shown);
    let mut wrong = drawn(near, stream);
    if shown && !holds_native(&mut wrong) {
        return Vec::new();
    }
    let labels = wrong.into_iter().map(|candidate| candidate.label());
    labels.take(WRONG).collect()
}

/// Candidates, the nearest first, in an order of chance that starts with some of the very nearest.
fn drawn<'f>(mut near: Vec<Candidate<'f>>, stream: &mut Stream) -> Vec<Candidate<'f>> {
    let others = near.split_off(near.len().min(WRONG));
    let mut drawn = stream.shuffled(near);
    let spare = drawn.split_off(drawn.len().min(NEAREST));
    drawn.extend(stream.shuffled(spare.into_iter().chain(others)));
    drawn
}

/// Moves the candidate from the nearest place among those that will be options; whether there is
/// one from the same part of the world.
fn holds_native(drawn: &mut [Candidate<'_>]) -> bool {
    let Some(least) = drawn.iter().map(Candidate::abroad).min() else {
        return false;
    };
    let native = drawn
        .iter()
        .position(|candidate| candidate.abroad() == least);
    if let Some(place) = native.filter(|place| *place >= WRONG) {
        drawn.swap(WRONG.saturating_sub(1), place);
    }
    least < ABROAD
}

/// Returns the nearest of candidates in their order and, where their origins are shown, the one
/// that comes from the nearest place.
fn nearest<'f>(
    mut candidates: Ascending<&Candidate<'f>>,
    mut taken: Vec<Label<'f>>,
    shown: bool,
) -> Vec<Candidate<'f>> {
    let mut near: Vec<Candidate<'f>> = Vec::new();
    let fresh = candidates.by_ref().filter(|(_, candidate)| {
        let label = candidate.label();
        let fresh = !clashes(&taken, &label);
        if fresh {
            taken.push(label);
        }
        fresh
    });
    for (_, candidate) in fresh.take(POOL) {
        if near.len() < WRONG || !candidate.is_of_other_time() {
            near.push(*candidate);
        }
    }
    if let (true, Some(least)) = (shown, near.iter().map(Candidate::abroad).min()) {
        near.extend(native(&candidates, least, &taken));
    }
    near
}

/// Returns the nearest of the other candidates of the same time that come from the place that is
/// nearest, if that is nearer than `least`.
fn native<'f>(
    candidates: &Ascending<&Candidate<'f>>,
    least: u32,
    taken: &[Label<'f>],
) -> Option<Candidate<'f>> {
    let mut best = None;
    for (rank, candidate) in candidates.rest() {
        let place = (candidate.abroad(), *rank);
        let is_better = best.is_none_or(|(best, _)| place < best);
        if candidate.abroad() < least
            && is_better
            && !candidate.is_of_other_time()
            && !clashes(taken, &candidate.label())
        {
            best = Some((place, **candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// Returns whether a name is a part of what is taken, or the other way round.
fn clashes(taken: &[Label<'_>], name: &Label<'_>) -> bool {
    let words = name.words();
    taken.iter().any(|other| other.words().overlaps(&words))
}
