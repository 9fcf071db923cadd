//! The promises of the gateway traits, as scenarios that every adapter must pass.
//!
//! A scenario is a function that receives a fresh gateway and panics with the broken promise. An
//! adapter runs all scenarios of a trait with one macro in its tests:
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
//! [`token_cache_contract!`](crate::token_cache_contract),
//! [`model_meter_contract!`](crate::model_meter_contract) and
//! [`work_queue_contract!`](crate::work_queue_contract) take an expression that is evaluated
//! for each scenario: a future of a fresh gateway, as `Arc<dyn …>`, or as a
//! [`Fixture`](crate::Fixture) if a resource must live as long as the gateway. Each macro generates
//! one `#[test]` per scenario with its name. [`question_writer_contract!`](crate::question_writer_contract)
//! takes an `Arc<`[`TestedWriter`]`>`, which also names keywords that the writer knows, and
//! [`draft_pool_contract!`](crate::draft_pool_contract) an `Arc<`[`TestedPool`]`>`, which has the clock of the pool. The gateway
//! is created and used within [`block_on`](crate::block_on), so the adapter's crate needs no runtime.
//!
//! These macros are for some stores and pools only:
//!
//! | macro | stores |
//! | --- | --- |
//! | [`interrupted_calls_contract!`](crate::interrupted_calls_contract) | whose accesses to the database can fail; see [`FaultInjectingStore`] |
//! | [`malformed_records_contract!`](crate::malformed_records_contract) | whose records can be malformed; see [`CorruptibleStore`] |
//! | [`malformed_drafts_contract!`](crate::malformed_drafts_contract) | (pools) whose records can be malformed; see [`CorruptiblePool`] |
//! | [`equal_ids_contract!`](crate::equal_ids_contract) | that have the player in the key of a question; see [`equal_ids`] |
//! | [`snapshot_reads_contract!`](crate::snapshot_reads_contract) | whose reads are snapshots |
//! | [`pending_games_contract!`](crate::pending_games_contract) | that list their pending games |
//! | [`expired_games_contract!`](crate::expired_games_contract) | that remove their expired games |
//! | [`restoring_store_contract!`](crate::restoring_store_contract) | that read the records of a deployed service |
//!
//! A store that several processes open at the same time runs its contracts a second time, with
//! [`Instances`](crate::Instances) as the gateway.
//!
//! A call that fails or panics names itself in the message of the failed test, and values that differ are
//! shown as the lines that differ.
//!
//! The tables [`GAME_STORE`], [`TOKEN_CACHE`] and so on contain the same scenarios, for callers that
//! run them in another way. They MUST run within a Tokio runtime.
//!
//! When a bug is found in an adapter, add a scenario for it, so that every adapter is checked for it.

#[macro_use]
mod list;
#[macro_use]
pub(crate) mod calls;

pub mod answering;
pub mod asked;
pub mod attempts;
pub mod creating;
pub mod equal_ids;
pub mod expense;
pub mod expiring;
pub mod failing;
mod fixtures;
pub mod interrupted_writing;
pub mod interrupting;
pub mod isolation;
pub mod kinds;
pub mod leasing;
pub mod limiting;
pub mod malformed;
pub mod malformed_drafts;
pub mod metering;
pub mod opening;
pub mod paging;
pub mod pending;
pub mod pooling;
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
pub mod trimming;
pub mod unknown_keywords;
mod watch;
pub mod writing;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use quizcraft_core::gateway::{GameStore, ModelMeter};
use quizcraft_identity::TokenCache;

pub use expiring::ExpiringStore;
pub use interrupting::FaultInjectingStore;
pub use malformed::CorruptibleStore;
pub use malformed_drafts::CorruptiblePool;
pub use pending::ListingStore;
pub use pooling::TestedPool;
pub use queue::DeliveringQueue;
pub use restoring::RestoringStore;
pub use writing::TestedWriter;

/// One scenario for gateways of type `G`.
pub struct Scenario<G: ?Sized> {
    subject: &'static str,
    name: &'static str,
    run: Run<G>,
}

type Run<G> = for<'a> fn(&'a Arc<G>) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;

impl<G: ?Sized> Scenario<G> {
    /// Returns the name of its module.
    #[must_use]
    pub const fn subject(&self) -> &'static str {
        self.subject
    }

    /// Returns its name, which states the promise.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Runs the scenario with a fresh gateway. Panics if the promise is broken.
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

/// The promises of every [`GameStore`].
pub const GAME_STORE: &[Scenario<dyn GameStore>] = __game_store_scenarios!([table] {});

/// The additional promises of a [`GameStore`] that reads the records of a deployed service.
pub const RESTORING_STORE: &[Scenario<dyn RestoringStore>] =
    __restoring_store_scenarios!([table] {});

/// The additional promises of a [`GameStore`] whose records can be malformed.
pub const MALFORMED_RECORDS: &[Scenario<dyn CorruptibleStore>] =
    __malformed_records_scenarios!([table] {});

/// The promises of a [`GameStore`] about calls that faults of the database interrupt.
pub const INTERRUPTED_CALLS: &[Scenario<dyn FaultInjectingStore>] =
    __interrupted_calls_scenarios!([table] {});

/// The additional promises of a [`GameStore`] that keeps the questions of games with the same id apart.
pub const EQUAL_IDS: &[Scenario<dyn GameStore>] = __equal_ids_scenarios!([table] {});

/// The additional promises of a [`GameStore`] whose reads are snapshots.
pub const SNAPSHOT_READS: &[Scenario<dyn GameStore>] = __snapshot_reads_scenarios!([table] {});

/// The promises of a [`GameStore`] that lists its
/// [pending games](quizcraft_core::gateway::PendingGames).
pub const PENDING_GAMES: &[Scenario<dyn ListingStore>] = __pending_games_scenarios!([table] {});

/// The promises of a [`GameStore`] that removes its
/// [expired games](quizcraft_core::gateway::ExpiredGames).
pub const EXPIRED_GAMES: &[Scenario<dyn ExpiringStore>] = __expired_games_scenarios!([table] {});

/// The promises of every [`TokenCache`].
pub const TOKEN_CACHE: &[Scenario<dyn TokenCache>] = __token_cache_scenarios!([table] {});

/// The promises of every [`DraftPool`](quizcraft_core::gateway::DraftPool).
pub const DRAFT_POOL: &[Scenario<TestedPool>] = __draft_pool_scenarios!([table] {});

/// The additional promises of a [`DraftPool`](quizcraft_core::gateway::DraftPool) whose records can be malformed.
pub const MALFORMED_DRAFTS: &[Scenario<dyn CorruptiblePool>] =
    __malformed_drafts_scenarios!([table] {});

/// The promises of every [`ModelMeter`].
pub const MODEL_METER: &[Scenario<dyn ModelMeter>] = __model_meter_scenarios!([table] {});

/// The promises of every [`WorkQueue`](quizcraft_core::gateway::WorkQueue).
pub const WORK_QUEUE: &[Scenario<dyn DeliveringQueue>] = __work_queue_scenarios!([table] {});

/// The promises of every [`QuestionWriter`](quizcraft_core::gateway::QuestionWriter).
pub const QUESTION_WRITER: &[Scenario<TestedWriter>] = __question_writer_scenarios!([table] {});
