//! Drafts: questions from a writer, without a number.

use std::borrow::Cow;
use std::sync::Arc;

use super::{DraftFingerprint, Kind, SingleChoice, Source, Task, TaskError, WriterName};
use crate::value::TextError;
use crate::value::text::{bounded_text, compared};

bounded_text! {
    /// The prompt of a question.
    ///
    /// ```
    /// use quizcraft_core::{Prompt, TextError};
    ///
    /// let prompt = Prompt::new("  Who wrote these lines?\nSing, goddess, the anger of Achilles. ")?;
    /// assert_eq!(prompt.as_str().lines().count(), 2);
    /// assert_eq!(Prompt::new("Who wrote\tthis?"), Err(TextError::Control));
    /// # Ok::<(), TextError>(())
    /// ```
    Prompt, at most 1000 characters, Many
}

bounded_text! {
    /// An option of a question, in one line. A player's choice is compared with the options byte by
    /// byte.
    ///
    /// ```
    /// use quizcraft_core::Choice;
    ///
    /// let new = Choice::new("Cafe\u{301}")?;
    /// assert_eq!(new.as_str(), "Caf\u{e9}", "new text is normalised");
    ///
    /// let stored = Choice::restore("Cafe\u{301}");
    /// assert_ne!(stored, new, "stored text is kept as it is");
    /// assert_eq!(stored.comparable(), new.comparable());
    /// # Ok::<(), quizcraft_core::TextError>(())
    /// ```
    Choice, at most 200 characters, One
}

bounded_text! {
    /// The explanation of the solution. Players see it after they answered the question.
    Clarification, at most 2000 characters, Many
}

/// A question without a number: a prompt, what it asks for, and a clarification; optionally its source and
/// its writer.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Kind, Prompt};
///
/// let draft = Draft::single(
///     Prompt::new("Which metal is liquid at room temperature?")?,
///     Choice::new("Mercury")?,
///     vec![Choice::new("Lead")?, Choice::new("Tin")?],
///     Clarification::new("Mercury melts at -38.8 °C.")?,
/// )?;
/// assert_eq!(draft.kind(), Kind::Single);
/// assert_eq!(draft.options().count(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft(Arc<Content>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    prompt: Prompt,
    task: Task,
    solution: Choice,
    clarification: Clarification,
    origin: Origin,
}

/// Where a draft comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Origin {
    source: Option<Source>,
    writer: Option<WriterName>,
    fingerprint: Option<DraftFingerprint>,
}

/// The draft is invalid.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, DraftError, Prompt, TaskError};
///
/// let draft = |wrong: &[&str]| {
///     let wrong = wrong.iter().map(|&text| Choice::restore(text)).collect();
///     let prompt = Prompt::restore("Which metal is liquid at room temperature?");
///     let why = Clarification::restore("It melts at -39 °C.");
///     Draft::single(prompt, Choice::restore("Mercury"), wrong, why)
/// };
/// assert!(draft(&["Lead", "Tin"]).is_ok());
/// assert_eq!(draft(&["Mer\u{ad}cury"]), Err(DraftError::Task(TaskError::Repeated)));
/// let empty = draft(&["Lead", " "]).unwrap_err();
/// assert_eq!(empty.to_string(), "an option is empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// The options, or what else the kind needs, are invalid.
    #[error(transparent)]
    Task(#[from] TaskError),
    /// The prompt breaks the rules of new text.
    #[error("the prompt {0}")]
    Prompt(TextError),
    /// The clarification breaks the rules of new text.
    #[error("the clarification {0}")]
    Clarification(TextError),
}

