//! A DynamoDB for each test, and a wire to it that can be watched and cut.

pub(crate) mod by_hand;
mod database;
mod use_case;
pub(crate) mod wire;
mod world;

pub(crate) use database::Database;
pub(crate) use use_case::{EVERY, UseCase};
pub(crate) use wire::Wire;
pub(crate) use world::World;
