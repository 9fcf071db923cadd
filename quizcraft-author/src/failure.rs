//! The reasons that a player reads, and the errors of a writer without questions.

use quizcraft_core::gateway::{Brief, RefusedExpense, WriteError};
use quizcraft_core::{Failure, Keyword, isolated};

use crate::calls::CallError;
use crate::retry::Retryable;

/// The maximum number of keywords in a reason, and of characters of each.
const MAX_KEYWORDS: usize = 3;
const MAX_KEYWORD_CHARS: usize = 50;

/// Why no question can be written.
#[derive(Clone, Copy)]
pub(crate) enum Reason {
    /// The game has no single choices.
    OtherKinds,
    /// The gate stops every keyword.
    Denied,
    /// The game or its player has reached a limit.
    Refused(RefusedExpense),
    /// The tokens of the day are spent.
    DaySpent,
    /// No article was found.
    NoArticle,
    /// No question passed all stages.
    NoQuestion,
}

impl Reason {
    /// Returns the permanent error for the brief. Its reason says what to do, and is followed by the suggestions of
    /// another writer, if there is one: the author does not know about what it can write before it does.
    pub(crate) fn error(self, brief: &Brief) -> WriteError {
        let keywords = quoted(brief);
        let text = match self {
            Self::OtherKinds => format!(
                "No questions of these kinds can be written about {keywords}. \
                 Choose a game with single choices, or another keyword."
            ),
            Self::Denied => {
                format!("No questions are written about {keywords}. Choose another keyword.")
            }
            Self::Refused(RefusedExpense::GamesPerHour) => format!(
                "New questions about {keywords} can be written in an hour. Until then, choose another keyword."
            ),
            Self::Refused(_) => format!(
                "The questions about {keywords} could not be written. Start a new game later, or choose another keyword."
            ),
            Self::DaySpent => format!(
                "New questions about {keywords} can be written tomorrow. Until then, choose another keyword."
            ),
            Self::NoArticle => format!(
                "No article was found for {keywords}. Check the spelling, or choose a more common name."
            ),
            Self::NoQuestion => format!(
                "No questions could be written about {keywords}. Choose a more common or a broader keyword."
            ),
        };
        let failure = Failure::new(&text);
        let failure = failure.unwrap_or_else(|_| Failure::restore("No questions are available."));
        WriteError::Impossible(match self {
            // A writer that writes these kinds knows better why there are none.
            Self::OtherKinds => failure.giving_way(),
            _ => failure,
        })
    }
}

/// Returns the first keywords in quotation marks: "“A”, “B” or “C”".
fn quoted(brief: &Brief) -> String {
    let visible = brief
        .keywords()
        .iter()
        .filter(|keyword| !keyword.comparable().is_empty());
    let quoted = visible.map(Keyword::as_str).map(|keyword| {
        let shown: String = keyword.chars().take(MAX_KEYWORD_CHARS).collect();
        format!("“{}”", isolated(&shown))
    });
    let mut quoted: Vec<String> = quoted.take(MAX_KEYWORDS).collect();
    match (quoted.pop(), quoted.is_empty()) {
        (None, _) => "these keywords".to_owned(),
        (Some(only), true) => only,
        (Some(last), false) => format!("{} or {last}", quoted.join(", ")),
    }
}

impl<E: Retryable + std::error::Error + Send + Sync + 'static> CallError<E> {
    /// Returns the error of a writer that has no question because of this one. An error that an operator must fix is
    /// transient, because a retry succeeds when it is fixed.
    pub(crate) fn into_write_error(self, brief: &Brief) -> WriteError {
        match self {
            Self::OverBudget => Reason::NoQuestion.error(brief),
            Self::OutOfTime => WriteError::OutOfTime,
            Self::Circuit(open) => WriteError::temporary(open).after(open.rest()),
            Self::Opened(error, open) => WriteError::temporary(error).after(open.rest()),
            Self::Failed(error) => match error.retry_after() {
                Some(after) => WriteError::temporary(error).after(after),
                None => WriteError::temporary(error),
            },
        }
    }

    /// Returns the name of the error, for counts.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::OverBudget => "call over budget",
            Self::OutOfTime => "call out of time",
            Self::Circuit(_) | Self::Opened(..) => "circuit open",
            Self::Failed(_) => "failed call",
        }
    }
}
