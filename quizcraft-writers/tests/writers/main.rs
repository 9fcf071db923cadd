//! Tests of the composition of writers.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod calls;
mod contract;
mod facts;
mod failures;
mod filters;
mod laws;
mod logs;
mod sharing;
mod support;
