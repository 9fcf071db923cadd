//! An in-process DynamoDB for each test, behind a network that records requests and injects faults.

pub(crate) mod custom_tables;
mod database;
pub(crate) mod kinds;
pub(crate) mod network;
mod use_case;
mod world;

pub(crate) use database::Database;
pub(crate) use network::Network;
pub(crate) use use_case::{ALL_USE_CASES, UseCase};
pub(crate) use world::World;
