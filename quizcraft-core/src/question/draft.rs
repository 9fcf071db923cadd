//! Drafts: questions from a writer, without a number.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Questions, QuestionsLimit};
use crate::value::TextError;
use crate::value::text::{bounded_text, compared, permit};

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

/// A question without a number: a prompt, the solution, wrong options and a clarification.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Prompt};
///
/// let draft = Draft::new(
///     Prompt::new("Which metal is liquid at room temperature?")?,
///     Choice::new("Mercury")?,
///     vec![Choice::new("Lead")?, Choice::new("Tin")?],
///     Clarification::new("Mercury melts at -38.8 °C.")?,
/// )?;
/// assert_eq!(draft.options().count(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft(Arc<Content>);

#[derive(Debug, PartialEq, Eq)]
struct Content {
    prompt: Prompt,
    solution: Choice,
    wrong: Vec<Choice>,
    clarification: Clarification,
}

/// The draft is invalid.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, DraftError, Prompt};
///
/// let draft = |wrong: &[&str]| {
///     let wrong = wrong.iter().map(|&text| Choice::restore(text)).collect();
///     let prompt = Prompt::restore("Which metal is liquid at room temperature?");
///     let why = Clarification::restore("It melts at -39 °C.");
///     Draft::new(prompt, Choice::restore("Mercury"), wrong, why)
/// };
/// assert!(draft(&["Lead", "Tin"]).is_ok());
/// assert_eq!(draft(&[]), Err(DraftError::Options(1)));
/// assert_eq!(draft(&["Mer\u{ad}cury"]), Err(DraftError::Repeated), "they look the same");
/// let empty = draft(&["Lead", " "]).unwrap_err();
/// assert_eq!(empty.to_string(), "an option is empty");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// There are too few or too many options.
    #[error("a question has {min} to {max} options, not {0}", min = Draft::MIN_OPTIONS, max = Draft::MAX_OPTIONS)]
    Options(usize),
    /// Two options are equal in their comparable form.
    #[error("two options are the same")]
    Repeated,
    /// The prompt breaks the rules of new text.
    #[error("the prompt {0}")]
    Prompt(TextError),
    /// An option breaks the rules of new text.
    #[error("an option {0}")]
    Option(TextError),
    /// The clarification breaks the rules of new text.
    #[error("the clarification {0}")]
    Clarification(TextError),
}

impl Draft {
    /// The minimum number of options of a new question.
    pub const MIN_OPTIONS: usize = 2;
    /// The maximum number of options of a new question.
    pub const MAX_OPTIONS: usize = 8;

    /// Creates a draft.
    ///
    /// # Errors
    ///
    /// A [`DraftError`] if there are too few or too many options, if two options are equal, or if a
    /// restored text breaks the rules of new text.
    pub fn new(
        prompt: Prompt,
        solution: Choice,
        wrong: Vec<Choice>,
        clarification: Clarification,
    ) -> Result<Self, DraftError> {
        let draft = Self(Arc::new(Content {
            prompt,
            solution,
            wrong,
            clarification,
        }));
        draft.check().map(|()| draft)
    }

    /// Checks the rules that apply to new drafts, but not to restored ones.
    fn check(&self) -> Result<(), DraftError> {
        let options = self.options().count();
        if !(Self::MIN_OPTIONS..=Self::MAX_OPTIONS).contains(&options) {
            return Err(DraftError::Options(options));
        }
        if may_repeat(self.solution(), self.wrong()) {
            return Err(DraftError::Repeated);
        }
        let prompt = permit(self.prompt().as_str(), Prompt::MAX_CHARS, Prompt::LINES);
        prompt.map_err(DraftError::Prompt)?;
        for option in self.options() {
            let option = permit(option.as_str(), Choice::MAX_CHARS, Choice::LINES);
            option.map_err(DraftError::Option)?;
        }
        let (max, lines) = (Clarification::MAX_CHARS, Clarification::LINES);
        permit(self.clarification().as_str(), max, lines).map_err(DraftError::Clarification)
    }

    /// Restores a stored draft. Of options that are equal in their comparable form, only the first is
    /// kept.
    ///
    /// ```
    /// use quizcraft_core::{Choice, Clarification, Draft, Prompt};
    ///
    /// let wrong = ["Lead", "Tin", "Lead"].map(Choice::restore);
    /// let draft = Draft::restore(
    ///     Prompt::restore("Which metal is liquid at room temperature?"),
    ///     Choice::restore("Mercury"),
    ///     wrong.to_vec(),
    ///     Clarification::restore(""),
    /// );
    /// assert_eq!(draft.wrong(), ["Lead", "Tin"].map(Choice::restore));
    /// ```
    #[must_use]
    pub fn restore(
        prompt: Prompt,
        solution: Choice,
        mut wrong: Vec<Choice>,
        clarification: Clarification,
    ) -> Self {
        if may_repeat(&solution, &wrong) {
            let mut seen = HashSet::from([solution.comparable()]);
            wrong.retain(|choice| seen.insert(choice.comparable()));
        }
        Self(Arc::new(Content {
            prompt,
            solution,
            wrong,
            clarification,
        }))
    }

