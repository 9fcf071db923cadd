//! Tests of the in-memory gateways.

#![expect(clippy::expect_used, reason = "a failed expectation fails the test")]

mod contract;
mod embedding;
mod queue;
mod sweeping;
mod writing;
