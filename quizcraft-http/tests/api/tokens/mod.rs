//! Bearer tokens: which are good, and what is wrong with each of the others.

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
