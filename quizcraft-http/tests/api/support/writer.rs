use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Choice, Clarification, Draft, Drafts, Failure, Prompt};

/// A scripted writer.
pub(crate) enum Script {
    /// Writes this number of questions.
    Writes(u16),
    /// Fails permanently, with this reason.
    GivesUp(&'static str),
}

#[async_trait]
impl QuestionWriter for Script {
    async fn write(&self, _: &Brief) -> Result<Drafts, WriteError> {
        match self {
            Self::Writes(questions) => {
                Ok(Drafts::new((1..=*questions).map(draft).collect()).unwrap())
            }
            Self::GivesUp(reason) => Err(WriteError::Impossible(Failure::new(reason).unwrap())),
        }
    }
}

/// The prompt of the n-th question.
pub(crate) fn prompt(n: u16) -> String {
    format!("What is it, number {n}?")
}

/// The solution of the n-th question.
pub(crate) fn right(n: u16) -> String {
    format!("truth-{n}")
}

/// A wrong option of the n-th question.
pub(crate) fn wrong(n: u16) -> String {
    format!("fable-{n}")
}

/// The clarification of the n-th question.
pub(crate) fn clarification(n: u16) -> String {
    format!("Because it is so, number {n}.")
}

fn draft(n: u16) -> Draft {
    let wrong = [wrong(n), format!("myth-{n}")].map(|text| Choice::new(text).unwrap());
    Draft::single(
        Prompt::new(prompt(n)).unwrap(),
        Choice::new(right(n)).unwrap(),
        wrong.to_vec(),
        Clarification::new(clarification(n)).unwrap(),
    )
    .unwrap()
}
