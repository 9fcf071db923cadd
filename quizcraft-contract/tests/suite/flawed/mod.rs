//! Gateways with one flaw each: everything else they do as the plain ones do.

mod deployed;
mod games;
mod queue;
mod tokens;

pub(crate) use deployed::DeployedFlaw;
pub(crate) use games::{Flaw, FlawedGames};
pub(crate) use queue::{FlawedQueue, QueueFlaw};
pub(crate) use tokens::{FlawedTokens, TokenFlaw};
