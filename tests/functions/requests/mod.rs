//! Requests in every form in which API Gateway sends them.

mod bodies;
mod cors;
mod games_per_hour;
mod headers;
mod mutations;
mod paths;
mod types;
