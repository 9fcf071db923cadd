//! Requests in every form in which API Gateway sends them.

mod bodies;
mod cors;
mod headers;
mod mutations;
mod paths;
mod types;
