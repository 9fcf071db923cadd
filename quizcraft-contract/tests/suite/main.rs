//! The contract suite tested: a plain store passes all of it, and each flaw is caught by the
//! scenario that is meant for it.

#![cfg(test)]

mod catching;
mod flawed;
mod passing;
mod plain;
mod random;
mod table;
