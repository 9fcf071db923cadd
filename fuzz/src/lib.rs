//! Shared code of the fuzz targets: the code under test, independent reference parsers that compute
//! the expected results, and checks of responses.

mod api_gateway;
mod authentication;
mod bodies;
mod claims;
mod cursors;
mod facts;
mod gateway_claims;
mod keys;
mod rejection;
mod service;
mod sqs;
mod token;
mod token_request;

pub use api_gateway::ApiGatewayEvent;
pub use bodies::BodyRequest;
pub use cursors::CursorInput;
pub use facts::FactsFiles;
pub use gateway_claims::ClaimedRequest;
pub use sqs::SqsRecords;
pub use token_request::TokenRequest;

/// The fixed time of all clocks, in seconds since 1970.
const NOW: u64 = 1_700_000_000;
const ISSUER: &str = "https://id.example.org/";
const AUDIENCE: &str = "https://quiz.example.org";
