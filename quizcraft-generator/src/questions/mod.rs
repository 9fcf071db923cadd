//! From facts to questions.

mod asking;
mod caps;
mod clarification;
mod distractors;
mod game;
mod question;
mod sentences;
mod variety;

pub(crate) use game::{Asked, GameSpec, game};
pub(crate) use question::question;
pub(crate) use variety::in_turn;
