//! A writer of quiz questions that is composed of others.
//!
//! [`Writers`] holds an ordered list of writers, such as a bank of questions, embedded facts and a language
//! model, and fills a game from the first to the last. Its documentation states the rules.
//!
//! The crate needs no runtime: the futures of the writers run on that of the caller.

mod call;
mod candidate;
mod composition;
mod draft_counts;
mod outcome;
mod writers;

pub use writers::Writers;
