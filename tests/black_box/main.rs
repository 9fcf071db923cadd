//! QuizCraft from outside: the real binary on a port of its own, spoken to as its clients speak.
//!
//! Where a fault has to be injected, the same parts are wired in this process over a real TCP
//! listener instead, with a clock and a writer of questions that obey the test.
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

mod bad_input;
mod command_line;
#[cfg(feature = "dynamodb")]
mod dynamodb;
mod errors;
mod failed_game;
mod hanging;
mod lists;
mod races;
mod shutdown;
mod sign_in;
mod strangers;
mod terminal;
mod whole_game;
mod worker;
