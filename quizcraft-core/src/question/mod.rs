//! Questions: what a writer drafts, what a game holds, and what a player sees of it.

mod draft;
mod number;
mod order;
mod questions;
mod view;

pub use draft::{Choice, Clarification, Draft, DraftError, Drafts, DraftsError, Prompt};
pub use number::{QuestionIndex, QuestionsLimit, QuestionsLimitError};
pub use questions::{Misnumbered, Question, Questions};
pub use view::{Answered, Feedback, Posed, Summary, Verdict};
