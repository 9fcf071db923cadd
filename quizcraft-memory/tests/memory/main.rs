//! Tests of the in-memory gateways.

#![expect(clippy::expect_used, reason = "a failed expectation fails the test")]

mod asked;
mod contract;
mod embedding;
mod pool;
mod postponing;
mod queue;
mod sweeping;
mod writing;
