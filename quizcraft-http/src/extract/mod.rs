//! What handlers take: each part of a request as a type of the domain, or a problem.

mod body;
mod idempotency;
mod in_time;
mod page;
mod path;
mod player;

pub use body::Body;
pub(crate) use idempotency::Idempotency;
pub(crate) use in_time::InTime;
pub(crate) use page::PageQuery;
pub(crate) use path::{GamePath, QuestionPath};
pub(crate) use player::Player;
