//! The HTTP API as its clients see it: requests in, answers out, over gateways in the process.
//!
//! What holds for every answer (a request id, one body for errors) is checked where answers are
//! taken in, in [`support`], and so by every test here.

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests panic as tests do, and the exemption covers tests only"
)]

mod cors;
mod document;
mod document_keywords;
mod errors;
mod gateway;
mod logs;
mod mounting;
mod play;
mod players;
mod provider;
mod support;
mod tokens;
