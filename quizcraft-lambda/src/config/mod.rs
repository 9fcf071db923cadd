//! The configuration from environment variables. An error names every invalid variable at once.

mod api;
mod environment;
mod level;
mod model;
mod retention;
mod worker;

pub use api::ApiConfig;
pub(crate) use api::PlayerKey;
pub use environment::ConfigError;
pub(crate) use environment::{Environment, process_variable};
pub(crate) use level::Level;
pub(crate) use model::{Access, ModelConfig, SecretId};
pub use worker::WorkerConfig;
