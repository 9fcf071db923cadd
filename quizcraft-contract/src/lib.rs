//! The contract suite of QuizCraft's gateways, and what tests of adapters and of hosts share.
//!
//! | part | what it is for |
//! | --- | --- |
//! | [`scenarios`] | the promises of the gateway traits, one scenario each, for every adapter to run |
//! | [`ManualClock`], [`SeededRandomness`], [`CollectingQueue`], [`ScriptedWriter`] | gateways that a test controls |
//! | [`state_machine`] | random play compared with a plain model, for every store of games |
//! | [`strategies`] | values of every domain type, for property tests |
//! | [`every_error`] | one error of every kind |
//! | [`block_on`], [`Fixture`] | the runtime of the contract's tests, and what an adapter hands them |
//!
//! Use this crate as a dev-dependency. Everything in it panics where a test is to fail, with a
//! message that names the broken promise.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "a panic is how a test fails, and everything here is for tests"
)]

mod errors;
mod fixture;
mod gateways;
mod runtime;
pub mod scenarios;
mod seeded;
pub mod state_machine;
pub mod strategies;

pub use errors::every_error;
pub use fixture::Fixture;
pub use gateways::{CollectingQueue, ManualClock, ScriptedWriter, SeededRandomness};
pub use runtime::block_on;
pub use scenarios::{
    DeliveringQueue, GAME_STORE, RESTORING_STORE, RestoringStore, SNAPSHOT_READS, Scenario,
    TOKEN_CACHE, WORK_QUEUE,
};

#[doc(hidden)]
pub use quizcraft_core as __core;
#[doc(hidden)]
pub use quizcraft_identity as __identity;
