//! The promises of the gateway traits as scenarios that every adapter passes.
//!
//! A scenario is a function over a fresh gateway; it panics with the promise that is broken. All of
//! them run under an adapter's own tests by one line for each trait:
//!
//! ```
//! # mod adapter {
//! #     pub(crate) use quizcraft_contract::CollectingQueue as Queue;
//! # }
//! # fn main() {}
//! mod queue {
//!     use std::sync::Arc;
//!     use quizcraft_contract::DeliveringQueue;
//!
//!     quizcraft_contract::work_queue_contract!(async {
//!         Arc::new(super::adapter::Queue::default()) as Arc<dyn DeliveringQueue>
//!     });
//! }
//! ```
//!
//! The macros [`game_store_contract!`](crate::game_store_contract),
//! [`token_cache_contract!`](crate::token_cache_contract) and
//! [`work_queue_contract!`](crate::work_queue_contract) take an expression that is evaluated anew
//! for each scenario: a future of a fresh gateway, as `Arc<dyn …>` or, where something must live
//! as long as the gateway, as a [`Fixture`](crate::Fixture) that keeps it. Each makes one
//! `#[test]` per scenario, named like it. The adapter's crate needs no runtime of its own for
//! that; the gateway is made and used within [`block_on`](crate::block_on).
//!
//! Two more are for some stores only: [`restoring_store_contract!`](crate::restoring_store_contract)
//! for those that read what a deployed service left, and
//! [`snapshot_reads_contract!`](crate::snapshot_reads_contract) for those whose reads are snapshots.
//!
//! The same scenarios stand in the tables [`GAME_STORE`], [`TOKEN_CACHE`] and so on, for
//! callers that run them in another way. They must run within a tokio runtime.
//!
//! A promise that is missing here is a promise that adapters will break: a bug found in one of
//! them becomes a scenario, and every adapter has it from then on.

#[macro_use]
mod list;

pub mod answering;
pub mod creating;
pub mod failing;
mod given;
pub mod isolation;
pub mod opening;
pub mod paging;
pub mod queue;
mod race;
pub mod racing;
pub mod reading;
pub mod restoring;
pub mod retrying;
pub mod sizes;
pub mod snapshots;
mod steps;
pub mod time_limits;
pub mod tokens;
mod watch;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use quizcraft_core::gateway::GameStore;
use quizcraft_identity::TokenCache;

pub use queue::DeliveringQueue;
pub use restoring::RestoringStore;

/// One scenario over a gateway of the kind `G`.
pub struct Scenario<G: ?Sized> {
    subject: &'static str,
    name: &'static str,
    run: Run<G>,
}

type Run<G> = for<'a> fn(&'a Arc<G>) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl<G: ?Sized> Scenario<G> {
    /// Returns what it is about: the module that it stands in.
    #[must_use]
    pub const fn subject(&self) -> &'static str {
        self.subject
    }

    /// Returns its name, which says what is promised.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Plays it over a fresh gateway; panics if a promise is broken.
    pub async fn run(&self, gateway: &Arc<G>) {
        (self.run)(gateway).await;
    }
}

impl<G: ?Sized> fmt::Debug for Scenario<G> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scenario({}::{})", self.subject, self.name)
    }
}

/// Turns a list of scenarios into a table of them.
macro_rules! table {
    ({} $($subject:ident { $($name:ident)+ })+) => {
        &[$($(Scenario {
            subject: stringify!($subject),
            name: stringify!($name),
            run: |gateway| Box::pin($subject::$name(gateway)),
        }),+),+]
    };
}

/// What every [`GameStore`] promises.
pub const GAME_STORE: &[Scenario<dyn GameStore>] = __game_store_scenarios!([table] {});

/// What a [`GameStore`] promises besides that reads the tables of a deployed service.
pub const RESTORING_STORE: &[Scenario<dyn RestoringStore>] =
    __restoring_store_scenarios!([table] {});

/// What a [`GameStore`] shows besides whose reads are snapshots.
pub const SNAPSHOT_READS: &[Scenario<dyn GameStore>] = __snapshot_reads_scenarios!([table] {});

/// What every [`TokenCache`] promises.
pub const TOKEN_CACHE: &[Scenario<dyn TokenCache>] = __token_cache_scenarios!([table] {});

/// What every [`WorkQueue`](quizcraft_core::gateway::WorkQueue) promises.
pub const WORK_QUEUE: &[Scenario<dyn DeliveringQueue>] = __work_queue_scenarios!([table] {});
