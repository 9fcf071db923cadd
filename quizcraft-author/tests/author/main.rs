//! Tests of the writer with a language model.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic fails the test"
)]

mod article;
mod budget;
mod common;
mod contract;
mod day;
mod evidence;
mod faults;
mod figures;
mod games;
mod hanging;
mod pool;
mod privacy;
mod progress;
mod repeats;
mod requests;
mod rules;
mod selection;
mod servers;
mod solving;
