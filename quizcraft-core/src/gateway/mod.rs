//! The gateways: traits for what the use cases need from outside the core.
//!
//! A gateway's promise is written on its trait, and checked by the contract suite that every
//! adapter runs (crate `quizcraft-contract`). A trait contains only the methods that an implementer
//! must write. All traits are dyn-compatible.
//!
//! A request has a deadline: [`GameStore::until`] and [`WorkQueue::until`] return the same gateway
//! with the deadline of one request.
//!
//! | gateway | what it is |
//! | --- | --- |
//! | [`GameStore`] | storage of games and their questions |
//! | [`PendingGames`] | lists the pending games of all players |
//! | [`ExpiredGames`] | removes the expired games of all players |
//! | [`StoreCheck`] | checks that a store can be written |
//! | [`WorkQueue`] | the queue of work for the workers that prepare games |
//! | [`QuestionWriter`] | writes the questions of a game |
//! | [`DraftPool`] | keeps verified drafts for later games |
//! | [`ModelMeter`] | counts the tokens of language models per day |
//! | [`Clock`], [`Randomness`] | the current time, and random bytes |
//!
//! With the feature `mock` there is a `mockall` mock of each: `MockGameStore` and so on. A mock that
//! serves requests needs an expectation of `until`, which returns the mock of that request.

mod brief;
mod check;
mod environment;
mod error;
mod expired;
mod forwarding;
mod games;
mod meter;
mod pending;
mod pool;
mod queue;
mod writer;

pub use brief::{Brief, Expense, RefusedExpense};
pub use check::StoreCheck;
pub use environment::{Clock, Randomness};
pub use error::{BoxError, Causes, GatewayError};
pub use expired::ExpiredGames;
pub use forwarding::ForwardingGameStore;
pub use games::{Creation, Existing, GameStore, Leasing, Recording, Transition};
pub use meter::ModelMeter;
pub use pending::{PendingGames, PendingPage};
pub use pool::{DraftPool, DraftsKept, NoDraftsKept, PoolKey};
pub use queue::{Work, WorkQueue};
pub use writer::{QuestionWriter, WriteError};

#[cfg(feature = "mock")]
pub use {
    check::MockStoreCheck,
    environment::{MockClock, MockRandomness},
    expired::MockExpiredGames,
    games::MockGameStore,
    meter::MockModelMeter,
    pending::MockPendingGames,
    pool::MockDraftPool,
    queue::MockWorkQueue,
    writer::MockQuestionWriter,
};
