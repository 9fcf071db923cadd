//! The log in JSON, and metrics in CloudWatch's embedded metric format. Neither contains anything
//! about who plays, or what a game is about.

mod api;
mod counters;
mod invocation;
pub(crate) mod logging;
mod metrics;
mod model;
mod round_trips;
mod worker;

pub(crate) use api::ApiObserver;
pub(crate) use counters::{CountingGames, GameCounters};
pub(crate) use invocation::invocation_span;
pub(crate) use model::{ModelCounters, ModelMetrics};
pub(crate) use round_trips::RoundTrips;
pub(crate) use worker::{BatchSummary, Outcome, WorkerObserver, write_record};
