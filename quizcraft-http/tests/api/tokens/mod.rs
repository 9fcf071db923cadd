//! Bearer tokens: which are good, and what is wrong with each of the others.

mod claims;
mod debug;
mod email;
mod forged;
mod header;
mod issuer;
mod key_numbers;
mod key_sets;

#[cfg(feature = "discovery")]
pub(crate) use issuer::fault;
pub(crate) use issuer::{AUDIENCE, ISSUER, Issuer, base64, claims, claims_with, key_set, verifier};
