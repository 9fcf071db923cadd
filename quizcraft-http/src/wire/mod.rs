//! The bodies of requests and responses: the contract with deployed clients.

mod error;
mod game;
mod health;
mod integer;
mod json;
mod keywords;
mod kind;
mod question;
mod response;
mod score;
mod source;

pub(crate) use error::{ErrorBody, ErrorsBody};
pub(crate) use game::{GameBody, GamesBody, NewGameBody};
pub(crate) use health::HealthBody;
pub(crate) use integer::Integer;
pub(crate) use json::Json;
pub(crate) use question::{AnswerBody, FeedbackBody, PosedBody, QuestionsBody, SummaryBody};

#[cfg(test)]
mod tests;
