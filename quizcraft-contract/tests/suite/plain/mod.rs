//! The simplest correct gateways.

mod deployed;
mod games;
mod meter;
mod pool;
mod tokens;
mod writer;

pub(crate) use deployed::DeployedGames;
pub(crate) use games::{PlainGames, Row, Rows, cut, held, key, newest_first, number, retries};
pub(crate) use meter::PlainMeter;
pub(crate) use pool::PlainPool;
pub(crate) use tokens::PlainTokens;
pub(crate) use writer::{PlainWriter, draft, impossible};
