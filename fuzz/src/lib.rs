//! What the fuzz targets share: the authenticators that they attack, another reading of the same
//! input that says what these ought to answer, and what may stand in an answer.

mod answer;
mod api_gateway;
mod bodies;
mod by_gateway;
mod by_us;
mod claims;
mod cursors;
mod facts;
mod keys;
mod service;
mod sqs;
mod token;
mod world;

pub use api_gateway::ApiGatewayEvent;
pub use bodies::BodyRequest;
pub use by_gateway::ClaimedRequest;
pub use by_us::TokenRequest;
pub use cursors::CursorInput;
pub use facts::FactsFiles;
pub use sqs::SqsRecords;

/// The second at which everything happens.
const NOW: u64 = 1_700_000_000;
const ISSUER: &str = "https://id.example.org/";
const AUDIENCE: &str = "https://quiz.example.org";
