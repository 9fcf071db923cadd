//! What handlers take: each part of a request as a type of the domain, or a problem.

mod body;
mod idempotency;
mod page;
mod path;
mod player;

pub use body::Body;
pub(crate) use idempotency::Idempotency;
pub(crate) use page::PageQuery;
pub(crate) use path::{GamePath, QuestionPath};
pub(crate) use player::Player;
