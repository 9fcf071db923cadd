//! What the questions of a game allow the next one to be.

use super::question::{Outline, Question};

/// How often the same prompt may be asked, each time with other options.
const SAME_PROMPT: usize = 3;
/// How many questions may have the same solution, unless the game is too short otherwise.
const SAME_SOLUTION: usize = 2;

/// How strict a game is with prompts and solutions that were there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompts {
    /// Each prompt is asked once, and few questions have the same solution.
    Once,
    /// A prompt may come again with other options, and a solution as often as it likes.
    Again,
}

/// The questions that are in a game so far.
#[derive(Clone, Copy)]
pub(super) struct Asking<'f, 'r>(pub(super) &'r [Question<'f>]);

impl Asking<'_, '_> {
    pub(super) fn count_of(&self, template: &str) -> usize {
        let same = self
            .0
            .iter()
            .filter(|question| question.template == template);
        same.count()
    }

    /// Returns whether no question asks the same, and none gives the other away.
    pub(super) fn is_open(&self, new: &Outline<'_>, prompts: Prompts) -> bool {
        let same = self.reading_like(new.prompt().as_str()).count();
        let is_new = match prompts {
            Prompts::Once => same == 0 && self.count_of_solution(new) < SAME_SOLUTION,
            Prompts::Again => same < SAME_PROMPT,
        };
        is_new
            && self.0.iter().all(|other| {
                !other.is_like(new)
                    && other.shown.revealing_part(new.secret()).is_none()
                    && !other.secret.is_revealed_by_prompt(new.prompt())
            })
    }

    fn count_of_solution(&self, new: &Outline<'_>) -> usize {
        let same = self.0.iter().filter(|other| other.is_solved_like(new));
        same.count()
    }

    /// Returns whether a question gives the solution of the new one away by a short name, or has
    /// the same prompt and an option that is right for the other.
    pub(super) fn tells_of(&self, new: &Question<'_>) -> bool {
        let mut same = self.reading_like(new.prompt());
        let mut all = self.0.iter();
        same.any(|other| other.shares_an_answer(new))
            || all.any(|other| other.shown.revealing_part(&new.secret).is_some())
    }

    fn reading_like(&self, prompt: &str) -> impl Iterator<Item = &Question<'_>> {
        let questions = self.0.iter();
        questions.filter(move |question| question.reads_like(prompt))
    }
}
