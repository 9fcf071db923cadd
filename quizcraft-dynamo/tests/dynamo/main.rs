//! Tests with the real SDK client and an in-process DynamoDB, one database per test.

#![cfg(test)]
#![expect(clippy::arithmetic_side_effects, reason = "an overflow fails the test")]

mod asked;
mod budgets;
mod capacity;
mod check;
mod contract;
mod counters;
mod credentials;
mod deployed;
mod errors;
mod failing_table;
mod failure;
mod faults;
mod kinds;
mod lease;
mod meter;
mod pool;
mod retention;
mod support;
mod tables;
mod time_limits;
