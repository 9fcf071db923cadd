//! Players: known by a hash of their email address, and by nothing else.

mod email;
mod id;
mod token;

pub use email::{Email, InvalidEmail};
pub use id::{PlayerIdKey, PlayerIds, ShortKey};
pub use token::{KnownPlayer, TokenHash};
