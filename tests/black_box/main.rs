//! Black-box tests: each starts the binary on a free port and sends requests as clients do.
//!
//! Tests that inject faults wire the same parts in the test process over a TCP listener, with a
//! manual clock and a scripted writer.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that goes wrong has to say so, and where"
)]

mod support;

mod authorization;
mod bad_input;
mod command_line;
#[cfg(feature = "dynamodb")]
mod dynamodb;
mod errors;
mod failed_game;
mod games_per_hour;
mod hanging_writers;
mod health;
mod hostile_clients;
#[cfg(feature = "model")]
mod language_model;
mod lists;
mod log_correlation;
mod metrics;
mod races;
mod retention;
mod shutdown;
mod sign_in;
mod terminal;
#[cfg(feature = "otlp")]
mod traces;
mod whole_game;
mod worker;
