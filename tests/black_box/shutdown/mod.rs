//! A server that is told to stop ends what it was asked to do, and no later.

mod connections;
mod load;
