//! The gateways of one process keep the promises of their traits, and the queue those of SQS.

#![expect(clippy::expect_used, reason = "a panic is how a test fails")]

mod contract;
mod embedding;
mod queue;
mod writing;
