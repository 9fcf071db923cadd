//! Gateways that are as plain as can be, and keep every promise.

mod games;
mod tokens;

pub(crate) use games::{PlainGames, Row, cut, newest_first, repeats};
pub(crate) use tokens::PlainTokens;
