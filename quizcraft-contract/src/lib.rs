//! The contract suite of QuizCraft's gateways, with test doubles and strategies for property tests.
//!
//! | part | purpose |
//! | --- | --- |
//! | [`scenarios`] | the promises of the gateway traits, one scenario each |
//! | [`ManualClock`], [`SeededRandomness`], [`CollectingQueue`], [`ScriptedWriter`] | test doubles of gateways |
//! | [`FaultInjector`], [`AtomicCalls`] | faults of the database under a store |
//! | [`Instances`] | several instances of a store over one database |
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

// `assert_eq!` of this crate shows the differing lines of two values.
#[macro_use(assert_eq)]
extern crate similar_asserts;

mod errors;
mod faults;
mod fixture;
mod gateways;
mod instances;
#[macro_use]
pub mod scenarios;
pub mod state_machine;
pub mod strategies;

pub use errors::every_error;
pub use faults::{AtomicCalls, Fault, FaultInjector};
pub use fixture::{Fixture, block_on};
pub use gateways::{CollectingQueue, ManualClock, ScriptedWriter, SeededRandomness};
pub use instances::Instances;
pub use scenarios::{
    CorruptiblePool, CorruptibleStore, DRAFT_POOL, DeliveringQueue, EQUAL_IDS, EXPIRED_GAMES,
    ExpiringStore, FaultInjectingStore, GAME_STORE, INTERRUPTED_CALLS, ListingStore,
    MALFORMED_DRAFTS, MALFORMED_RECORDS, MODEL_METER, PENDING_GAMES, QUESTION_WRITER,
    RESTORING_STORE, RestoringStore, SNAPSHOT_READS, Scenario, TOKEN_CACHE, TestedPool,
    TestedWriter, WORK_QUEUE,
};

#[doc(hidden)]
pub use quizcraft_core as __core;
#[doc(hidden)]
pub use quizcraft_identity as __identity;
