//! Tests of the composition of writers.

#![cfg(test)]

mod calls;
mod contract;
mod facts;
mod failures;
mod filters;
mod laws;
mod logs;
mod support;
