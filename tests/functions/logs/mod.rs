//! The logs of the functions: one line per request or batch, metrics, and no personal data.

mod lines;
mod metrics;
mod secrecy;
