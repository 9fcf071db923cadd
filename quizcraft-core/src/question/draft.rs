//! Drafts: questions as a writer delivers them, not yet numbered in a game.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::{Questions, QuestionsLimit};
use crate::value::TextError;
use crate::value::text::{bounded_text, compared, permit};

bounded_text! {
    /// What a question asks.
    Prompt, at most 1000 characters, Many
}

bounded_text! {
    /// An answer that can be chosen, right or wrong, in one line; a player's is compared with the
    /// options to the letter.
    Choice, at most 200 characters, One
}

bounded_text! {
    /// Why the right answer is right: shown once a question is answered.
    Clarification, at most 2000 characters, Many
}

/// A question as it is written: a prompt, the right answer, wrong ones and why.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftError {
    /// It has too few options, or too many.
    #[error("a question has {min} to {max} options, not {0}", min = Draft::MIN_OPTIONS, max = Draft::MAX_OPTIONS)]
    Options(usize),
    /// Two options are the same, invisible characters aside.
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
    /// The fewest options that a new question may have.
    pub const MIN_OPTIONS: usize = 2;
    /// The most options that a new question may have.
    pub const MAX_OPTIONS: usize = 8;

    /// Puts a question together.
    ///
    /// # Errors
    ///
    /// A [`DraftError`] if there are too few or too many options, two that are the same, or a text
    /// that was restored and may not be new.
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

    /// Checks what a new question keeps to, and a restored one need not.
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

    /// Takes a question that a store holds; of options that are the same, invisible characters
    /// aside, the first is kept.
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

    /// Returns what is asked.
    #[must_use]
    pub fn prompt(&self) -> &Prompt {
        &self.0.prompt
    }

    /// Returns the right answer.
    #[must_use]
    pub fn solution(&self) -> &Choice {
        &self.0.solution
    }

    /// Returns the wrong answers, each once.
    #[must_use]
    pub fn wrong(&self) -> &[Choice] {
        &self.0.wrong
    }

    /// Returns why the right answer is right.
    #[must_use]
    pub fn clarification(&self) -> &Clarification {
        &self.0.clarification
    }

    /// Returns the prompt and the sorted options as they are compared with those of other
    /// questions.
    fn comparable(&self) -> (Cow<'_, str>, Vec<Cow<'_, str>>) {
        let options = self.options().map(|option| compared(option.as_str()));
        let mut options: Vec<_> = options.collect();
        options.sort_unstable();
        (compared(self.prompt().as_str()), options)
    }

    /// Returns whether both have the same prompt and the same options in any order, invisible
    /// characters aside: a new game has no two such questions.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        // Most questions have prompts of their own, and cost no more than comparing these.
        compared(self.prompt().as_str()) == compared(other.prompt().as_str())
            && self.comparable() == other.comparable()
    }

    /// Returns all options, the right one first: not the order in which players may see them.
    pub fn options(&self) -> impl Iterator<Item = &Choice> {
        std::iter::once(self.solution()).chain(self.wrong())
    }
}

/// Returns whether some options may be the same, invisible characters aside. For most questions
/// they are not, which costs one allocation where they are ASCII.
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

/// The questions of a new game as they are written: at least one, and no two that have the same
/// prompt and the same options. The same prompt with other options is another question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts(Vec<Draft>);

/// The set of drafts is invalid.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DraftsError {
    /// There is none.
    #[error("there is no question")]
    None,
    /// There are more than any game may have.
    #[error("a game has at most {max} questions, not {0}", max = QuestionsLimit::MAX)]
    TooMany(usize),
    /// Two have the same prompt and the same options in any order, invisible characters aside.
    #[error("two questions have the same prompt and the same options")]
    Repeated,
    /// One of the drafts is invalid.
    #[error("question {position}: {source}")]
    Draft {
        /// Which one, counted from 1 in the order given.
        position: usize,
        /// What is wrong with it.
        source: DraftError,
    },
}

impl Drafts {
    /// Takes the questions of one game, in the order in which they are to be asked.
    ///
    /// # Errors
    ///
    /// A [`DraftsError`] if there is none, if there are too many, if two have the same prompt and
    /// the same options, or if one was restored and may not be new.
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

    /// Returns the questions, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Draft> {
        self.0.iter()
    }

    /// Returns the first questions up to `limit`, numbered.
    pub(crate) fn number(mut self, limit: QuestionsLimit) -> Questions {
        self.0.truncate(usize::from(limit.get()));
        Questions::unanswered(self.0)
    }
}
