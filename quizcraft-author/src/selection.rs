//! The selection of questions before they are solved: the review, near-duplicates and spoilers.

use std::collections::HashSet;
use std::fmt;

use quizcraft_core::{Asked, Draft};
use quizcraft_review::{Review, spoilers};
use quizcraft_text::Phrase;

use crate::rules::ContentWords;
use crate::{Checked, Rejection};

/// The questions of a game that are solved. They have no flaw of item writing, and fit with each other.
///
/// ```
/// use quizcraft_author::Selection;
/// use quizcraft_core::Asked;
///
/// let selection = Selection::default();
/// assert_eq!(selection.finish(&Asked::default()), []);
/// ```
#[derive(Default)]
pub struct Selection {
    /// The questions that the game has already: those of other writers and of the pool.
    others: Vec<Draft>,
    kept: Vec<Checked>,
}

/// Two prompts are nearly the same if the share of their common words exceeds this percentage.
const MAX_COMMON_PERCENT: usize = 84;

impl Selection {
    /// Creates a selection for a game that has these questions already.
    #[must_use]
    pub const fn beside(others: Vec<Draft>) -> Self {
        Self {
            others,
            kept: Vec::new(),
        }
    }

    /// Adds a question.
    ///
    /// # Errors
    ///
    /// A [`Rejection`] if the question has a flaw, if it is a near-duplicate of another one, or if one of both gives
    /// the other away.
    pub fn add(&mut self, question: Checked, review: &Review<'_>) -> Result<(), Rejection> {
        self.check(question.draft(), review)?;
        self.kept.push(question);
        Ok(())
    }

    /// Adds a finished question, such as one of a pool, to those that the game has already. It is not solved again.
    ///
    /// # Errors
    ///
    /// As for [`add`](Self::add).
    pub fn add_draft(&mut self, draft: Draft, review: &Review<'_>) -> Result<(), Rejection> {
        self.check(&draft, review)?;
        self.others.push(draft);
        Ok(())
    }

    /// Returns the number of questions.
    pub(crate) const fn len(&self) -> usize {
        self.kept.len()
    }

    /// Returns the questions: first those that the player was not asked before.
    #[must_use]
    pub fn finish(self, asked: &Asked) -> Vec<Checked> {
        let is_asked = |question: &Checked| asked.contains(question.draft().fingerprint());
        let (asked, new): (Vec<_>, Vec<_>) = self.kept.into_iter().partition(is_asked);
        new.into_iter().chain(asked).collect()
    }

    fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.others
            .iter()
            .chain(self.kept.iter().map(Checked::draft))
    }

    fn check(&self, draft: &Draft, review: &Review<'_>) -> Result<(), Rejection> {
        if let Some(flaw) = review.flaws(draft).first() {
            return Err(Rejection::Flawed(*flaw));
        }
        let is_near = |other| are_near(other, draft) || ask_alike(other, draft);
        if self.drafts().any(is_near) {
            return Err(Rejection::NearDuplicate);
        }
        if self.spoils(draft) {
            return Err(Rejection::Spoiler);
        }
        Ok(())
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

/// The questions are made from articles, so only their number is printed.
impl fmt::Debug for Selection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Selection({} questions)", self.kept.len())
    }
}

/// Returns whether two drafts ask for the same fact, or their prompts have nearly the same words.
fn are_near(one: &Draft, other: &Draft) -> bool {
    if one.fingerprint() == other.fingerprint() || one.same_as(other) {
        return true;
    }
    let [one, other] = [one, other].map(|draft| Phrase::new(draft.prompt().as_str()));
    let [one, other] = [&one, &other].map(|prompt| prompt.words().collect::<HashSet<_>>());
    let (common, all) = (one.intersection(&other).count(), one.union(&other).count());
    all > 0 && common.saturating_mul(100) > all.saturating_mul(MAX_COMMON_PERCENT)
}

/// Returns whether two drafts have the same solution, and prompts with a common word.
fn ask_alike(one: &Draft, other: &Draft) -> bool {
    let have_same = Phrase::new(one.solution().as_str()) == Phrase::new(other.solution().as_str());
    let words = |draft: &Draft| ContentWords::of(draft.prompt().as_str());
    have_same && words(one).are_related(&words(other))
}
