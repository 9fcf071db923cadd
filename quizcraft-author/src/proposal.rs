//! Proposals: the questions of a reply, before any check.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{ChatReply, End};

/// A question as a model proposes it. Nothing about it is checked.
///
/// ```
/// use quizcraft_author::Proposal;
///
/// let proposal = Proposal {
///     prompt: "Which star is the brightest in the night sky?".to_owned(),
///     solution: "Sirius".to_owned(),
///     wrong_options: ["Vega", "Rigel", "Altair"].map(str::to_owned).to_vec(),
///     clarification: "Sirius is the brightest star in the night sky.".to_owned(),
///     sentence: 1,
/// };
/// assert_eq!(format!("{proposal:?}"), "Proposal(sentence 1)", "the texts are not printed");
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The prompt.
    pub prompt: String,
    /// The right option.
    pub solution: String,
    /// The wrong options.
    pub wrong_options: Vec<String>,
    /// The clarification.
    pub clarification: String,
    /// The number of the sentence that proves the solution.
    pub sentence: u16,
}

/// The texts are made from an article, so only the number of the sentence is printed.
impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Proposal(sentence {})", self.sentence)
    }
}

/// A reply without usable content. It is dropped as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ReplyError {
    /// The reply reached the maximum number of tokens.
    Truncated,
    /// The model refused to reply.
    Refused,
    /// The reply is not JSON of the schema.
    Malformed,
}

impl ReplyError {
    /// Returns the name of the error, for counts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Truncated => "truncated reply",
            Self::Refused => "refused reply",
            Self::Malformed => "malformed reply",
        }
    }
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl std::error::Error for ReplyError {}

/// The maximum number of bytes of a reply.
const MAX_REPLY_BYTES: usize = 64 * 1_024;

/// Parses a complete reply strictly.
pub(crate) fn parse<'a, T: Deserialize<'a>>(reply: &'a ChatReply) -> Result<T, ReplyError> {
    match reply.end {
        End::Truncated => Err(ReplyError::Truncated),
        End::Refused => Err(ReplyError::Refused),
        End::Complete if reply.text.len() > MAX_REPLY_BYTES => Err(ReplyError::Malformed),
        End::Complete => serde_json::from_str(&reply.text).map_err(|_| ReplyError::Malformed),
    }
}

/// The reply of a model that writes questions.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    questions: Vec<Proposal>,
}

/// Returns the first proposals of a reply, at most `max`.
pub(crate) fn proposals(reply: &ChatReply, max: usize) -> Result<Vec<Proposal>, ReplyError> {
    let mut questions = parse::<Questions>(reply)?.questions;
    questions.truncate(max);
    Ok(questions)
}