    /// Returns the prompt.
    #[must_use]
    pub fn prompt(&self) -> &Prompt {
        &self.0.prompt
    }

    /// Returns the solution.
    #[must_use]
    pub fn solution(&self) -> &Choice {
        &self.0.solution
    }

    /// Returns the wrong options.
    #[must_use]
    pub fn wrong(&self) -> &[Choice] {
        &self.0.wrong
    }

    /// Returns the clarification.
    #[must_use]
    pub fn clarification(&self) -> &Clarification {
        &self.0.clarification
    }

    /// Returns the prompt and the sorted options in their comparable form.
    fn comparable(&self) -> (Cow<'_, str>, Vec<Cow<'_, str>>) {
        let options = self.options().map(|option| compared(option.as_str()));
        let mut options: Vec<_> = options.collect();
        options.sort_unstable();
        (compared(self.prompt().as_str()), options)
    }

    /// Returns whether both have the same prompt and the same options in any order, in their comparable
    /// form. A new game must not have two such questions.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        // Fast path: most questions have different prompts.
        compared(self.prompt().as_str()) == compared(other.prompt().as_str())
            && self.comparable() == other.comparable()
    }

    /// Returns all options, the solution first. Players MUST NOT see them in this order.
    pub fn options(&self) -> impl Iterator<Item = &Choice> {
        std::iter::once(self.solution()).chain(self.wrong())
    }
}

/// Returns `false` if no two options can be equal in their comparable form. This is a fast path, which
/// costs one allocation if the options are ASCII.
fn may_repeat(solution: &Choice, wrong: &[Choice]) -> bool {
    if wrong.len() >= Draft::MAX_OPTIONS {
        return true;
    }
    let mut seen = Vec::with_capacity(Draft::MAX_OPTIONS);
    std::iter::once(solution).chain(wrong).any(|choice| {
        let form = compared(choice.as_str());
        let repeats = seen.contains(&form);
        seen.push(form);
        repeats
    })
}

/// The drafts of a new game: at least one, and no two with the same prompt and the same options. The
/// same prompt with other options is a different question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts(Vec<Draft>);

/// The set of drafts is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftsError {
    /// There are no drafts.
    #[error("there is no question")]
    None,
    /// There are more drafts than a game may have questions.
    #[error("a game has at most {max} questions, not {0}", max = QuestionsLimit::MAX)]
    TooMany(usize),
    /// Two drafts have the same prompt and the same options in any order, in their comparable form.
    #[error("two questions have the same prompt and the same options")]
    Repeated,
    /// One of the drafts is invalid.
    #[error("question {position}: {source}")]
    Draft {
        /// The position of the draft, counted from 1.
        position: usize,
        /// The error of the draft.
        source: DraftError,
    },
}

impl Drafts {
    /// Creates the drafts of one game, in the order in which players answer them.
    ///
    /// # Errors
    ///
    /// A [`DraftsError`] if there are no drafts or too many, if two have the same prompt and the same
    /// options, or if a restored draft breaks the rules of new drafts.
    ///
    /// # Examples
    ///
    /// ```
    /// use quizcraft_core::{Choice, Clarification, Draft, Drafts, DraftsError, Prompt};
    ///
    /// let draft = |solution: &str, wrong: &str| -> Result<_, Box<dyn std::error::Error>> {
    ///     let prompt = Prompt::new("Which of these is a planet?")?;
    ///     let why = Clarification::new("It revolves around the Sun.")?;
    ///     Ok(Draft::new(prompt, Choice::new(solution)?, vec![Choice::new(wrong)?], why)?)
    /// };
    /// let (mars, venus) = (draft("Mars", "Io")?, draft("Venus", "Titan")?);
    /// assert!(Drafts::new(vec![mars.clone(), venus]).is_ok());
    /// assert_eq!(Drafts::new(vec![mars.clone(), mars]), Err(DraftsError::Repeated));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(drafts: Vec<Draft>) -> Result<Self, DraftsError> {
        let mut seen = HashSet::new();
        match drafts.len() {
            0 => Err(DraftsError::None),
            many if many > usize::from(QuestionsLimit::MAX) => Err(DraftsError::TooMany(many)),
            _ if !drafts.iter().all(|draft| seen.insert(draft.comparable())) => {
                Err(DraftsError::Repeated)
            }
            _ => {
                for (position, draft) in (1..).zip(&drafts) {
                    let check = draft.check();
                    check.map_err(|source| DraftsError::Draft { position, source })?;
                }
                Ok(Self(drafts))
            }
        }
    }

    /// Restores drafts from a store without checking them: they may have been written under looser
    /// rules.
    #[must_use]
    pub const fn restore(drafts: Vec<Draft>) -> Self {
        Self(drafts)
    }

    /// Returns the drafts in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Draft> {
        self.0.iter()
    }

    /// Returns the first drafts, up to `limit`, as numbered questions.
    pub(crate) fn number(mut self, limit: QuestionsLimit) -> Questions {
        self.0.truncate(usize::from(limit.get()));
        Questions::unanswered(self.0)
    }
}
