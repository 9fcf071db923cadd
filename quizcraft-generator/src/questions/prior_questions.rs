//! The questions that a game has already, and what they rule out.

use quizcraft_core::Kind;

use super::question::{Outline, Question};

/// The maximum number of questions with the same prompt under [`PromptPolicy::Repeatable`].
const MAX_SAME_PROMPT: usize = 3;
/// The maximum number of orders with the same prompt under [`PromptPolicy::Unique`].
const MAX_SAME_ORDERS: usize = 2;
/// The maximum number of questions with the same solution under [`PromptPolicy::Unique`].
const MAX_SAME_SOLUTION: usize = 2;

/// The limits on repeated prompts and solutions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PromptPolicy {
    /// Every prompt once, every solution at most [`MAX_SAME_SOLUTION`] times.
    Unique,
    /// Every prompt at most [`MAX_SAME_PROMPT`] times with different options, every solution any
    /// number of times. For games that are too short otherwise.
    Repeatable,
}

/// The questions that a game has already.
#[derive(Clone, Copy)]
pub(super) struct PriorQuestions<'f, 'r>(pub(super) &'r [Question<'f>]);

impl PriorQuestions<'_, '_> {
    /// Returns the number of questions from this template.
    pub(super) fn count_with_template(&self, template: &str) -> usize {
        let same = self
            .0
            .iter()
            .filter(|question| question.template == template);
        same.count()
    }

    /// Returns whether a question with this outline may be added. It must not repeat a question, and
    /// neither may reveal the solution of the other.
    pub(super) fn allow(&self, new: &Outline<'_>, policy: PromptPolicy) -> bool {
        let same = self.with_prompt(new.prompt().as_str()).count();
        let is_rare = match policy {
            PromptPolicy::Unique => {
                same == 0 && self.count_with_solution_of(new) < MAX_SAME_SOLUTION
            }
            PromptPolicy::Repeatable => same < MAX_SAME_PROMPT,
        };
        is_rare
            && self.0.iter().all(|other| {
                !other.overlaps(new)
                    && other.texts.revealing_part(new.secret()).is_none()
                    && !other.secret.is_revealed_by_prompt(new.prompt())
            })
    }

    /// Returns whether a question of another kind than single choice, or a statement, may be added. It must
    /// not repeat a question, and neither may reveal the solution of the other.
    pub(super) fn allow_draft(&self, new: &Question<'_>, policy: PromptPolicy) -> bool {
        let same = self.with_prompt(new.prompt()).count();
        // Two orders with one prompt have different items.
        let most = match (policy, new.kind()) {
            (PromptPolicy::Unique, Kind::Order) => MAX_SAME_ORDERS,
            (PromptPolicy::Repeatable, Kind::Order) => usize::MAX,
            _ => 1,
        };
        same < most
            && self.0.iter().all(|other| {
                !other.repeats(new)
                    && !new.values.iter().any(|value| other.values.contains(value))
                    && other.texts.revealing_part(&new.secret).is_none()
                    && new.texts.revealing_part(&other.secret).is_none()
            })
    }

    fn count_with_solution_of(&self, new: &Outline<'_>) -> usize {
        let same = self.0.iter().filter(|other| other.has_solution_of(new));
        same.count()
    }

    /// Returns whether a question reveals the solution of the new one by a short name, or has the
    /// same prompt and an option that is right in the other.
    pub(super) fn conflict_with(&self, new: &Question<'_>) -> bool {
        let mut same = self.with_prompt(new.prompt());
        let mut all = self.0.iter();
        same.any(|other| other.offers_solution_of(new))
            || all.any(|other| other.texts.revealing_part(&new.secret).is_some())
    }

    fn with_prompt(&self, prompt: &str) -> impl Iterator<Item = &Question<'_>> {
        let questions = self.0.iter();
        questions.filter(move |question| question.prompt() == prompt)
    }
}
