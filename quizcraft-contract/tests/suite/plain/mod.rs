//! Gateways that are as plain as can be, and keep every promise.

mod deployed;
mod games;
mod tokens;

pub(crate) use deployed::DeployedGames;
pub(crate) use games::{PlainGames, Row, cut, newest_first, retries};
pub(crate) use tokens::PlainTokens;
