//! Bearer tokens: valid ones, and the faults of invalid ones.

mod claims;
mod debug;
mod email;
mod forged;
mod header;
mod issuer;
mod key_numbers;
mod key_sets;

pub(crate) use issuer::{
    AUDIENCE, ISSUER, Issuer, base64, claims, claims_with, fault, key_set, verifier, verify,
};
