//! The questions of a game, some of them answered.

use std::num::NonZeroU16;

use super::{Answered, Choice, Draft, Feedback, Posed, QuestionIndex, Summary, Verdict, order};
use crate::value::GameId;

/// A question of a game: a draft with a number, answered at most once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    index: QuestionIndex,
    draft: Draft,
    choice: Option<Choice>,
}

impl Question {
    /// Takes a question that a store holds.
    #[must_use]
    pub const fn restore(index: QuestionIndex, draft: Draft, choice: Option<Choice>) -> Self {
        Self {
            index,
            draft,
            choice,
        }
    }

    /// Returns which question it is.
    #[must_use]
    pub const fn index(&self) -> QuestionIndex {
        self.index
    }

    /// Returns what was written: the prompt, the solution, the wrong answers and the clarification.
    #[must_use]
    pub const fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Returns what the player chose, once there is an answer.
    #[must_use]
    pub const fn choice(&self) -> Option<&Choice> {
        self.choice.as_ref()
    }

    /// Returns the option with exactly this text, if there is one.
    pub(crate) fn option(&self, text: &str) -> Option<&Choice> {
        self.draft.options().find(|option| option.as_str() == text)
    }

    /// Returns the feedback for this choice.
    pub(crate) fn feedback(&self, choice: &Choice) -> Feedback {
        Feedback {
            index: self.index,
            verdict: self.verdict(choice),
            solution: self.draft.solution().clone(),
            clarification: self.draft.clarification().clone(),
        }
    }

    /// Returns the question as it is put to the player of `game`.
    pub(crate) fn pose(&self, game: GameId) -> Posed {
        Posed {
            index: self.index,
            prompt: self.draft.prompt().clone(),
            options: order::shown(game, self.index, &self.draft),
        }
    }

    pub(crate) fn summary(&self) -> Summary {
        Summary {
            index: self.index,
            prompt: self.draft.prompt().clone(),
            answered: self.choice.as_ref().map(|choice| self.answered(choice)),
        }
    }

    fn answered(&self, choice: &Choice) -> Answered {
        let told = self.feedback(choice);
        Answered {
            choice: choice.clone(),
            verdict: told.verdict,
            solution: told.solution,
            clarification: told.clarification,
        }
    }

    fn verdict(&self, choice: &Choice) -> Verdict {
        if choice == self.draft.solution() {
            Verdict::Right
        } else {
            Verdict::Wrong
        }
    }
}

/// Two stored questions are not in the order of their numbers, or have the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("question {found} after question {after}")]
pub struct Misnumbered {
    /// The number of the question before.
    pub after: u16,
    /// The number of the question after it.
    pub found: u16,
}

/// All questions of a game: at least one, in ascending order of their numbers.
///
/// A new game's are numbered from 1 without a gap. A writer that was interrupted may have left
/// gaps in a stored one, which is played over what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Questions(Vec<Question>);

impl Questions {
    /// Takes the questions that a store holds for a game, in order; nothing if there are none.
    ///
    /// # Errors
    ///
    /// [`Misnumbered`] at the first one that does not follow the one before.
    pub fn restore(questions: Vec<Question>) -> Result<Option<Self>, Misnumbered> {
        for (before, question) in questions.iter().zip(questions.iter().skip(1)) {
            if question.index <= before.index {
                let (after, found) = (before.index.get(), question.index.get());
                return Err(Misnumbered { after, found });
            }
        }
        Ok((!questions.is_empty()).then_some(Self(questions)))
    }

    /// Numbers what was written; at least one draft, as [`Drafts`](super::Drafts) has it.
    pub(super) fn unanswered(drafts: Vec<Draft>) -> Self {
        let numbered = QuestionIndex::all().zip(drafts);
        Self(
            numbered
                .map(|(index, draft)| Question::restore(index, draft, None))
                .collect(),
        )
    }

    /// Returns the questions, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Question> {
        self.0.iter()
    }

    /// Returns the question with this index, if the game has it.
    #[must_use]
    pub fn get(&self, index: QuestionIndex) -> Option<&Question> {
        let found = self.0.binary_search_by_key(&index, Question::index);
        found.ok().and_then(|place| self.0.get(place))
    }

    /// Returns the first question that is not answered, if any is left.
    #[must_use]
    pub fn first_unanswered(&self) -> Option<&Question> {
        self.0.iter().find(|question| question.choice.is_none())
    }

    /// Returns how many there are.
    #[must_use]
    pub fn total(&self) -> NonZeroU16 {
        NonZeroU16::MIN.saturating_add(count(self.0.iter().skip(1)))
    }

    /// Returns the first questions, as many as a game has.
    pub(crate) fn first(mut self, total: NonZeroU16) -> Self {
        self.0.truncate(total.get().into());
        self
    }

    /// Returns how many are answered.
    pub(crate) fn answered(&self) -> u16 {
        count(self.verdicts())
    }

    /// Returns how many are answered rightly.
    pub(crate) fn correct(&self) -> u16 {
        count(self.verdicts().filter(|verdict| *verdict == Verdict::Right))
    }

    fn verdicts(&self) -> impl Iterator<Item = Verdict> {
        let questions = self.0.iter();
        questions.filter_map(|question| Some(question.verdict(question.choice()?)))
    }
}

/// Returns the length of an iterator over questions, of which there are never more than an index
/// can count.
fn count(questions: impl Iterator) -> u16 {
    u16::try_from(questions.count()).unwrap_or(u16::MAX)
}
