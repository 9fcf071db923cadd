//! Tests of the writer with a language model.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a failed unwrap fails the test"
)]

mod article;
mod common;
mod games;
mod rules;
