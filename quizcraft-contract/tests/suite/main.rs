//! Tests of the contract suite: correct gateways pass it, and every flaw is detected by the scenario
//! for it.

#![cfg(test)]

mod catching;
mod flawed;
mod messages;
mod passing;
mod plain;
mod random;
mod table;
