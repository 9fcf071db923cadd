//! Questions of other kinds than single choice, and statements that are true or false.

#[cfg(test)]
mod laws;
mod multiple;
mod number;
mod order;
mod statement;
mod text;

use std::rc::Rc;

use quizcraft_core::{Clarification, Draft, Prompt, Task};
use quizcraft_facts::{Label, Value};
use quizcraft_review::{QuestionTexts, Secret, Text};

use super::claim::Claim;
use super::question::Question;
use crate::memory::Memory;

pub(super) use multiple::multiple;
pub(super) use number::number;
pub(super) use order::order;
pub(super) use statement::statement;
pub(super) use text::text;

/// Which further subjects a question may be about.
pub(super) struct Scope<'f, 'r> {
    /// Returns whether no question of the game is about a value.
    pub(super) is_free: &'r dyn Fn(&Value<'f>) -> bool,
    /// Returns whether the keywords select a subject.
    pub(super) is_found: &'r dyn Fn(&Value<'f>) -> bool,
    pub(super) memory: &'r Memory,
}

/// The parts of a question.
struct Parts<'f> {
    claim: Claim<'f>,
    /// The values that the question is about besides that of its claim.
    further: Vec<Value<'f>>,
    template: &'f str,
    prompt: String,
    task: Task,
    /// The clarification: why the solution is right.
    explanation: String,
    secret: Secret,
    /// The labels by which questions are compared: what is asked for, and what the prompt names.
    solution: Label<'f>,
    subject: Label<'f>,
}

impl<'f> Parts<'f> {
    /// Returns the question, or `None` if a text breaks the limits of the core.
    fn build(self) -> Option<Question<'f>> {
        let prompt = Prompt::new(&self.prompt).ok()?;
        let explanation = Clarification::new(&self.explanation).ok()?;
        let draft = Draft::new(prompt, self.task, explanation).ok()?;
        let texts = QuestionTexts::of(&draft);
        let values = std::iter::once(self.claim.value).chain(self.further);
        Some(Question::of_draft(
            self.claim,
            values.collect(),
            self.template,
            (self.solution, self.subject),
            texts,
            &self.secret,
            draft,
        ))
    }
}

fn texts(labels: &[Label<'_>]) -> Vec<Rc<Text>> {
    labels
        .iter()
        .map(|label| Rc::new(super::question::named(label)))
        .collect()
}

/// Joins items: "A", "A and B", "A, B and C".
fn list(items: &[String]) -> String {
    match items.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}
