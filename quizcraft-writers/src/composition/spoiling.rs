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
/// No accepted draft is dropped. That is always possible: without the new drafts the game is as it was before.
/// Spoilers among the accepted ones are not counted, unless a new draft causes them: the subject of a question
/// is estimated from the prompts of the whole game.
pub(super) fn without_spoilers(accepted: &[Candidate], new: Vec<Candidate>) -> Vec<Candidate> {
    let accepted = accepted.iter().cloned();
    let accepted = accepted.map(|candidate| Prepared::new(candidate, false));
    let mut game: Vec<Prepared> = accepted.collect();
    let known: BTreeSet<Spoiler> = spoilers(&game).collect();
    game.extend(new.into_iter().map(|new| Prepared::new(new, true)));
    game.sort_by_key(Prepared::place);
    loop {
        let found = spoilers(&game).filter(|spoiler| !known.contains(spoiler));
        let found: Vec<Spoiler> = found.collect();
        let Some(worst) = worst(&game, &known, &found) else {
            return game.into_iter().map(|own| own.candidate).collect();
        };
        game.retain(|own| own.place() != worst);
    }
}

/// Returns the new draft to drop, or `None` if there are no spoilers: the one in most spoilers, and if there is
/// none, the one without which the fewest remain. Of several the last.
fn worst(game: &[Prepared], known: &BTreeSet<Spoiler>, found: &[Spoiler]) -> Option<Place> {
    let new = game.iter().filter(|own| own.is_new).map(Prepared::place);
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
    last_first.min_by_key(|place| {
        let others = game.iter().filter(|own| own.place() != *place);
        let left = spoilers(others).filter(|spoiler| !known.contains(spoiler));
        left.count()
    })
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
