//! Graceful shutdown.

mod connections;
mod load;
