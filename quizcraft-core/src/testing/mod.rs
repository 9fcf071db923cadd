//! What tests of adapters and of whatever is built on this crate share (feature `testing`).
//!
//! | part | what for |
//! | --- | --- |
//! | [`contract`] | the promises of the gateway traits, one scenario each, for every adapter to run |
//! | [`ManualClock`], [`SeededRandomness`], [`CollectingQueue`], [`ScriptedWriter`] | gateways that a test has in hand |
//! | [`state_machine`] | random play compared with a plain model, for every store of games |
//! | [`strategies`] | values of every domain type, for property tests |
//! | [`every_error`] | one error of every kind |
//! | [`block_on`], [`Fixture`] | what the contract's tests are driven by and handed |
//!
//! Everything here panics where a test is to fail, with a message that names the broken promise.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a panic is how a test fails, and everything here is for tests"
)]

pub mod contract;
mod errors;
mod fixture;
mod gateways;
mod runtime;
pub mod state_machine;
pub mod strategies;

pub use errors::every_error;
pub use fixture::Fixture;
pub use gateways::{CollectingQueue, ManualClock, ScriptedWriter, SeededRandomness};
pub use runtime::block_on;
