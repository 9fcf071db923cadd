//! The composition of games: from facts to questions.

mod caps;
mod claim;
mod clarification;
mod distractors;
mod game;
mod kinds;
mod prior_questions;
mod question;
mod sentences;
mod variety;

pub(crate) use game::{ComposedQuestion, GameSpec, game};
pub(crate) use question::question;
pub(crate) use variety::interleaved;