impl Draft {
    /// Creates a draft.
    ///
    /// # Errors
    ///
    /// A [`DraftError`] if the task is restored and breaks the rules of new ones, or if a restored text breaks
    /// the rules of new text.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{Choice, Clarification, Draft, Sequence, Prompt};
    ///
    /// let planets = ["Mercury", "Venus", "Earth"].map(Choice::restore);
    /// let draft = Draft::new(
    ///     Prompt::new("Sort these planets by their distance from the Sun.")?,
    ///     Sequence::new(planets.to_vec())?,
    ///     Clarification::new("Mercury is the closest, with 58 million kilometres.")?,
    /// )?;
    /// assert_eq!(draft.solution().as_str(), "Mercury, Venus, Earth");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        prompt: Prompt,
        task: impl Into<Task>,
        clarification: Clarification,
    ) -> Result<Self, DraftError> {
        let draft = Self::restore(prompt, task, clarification);
        draft.check().map(|()| draft)
    }

    /// Creates a draft that is a single choice.
    ///
    /// # Errors
    ///
    /// A [`DraftError`] if there are too few or too many options, if two options are equal, or if a
    /// restored text breaks the rules of new text.
    pub fn single(
        prompt: Prompt,
        solution: Choice,
        wrong: Vec<Choice>,
        clarification: Clarification,
    ) -> Result<Self, DraftError> {
        Self::new(prompt, SingleChoice::new(solution, wrong)?, clarification)
    }

    /// Checks the rules that apply to new drafts, but not to restored ones.
    pub(super) fn check(&self) -> Result<(), DraftError> {
        self.task().check()?;
        self.prompt().check().map_err(DraftError::Prompt)?;
        let clarification = self.clarification().check();
        clarification.map_err(DraftError::Clarification)
    }

    /// Restores a stored draft.
    #[must_use]
    pub fn restore(prompt: Prompt, task: impl Into<Task>, clarification: Clarification) -> Self {
        let task = task.into();
        Self(Arc::new(Content {
            prompt,
            solution: task.solution(),
            task,
            clarification,
            origin: Origin::default(),
        }))
    }

    /// Restores a stored draft that is a single choice. Of options that are equal in their comparable form,
    /// only the first is kept.
    #[must_use]
    pub fn restore_single(
        prompt: Prompt,
        solution: Choice,
        wrong: Vec<Choice>,
        clarification: Clarification,
    ) -> Self {
        Self::restore(
            prompt,
            SingleChoice::restore(solution, wrong),
            clarification,
        )
    }

    /// Returns the draft with the source of its fact, or without one.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Option<Source>>) -> Self {
        self.origin_mut().source = source.into();
        self
    }

    /// Returns the draft with the name of its writer, or without one.
    #[must_use]
    pub fn with_writer(mut self, writer: impl Into<Option<WriterName>>) -> Self {
        self.origin_mut().writer = writer.into();
        self
    }

    /// Returns the draft with a fingerprint of what it asks for. Stores keep it in
    /// [`OpenGame::asked`](crate::OpenGame::asked), and need not keep it with the question.
    #[must_use]
    pub fn with_fingerprint(mut self, fingerprint: DraftFingerprint) -> Self {
        self.origin_mut().fingerprint = Some(fingerprint);
        self
    }

    fn origin_mut(&mut self) -> &mut Origin {
        &mut Arc::make_mut(&mut self.0).origin
    }

    /// Returns the prompt.
    #[must_use]
    pub fn prompt(&self) -> &Prompt {
        &self.0.prompt
    }

    /// Returns what the question asks for, and how a response is scored.
    #[must_use]
    pub fn task(&self) -> &Task {
        &self.0.task
    }

    /// Returns the kind of question.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.task().kind()
    }

    /// Returns the solution as a text that players read. Of a single choice, it is the right option.
    #[must_use]
    pub fn solution(&self) -> &Choice {
        &self.0.solution
    }

    /// Returns the wrong options of a single or multiple choice.
    #[must_use]
    pub fn wrong(&self) -> &[Choice] {
        self.task().wrong()
    }

    /// Returns the clarification.
    #[must_use]
    pub fn clarification(&self) -> &Clarification {
        &self.0.clarification
    }

    /// Returns the source of the fact.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.0.origin.source.as_ref()
    }

    /// Returns the name of the writer.
    #[must_use]
    pub fn writer(&self) -> Option<&WriterName> {
        self.0.origin.writer.as_ref()
    }

    /// Returns the fingerprint of what the draft asks for: that of its writer, or the one of its prompt.
    #[must_use]
    pub fn fingerprint(&self) -> DraftFingerprint {
        let own = self.0.origin.fingerprint;
        own.unwrap_or_else(|| DraftFingerprint::of_prompt(self.prompt()))
    }

    /// Returns the kind, the prompt and the sorted options in their comparable form.
    pub(super) fn comparable(&self) -> (Kind, Cow<'_, str>, Vec<Cow<'_, str>>) {
        let options = self.options().map(|option| compared(option.as_str()));
        let mut options: Vec<_> = options.collect();
        options.sort_unstable();
        (self.kind(), compared(self.prompt().as_str()), options)
    }

    /// Returns whether both have the same kind, the same prompt and the same options in any order, in their comparable
    /// form. A new game must not have two such questions.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        // Fast path: most questions have different prompts.
        compared(self.prompt().as_str()) == compared(other.prompt().as_str())
            && self.comparable() == other.comparable()
    }

    /// Returns all options or items, the right ones first. Players MUST NOT see them in this order.
    pub fn options(&self) -> impl Iterator<Item = &Choice> {
        self.task().options()
    }
}
