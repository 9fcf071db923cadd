//! The gateways over a real SDK client and a DynamoDB within the process, a database per test.

#![cfg(test)]
#![expect(
    clippy::arithmetic_side_effects,
    reason = "a panic is how a test fails"
)]

mod bad_table;
mod budgets;
mod capacity;
mod contract;
mod credentials;
mod deployed;
mod errors;
mod faults;
mod support;
mod tables;
mod time_limits;
