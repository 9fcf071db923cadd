//! Tests of the HTTP API through its router, with gateways in memory.
//!
//! The module [`support`] checks what holds for every response (a request id, the body of errors).

#![expect(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "the helpers of tests panic as tests do, and the exemption covers tests only"
)]

mod api_gateway;
mod cors;
mod document;
mod document_keywords;
mod errors;
mod health;
mod logs;
mod mounting;
mod play;
mod players;
mod provider;
mod support;
mod tokens;
