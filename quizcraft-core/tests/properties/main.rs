//! Properties of the domain, tested through the public API.
#![cfg(test)]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a panic is how a test fails"
)]

mod asked;
mod fixtures;
mod ids;
mod kinds;
mod leasing;
mod listing;
mod order;
mod overdue;
mod playing;
mod reconciling;
mod requests;
mod restoring;
mod retention;
mod scoring;
mod sharing;
mod text;
