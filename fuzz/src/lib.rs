//! What the fuzz targets share: the authenticators that they attack, another reading of the same
//! input that says what these ought to answer, and what may stand in an answer.

mod answer;
mod by_gateway;
mod by_us;
mod claims;
mod keys;
mod token;
mod world;

pub use by_gateway::ClaimedRequest;
pub use by_us::TokenRequest;

/// The second at which everything happens.
const NOW: u64 = 1_700_000_000;
const ISSUER: &str = "https://id.example.org/";
const AUDIENCE: &str = "https://quiz.example.org";
