//! From facts to questions.

mod clarification;
mod distractors;
mod game;
mod question;
mod variety;

pub(crate) use game::{Sitting, drafts};
pub(crate) use question::question;
