//! Gateways with one flaw each, which otherwise behave like the correct ones.

mod deployed;
mod expiring;
mod games;
mod pending;
mod queue;
mod tokens;

pub(crate) use deployed::DeployedFlaw;
pub(crate) use expiring::{ExpiringFlaw, FlawedExpiring};
pub(crate) use games::{Flaw, FlawedGames};
pub(crate) use pending::{FlawedListing, ListingFlaw};
pub(crate) use queue::{FlawedQueue, QueueFlaw};
pub(crate) use tokens::{FlawedTokens, TokenFlaw};
