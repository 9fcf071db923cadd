//! The selection of questions before they are solved: the review, near-duplicates and spoilers.

use std::collections::HashSet;

use quizcraft_core::{Asked, Draft};
use quizcraft_review::{Review, spoilers};
use quizcraft_text::Phrase;

use crate::{Checked, Rejection};

/// The questions that are solved, which fit with each other and with those of other writers.
#[derive(Default)]
pub(crate) struct Selection {
    /// The questions of other writers in the same game.
    others: Vec<Draft>,
    kept: Vec<Checked>,
}

/// Two prompts are nearly the same if the share of their common words exceeds this percentage.
const MAX_COMMON_PERCENT: usize = 84;

impl Selection {
    /// Creates a selection for a game that has these questions already.
    pub(crate) const fn beside(others: Vec<Draft>) -> Self {
        Self {
            others,
            kept: Vec::new(),
        }
    }

    /// Adds a question if it has no flaw and fits with those that were added before.
    pub(crate) fn add(&mut self, question: Checked, review: &Review<'_>) -> Result<(), Rejection> {
        if let Some(flaw) = review.flaws(question.draft()).first() {
            return Err(Rejection::Flawed(*flaw));
        }
        let mut kept = self.kept.iter();
        let is_known = kept.any(|kept| kept.has_same_solution(&question));
        let is_near = self.drafts().any(|draft| are_near(draft, question.draft()));
        if is_known || is_near {
            return Err(Rejection::NearDuplicate);
        }
        if self.spoils(question.draft()) {
            return Err(Rejection::Spoiler);
        }
        self.kept.push(question);
        Ok(())
    }

    /// Returns the number of questions.
    pub(crate) const fn len(&self) -> usize {
        self.kept.len()
    }

    /// Returns the questions: first those that the player was not asked before.
    pub(crate) fn finish(self, asked: &Asked) -> Vec<Checked> {
        let is_asked = |question: &Checked| asked.contains(question.draft().fingerprint());
        let (asked, new): (Vec<_>, Vec<_>) = self.kept.into_iter().partition(is_asked);
        new.into_iter().chain(asked).collect()
    }

    fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.others
            .iter()
            .chain(self.kept.iter().map(Checked::draft))
    }

    /// Returns whether the draft, as the last one of the game, reveals a solution, or another one reveals its own.
    fn spoils(&self, draft: &Draft) -> bool {
        let mut game: Vec<Draft> = self.drafts().cloned().collect();
        let last = game.len();
        game.push(draft.clone());
        let mut spoilers = spoilers(&game).into_iter();
        spoilers.any(|spoiler| spoiler.spoiled() == last || spoiler.revealing() == last)
    }
}

/// Returns whether the prompts of two drafts have nearly the same words.
fn are_near(one: &Draft, other: &Draft) -> bool {
    let [one, other] = [one, other].map(|draft| Phrase::new(draft.prompt().as_str()));
    let [one, other] = [&one, &other].map(|prompt| prompt.words().collect::<HashSet<_>>());
    let (common, all) = (one.intersection(&other).count(), one.union(&other).count());
    all > 0 && common.saturating_mul(100) > all.saturating_mul(MAX_COMMON_PERCENT)
}
