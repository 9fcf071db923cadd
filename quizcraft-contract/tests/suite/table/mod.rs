//! The scenarios that must detect each flaw. Every scenario is listed at least once.

mod faults;
mod games;
mod gateways;
mod meters;
mod pools;
mod writers;

pub(crate) use faults::{INSTANCE_FLAWS, INTERRUPTED_FLAWS, MALFORMED_FLAWS};
pub(crate) use games::{DEPLOYED_FLAWS, EQUAL_ID_FLAWS, GAME_FLAWS, SNAPSHOT_FLAWS};
pub(crate) use gateways::{EXPIRING_FLAWS, LISTING_FLAWS, QUEUE_FLAWS, TOKEN_FLAWS};
pub(crate) use meters::METER_FLAWS;
pub(crate) use pools::{MALFORMED_DRAFT_FLAWS, POOL_FLAWS};
pub(crate) use writers::WRITER_FLAWS;

type Table<F> = &'static [(F, &'static [&'static str])];
