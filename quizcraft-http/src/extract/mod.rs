//! Extractors: they parse each part of a request into a type of the domain, or reject it.

mod body;
mod idempotency;
mod page;
mod path;
mod player;
mod request_quiz;

pub use body::Body;
pub(crate) use idempotency::Idempotency;
pub(crate) use page::PageQuery;
pub(crate) use path::{GamePath, QuestionPath};
pub(crate) use player::Player;
pub(crate) use request_quiz::RequestQuiz;
