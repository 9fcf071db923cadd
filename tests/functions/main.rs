//! Black-box tests of the two Lambda functions. Each test runs the real binaries against its own
//! Runtime API, an in-process DynamoDB and fakes of the other services, with events as AWS sends them.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a failing test must panic with its location"
)]

mod support;

mod configuration;
mod contract;
mod embedded;
mod kinds;
mod language_model;
mod logs;
mod malformed;
mod outages;
mod panics;
mod players;
mod requests;
mod store_then_send;
mod whole_game;
mod worker;
