//! Questions: drafts of writers, questions of games, and the views of players.

mod asked;
mod draft;
mod drafts;
mod fingerprint;
mod kind;
mod number;
mod order;
mod questions;
mod response;
mod score;
mod source;
mod task;
mod view;

pub use asked::Asked;
pub use draft::{Choice, Clarification, Draft, DraftError, Prompt};
pub use drafts::{Drafts, DraftsError};
pub use fingerprint::DraftFingerprint;
pub use kind::{Kind, Kinds, KindsError, KindsIter, UnknownKind};
pub use number::{QuestionIndex, QuestionsLimit, QuestionsLimitError};
pub use questions::{Misnumbered, Question, Questions};
pub use response::{InvalidResponse, RawResponse, Response};
pub use score::{Score, TotalScore};
pub use source::{InvalidSourceUrl, License, Source, SourceTitle, SourceUrl, WriterName};
pub use task::{
    Accents, Estimate, MultipleChoice, Sequence, ShortAnswer, SingleChoice, Task, TaskError, Unit,
};
pub use view::{Answered, Feedback, Posed, Summary, Verdict};
