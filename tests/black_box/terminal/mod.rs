//! A game in the terminal, the list of topics, and questions to read.

#[cfg(target_os = "linux")]
mod keyboard;
mod pipe;
mod questions;
mod topics;
