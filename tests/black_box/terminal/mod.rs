//! The commands `play`, `topics` and `questions`.

#[cfg(target_os = "linux")]
mod keyboard;
mod pipe;
mod questions;
mod topics;
