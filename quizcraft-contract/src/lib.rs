//! The contract suite of QuizCraft's gateways, with test doubles and strategies for property tests.
//!
//! | part | purpose |
//! | --- | --- |
//! | [`scenarios`] | the promises of the gateway traits, one scenario each |
//! | [`ManualClock`], [`SeededRandomness`], [`CollectingQueue`], [`ScriptedWriter`] | test doubles of gateways |
//! | [`state_machine`] | random play on any game store, compared with a model |
//! | [`strategies`] | proptest strategies for every domain type |
//! | [`every_error`] | one error of every kind |
//! | [`block_on`], [`Fixture`] | the runtime of the contract's tests, and a gateway with its resources |
//!
//! | feature | adds |
//! | --- | --- |
//! | `mock` | the feature `mock` of `quizcraft-core`: `mockall` mocks of the gateways, to script errors and to expect calls |
//!
//! Use this crate as a dev-dependency. Everything in it panics to fail a test, with a message that
//! names the broken promise.

#![cfg_attr(docsrs, feature(doc_cfg))]
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "this crate is for tests, and a panic fails a test"
)]

mod errors;
mod fixture;
mod gateways;
pub mod scenarios;
pub mod state_machine;
pub mod strategies;

pub use errors::every_error;
pub use fixture::{Fixture, block_on};
pub use gateways::{CollectingQueue, ManualClock, ScriptedWriter, SeededRandomness};
pub use scenarios::{
    DeliveringQueue, EXPIRED_GAMES, ExpiringStore, GAME_STORE, ListingStore, PENDING_GAMES,
    RESTORING_STORE, RestoringStore, SNAPSHOT_READS, Scenario, TOKEN_CACHE, WORK_QUEUE,
};

#[doc(hidden)]
pub use quizcraft_core as __core;
#[doc(hidden)]
pub use quizcraft_identity as __identity;
