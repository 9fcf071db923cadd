//! The bodies that go over the wire: the contract with the client that is deployed.

mod error;
mod game;
mod integer;
mod json;
mod keywords;
mod question;

pub(crate) use error::{ErrorBody, ErrorsBody};
pub(crate) use game::{GameBody, GamesBody, NewGameBody};
pub(crate) use integer::Integer;
pub(crate) use json::Json;
pub(crate) use question::{AnswerBody, FeedbackBody, PosedBody, QuestionsBody, SummaryBody};

#[cfg(test)]
mod tests;
