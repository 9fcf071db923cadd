//! Bearer tokens: which are good, and what is wrong with each of the others.

mod claims;
mod debug;
mod email;
mod forged;
mod header;
mod issuer;
mod key_sets;
mod malformed;

#[cfg(feature = "discovery")]
pub(crate) use issuer::{AUDIENCE, Issuer, claims_with};
