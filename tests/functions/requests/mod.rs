//! Requests in every form in which API Gateway hands them over.

mod bodies;
mod cors;
mod headers;
mod mutations;
mod paths;
mod types;
