//! The gateways: what the use cases need of the outside world.
//!
//! A gateway's promise is written on its trait, and checked by the contract suite that every
//! adapter runs, the crate `quizcraft-contract`. A trait holds what an
//! implementer must write and nothing else. All of them can be used as trait objects.
//!
//! The gateways that a player's request waits for can be told when it ends: [`GameStore::until`] and
//! [`WorkQueue::until`] return the same gateway for one request.
//!
//! | gateway | what it is |
//! | --- | --- |
//! | [`GameStore`] | games and their questions |
//! | [`WorkQueue`] | the way to whoever prepares games |
//! | [`QuestionWriter`] | the author of the questions |
//! | [`Clock`], [`Randomness`] | time and chance |
//!
//! With the feature `mock` there is a `mockall` mock of each: `MockGameStore` and so on. A mock that
//! serves requests needs an expectation of `until`, which returns the mock of that request.

mod environment;
mod error;
mod forwarding;
mod games;
mod queue;
mod writer;

pub use environment::{Clock, Randomness};
pub use error::{BoxError, Causes, GatewayError};
pub use forwarding::ForwardingGameStore;
pub use games::{Creation, Existing, GameStore, Recording, Transition};
pub use queue::{Work, WorkQueue};
pub use writer::{Brief, Earlier, QuestionWriter, WriteError};

#[cfg(feature = "mock")]
pub use {
    environment::{MockClock, MockRandomness},
    games::MockGameStore,
    queue::MockWorkQueue,
    writer::MockQuestionWriter,
};
