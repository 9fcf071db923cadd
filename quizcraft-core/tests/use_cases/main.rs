//! The use cases over gateways that fail on cue: what a player is told, what is kept, and how
//! often a gateway is called.
#![cfg(test)]

mod given;
mod playing;
mod preparing;
mod repairing;
mod starting;
mod viewing;
