//! Questions: drafts of writers, questions of games, and the views of players.

mod draft;
mod number;
mod order;
mod questions;
mod view;

pub use draft::{Choice, Clarification, Draft, DraftError, Drafts, DraftsError, Prompt};
pub use number::{QuestionIndex, QuestionsLimit, QuestionsLimitError};
pub use questions::{Misnumbered, Question, Questions};
pub use view::{Answered, Feedback, Posed, Summary, Verdict};
