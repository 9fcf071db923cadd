//! What the environment says, read at once, with everything that is wrong with it.

mod api;
mod environment;
mod level;
mod worker;

pub use api::ApiConfig;
pub(crate) use api::PlayerKey;
pub use environment::ConfigError;
pub(crate) use environment::{Environment, of_process};
pub(crate) use level::Level;
pub use worker::WorkerConfig;
