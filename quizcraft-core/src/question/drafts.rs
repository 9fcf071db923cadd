//! The drafts of one game.

use std::collections::HashSet;

use super::{Draft, DraftError, Kinds, Questions, QuestionsLimit};
use crate::value::Keyword;

/// The drafts of a new game: at least one, and no two with the same prompt and the same options. The
/// same prompt with other options is a different question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drafts {
    drafts: Vec<Draft>,
    unknown: Vec<Keyword>,
}

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
    ///     Ok(Draft::single(prompt, Choice::new(solution)?, vec![Choice::new(wrong)?], why)?)
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
                Ok(Self::restore(drafts))
            }
        }
    }

    /// Restores drafts from a store without checking them: they may have been written under looser
    /// rules.
    #[must_use]
    pub const fn restore(drafts: Vec<Draft>) -> Self {
        Self {
            drafts,
            unknown: Vec::new(),
        }
    }

    /// Returns the drafts with the keywords of the brief about which their writer has no questions, so that another
    /// writer can be called for these.
    ///
    /// A writer MAY say so. It MUST NOT name keywords that it knows, others than those of the brief, or all of them:
    /// a writer that knows none of the keywords returns [`WriteError::Impossible`](crate::gateway::WriteError::Impossible).
    ///
    /// ```
    /// # use quizcraft_core::{Choice, Clarification, Draft, Prompt};
    /// use quizcraft_core::{Drafts, Keyword};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let draft = Draft::single(
    /// #     Prompt::new("Which metal is liquid?")?,
    /// #     Choice::new("Mercury")?,
    /// #     vec![Choice::new("Lead")?],
    /// #     Clarification::new("It melts at -39 °C.")?,
    /// # )?;
    /// // For a game on metals and Zorvelle:
    /// let drafts = Drafts::new(vec![draft])?;
    /// assert_eq!(drafts.unknown(), []);
    /// let town = Keyword::new("Zorvelle")?;
    /// assert_eq!(drafts.with_unknown([town.clone()]).unknown(), [town]);
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_unknown(self, keywords: impl IntoIterator<Item = Keyword>) -> Self {
        let unknown = keywords.into_iter().collect();
        Self { unknown, ..self }
    }

    /// Returns the keywords of the brief about which the writer has no questions. They may be incomplete.
    #[must_use]
    pub fn unknown(&self) -> &[Keyword] {
        &self.unknown
    }

    /// Returns the drafts in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Draft> {
        self.drafts.iter()
    }

    /// Returns the first drafts of these kinds, up to `limit`, as numbered questions, or `None` if no draft is
    /// of these kinds.
    pub(crate) fn number(mut self, limit: QuestionsLimit, kinds: Kinds) -> Option<Questions> {
        self.drafts.retain(|draft| kinds.contains(draft.kind()));
        self.drafts.truncate(usize::from(limit.get()));
        (!self.drafts.is_empty()).then(|| Questions::unanswered(self.drafts))
    }
}
