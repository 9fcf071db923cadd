//! Questions that reveal the solutions of others.

use std::collections::{BTreeMap, BTreeSet};

use quizcraft_review::{QuestionTexts, SecretBuilder, spoilers_among};

use crate::candidate::{Candidate, Place};

/// The places of two questions: that whose solution is revealed, and that which reveals it.
type Spoiler = (Place, Place);

/// A draft with its prepared texts.
struct Prepared {
    candidate: Candidate,
    texts: QuestionTexts,
    secret: SecretBuilder,
    is_new: bool,
}

impl Prepared {
    fn new(candidate: Candidate, is_new: bool) -> Self {
        let texts = QuestionTexts::of(candidate.draft());
        Self {
            secret: SecretBuilder::new(&texts),
            texts,
            candidate,
            is_new,
        }
    }

    const fn place(&self) -> Place {
        self.candidate.place()
    }
}

/// Returns the accepted drafts with the new ones, by place, without the new ones that spoil the game.
///
/// Where the game would have more than `size` drafts, accepted ones give their places to new ones. Otherwise no
/// accepted draft is dropped. That is always possible: without the new drafts the game is as it was before.
/// Spoilers among the accepted ones are not counted, unless a new draft causes them: the subject of a question
/// is estimated from the prompts of the whole game.
pub(super) fn without_spoilers(
    accepted: &[Candidate],
    new: Vec<Candidate>,
    size: usize,
) -> Vec<Candidate> {
    let accepted = accepted.iter().cloned();
    let accepted = accepted.map(|candidate| Prepared::new(candidate, false));
    let mut all: Vec<Prepared> = accepted.collect();
    let known: BTreeSet<Spoiler> = spoilers(all.iter()).collect();
    all.extend(new.into_iter().map(|new| Prepared::new(new, true)));
    all.sort_by_key(Prepared::place);
    loop {
        let game = fitted(all.iter(), size);
        let found = spoilers(game.iter().copied()).filter(|spoiler| !known.contains(spoiler));
        let found: Vec<Spoiler> = found.collect();
        let count_without = |place| {
            let others = fitted(all.iter().filter(|own| own.place() != place), size);
            let left = spoilers(others).filter(|spoiler| !known.contains(spoiler));
            left.count()
        };
        let Some(worst) = worst(&game, &found, count_without) else {
            return game.into_iter().map(|own| own.candidate.clone()).collect();
        };
        all.retain(|own| own.place() != worst);
    }
}

/// Returns a game of at most `size` drafts. While there are more, the writer with the most accepted ones, or of
/// several the last, loses its last one.
fn fitted<'g>(all: impl Iterator<Item = &'g Prepared>, size: usize) -> Vec<&'g Prepared> {
    let mut game: Vec<&Prepared> = all.collect();
    while game.len() > size
        && let Some(place) = replaceable(&game)
    {
        game.retain(|own| own.place() != place);
    }
    game
}

/// Returns the place of the accepted draft that is replaced first. Drafts of the brief are not.
fn replaceable(game: &[&Prepared]) -> Option<Place> {
    let mut by_writer: BTreeMap<usize, Vec<Place>> = BTreeMap::new();
    for own in game.iter().filter(|own| !own.is_new && own.place().0 > 0) {
        by_writer
            .entry(own.place().0)
            .or_default()
            .push(own.place());
    }
    let most = by_writer.values().max_by_key(|places| places.len())?;
    most.iter().max().copied()
}

/// Returns the new draft to drop, or `None` if there are no spoilers: the one in most spoilers, and if there is
/// none, the one without which the fewest remain. Of several the last.
fn worst(
    game: &[&Prepared],
    found: &[Spoiler],
    count_without: impl Fn(Place) -> usize,
) -> Option<Place> {
    let new = game.iter().filter(|own| own.is_new).map(|own| own.place());
    let mut counts: BTreeMap<Place, usize> = new.map(|place| (place, 0)).collect();
    for place in found.iter().flat_map(|(spoiled, by)| [spoiled, by]) {
        if let Some(count) = counts.get_mut(place) {
            *count = count.saturating_add(1);
        }
    }
    let (most, count) = counts.iter().max_by_key(|(_, count)| **count)?;
    if *count > 0 || found.is_empty() {
        return (*count > 0).then_some(*most);
    }
    let last_first = counts.keys().rev().copied();
    last_first.min_by_key(|place| count_without(*place))
}

/// Returns the spoilers of a game.
fn spoilers<'g>(game: impl IntoIterator<Item = &'g Prepared>) -> impl Iterator<Item = Spoiler> {
    let game: Vec<&Prepared> = game.into_iter().collect();
    let texts = game.iter().map(|own| (&own.texts, &own.secret));
    let found = spoilers_among(&texts.collect::<Vec<_>>());
    found.into_iter().filter_map(move |spoiler| {
        let spoiled = game.get(spoiler.spoiled())?.place();
        Some((spoiled, game.get(spoiler.revealing())?.place()))
    })
}
