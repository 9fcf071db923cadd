//! Gateways with one flaw each, which otherwise behave like the correct ones.

mod deployed;
mod expiring;
mod games;
mod instances;
mod interrupting;
mod malformed;
mod meter;
mod pending;
mod pool;
mod queue;
mod tokens;
mod writer;

pub(crate) use deployed::DeployedFlaw;
pub(crate) use expiring::{ExpiringFlaw, FlawedExpiring};
pub(crate) use games::{Flaw, FlawedGames};
pub(crate) use instances::{FlawedInstance, InstanceFlaw, database};
pub(crate) use interrupting::{FlawedCalls, InterruptedFlaw};
pub(crate) use malformed::{CorruptibleGames, MalformedFlaw};
pub(crate) use meter::{FlawedMeter, MeterFlaw};
pub(crate) use pending::{FlawedListing, ListingFlaw};
pub(crate) use pool::{CorruptibleDrafts, MalformedDraftFlaw, PoolFlaw, plain_pool, tested_pool};
pub(crate) use queue::{FlawedQueue, QueueFlaw};
pub(crate) use tokens::{FlawedTokens, TokenFlaw};
pub(crate) use writer::{FlawedWriter, WriterFlaw, tested};
