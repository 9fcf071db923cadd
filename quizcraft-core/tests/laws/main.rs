//! The laws of the domain, tested through what the crate offers to everybody.
#![cfg(test)]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::string_slice,
    reason = "a panic is how a test fails"
)]

mod deadlines;
mod given;
mod ids;
mod listing;
mod order;
mod playing;
mod reconciling;
mod requests;
mod restoring;
mod text;
