//! What the functions write: a line for each request and batch, metrics, and nothing personal.

mod lines;
mod metrics;
mod secrecy;
