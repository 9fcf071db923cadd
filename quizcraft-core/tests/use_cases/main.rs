//! The use cases over mocks of the gateways: results, stored state, and the number of calls of each
//! gateway, including calls that fail.
#![cfg(test)]

mod fixtures;
mod leasing;
mod playing;
mod preparing;
mod repairing;
mod retaining;
mod starting;
mod viewing;
