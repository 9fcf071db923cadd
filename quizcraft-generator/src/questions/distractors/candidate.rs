//! What could be a wrong option, and the choice among it.

use super::WRONG;
use quizcraft_facts::Label;

use crate::likeness::{ABROAD, FAR};
use crate::random::Stream;

/// Among how many of the nearest they are chosen, so that they vary from game to game.
const POOL: usize = 6;
/// How many of them at least are among the very nearest, of which there are as many as options.
const NEAREST: usize = 2;

/// A wrong option, and how tempting it is.
#[derive(Clone, Copy)]
pub(super) struct Candidate<'a> {
    label: Label<'a>,
    distance: u32,
    /// How far its part of the world is from that of the right option, where names show it.
    origin: Option<u32>,
}

impl<'a> Candidate<'a> {
    pub(super) fn new(label: Label<'a>, distance: u32) -> Self {
        Self {
            label,
            distance,
            origin: None,
        }
    }

    pub(super) fn from(self, origin: Option<u32>) -> Self {
        Self { origin, ..self }
    }

    fn is_of_other_time(&self) -> bool {
        self.distance >= FAR
    }

    fn abroad(&self) -> u32 {
        self.origin.unwrap_or(ABROAD)
    }
}

/// Some of the nearest candidates, of another time only where there are too few. None of them is a
/// part of another or of what is taken.
///
/// One at least comes from the part of the world that the right option comes from. If there is
/// none, none are chosen: the right name, or what is named in the question, would stand out.
pub(super) fn chosen<'a>(
    candidates: Vec<Candidate<'a>>,
    taken: Vec<Label<'a>>,
    stream: &mut Stream,
) -> Vec<Label<'a>> {
    let shown = candidates
        .iter()
        .any(|candidate| candidate.origin.is_some());
    let mut candidates = stream.shuffled(candidates);
    candidates.sort_by_key(|candidate| candidate.distance);
    let mut wrong = drawn(nearest(candidates, taken, shown), stream);
    if shown && !holds_native(&mut wrong) {
        return Vec::new();
    }
    let labels = wrong.into_iter().map(|candidate| candidate.label);
    labels.take(WRONG).collect()
}

/// Candidates, the nearest first, in an order of chance that starts with some of the very nearest.
fn drawn<'a>(mut near: Vec<Candidate<'a>>, stream: &mut Stream) -> Vec<Candidate<'a>> {
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
fn nearest<'a>(
    candidates: Vec<Candidate<'a>>,
    mut taken: Vec<Label<'a>>,
    shown: bool,
) -> Vec<Candidate<'a>> {
    let mut candidates = candidates.into_iter();
    let mut near: Vec<Candidate<'a>> = Vec::new();
    let fresh = candidates.by_ref().filter(|candidate| {
        let fresh = !clashes(&taken, candidate);
        if fresh {
            taken.push(candidate.label);
        }
        fresh
    });
    for candidate in fresh.take(POOL) {
        if near.len() < WRONG || !candidate.is_of_other_time() {
            near.push(candidate);
        }
    }
    if let (true, Some(least)) = (shown, near.iter().map(Candidate::abroad).min()) {
        let others = candidates.take_while(|candidate| !candidate.is_of_other_time());
        near.extend(native(others, least, &taken));
    }
    near
}

/// The first of the candidates from the place that is nearest, if that is nearer than `least`.
fn native<'a>(
    candidates: impl Iterator<Item = Candidate<'a>>,
    mut least: u32,
    taken: &[Label<'a>],
) -> Option<Candidate<'a>> {
    let mut best = None;
    for candidate in candidates {
        if candidate.abroad() < least && !clashes(taken, &candidate) {
            least = candidate.abroad();
            best = Some(candidate);
        }
    }
    best
}

/// Whether the candidate is a part of what is taken, or the other way round.
fn clashes(taken: &[Label<'_>], candidate: &Candidate<'_>) -> bool {
    let words = candidate.label.words();
    taken.iter().any(|other| other.words().overlaps(&words))
}
