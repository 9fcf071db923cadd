//! Clients that hold connections, send slowly or never read. Other players are not affected.

mod connection_limit;
mod idle_connections;
mod slow_bodies;
mod stalled_readers;

const HEALTH: &str = "GET /health HTTP/1.1\r\nhost: here\r\n\r\n";
