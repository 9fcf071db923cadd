//! The two Lambda functions from outside: the real binaries, each under a Runtime API of its own,
//! with events as AWS sends them, over a DynamoDB in this process and stand-ins for the rest.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that goes wrong has to say so, and where"
)]

mod support;

mod configuration;
mod contract;
mod embedded;
mod logs;
mod malformed;
mod outages;
mod panics;
mod players;
mod requests;
mod store_then_send;
mod whole_game;
mod worker;
