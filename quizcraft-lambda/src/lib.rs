//! QuizCraft on AWS Lambda.
//!
//! There are two functions: [`api`] handles the requests of API Gateway, and [`worker`] prepares the
//! games whose work an SQS queue delivers. Environment variables configure both ([`ApiConfig`],
//! [`WorkerConfig`]). Each creates its AWS clients once per process.
//!
//! You can build your own functions from the same parts:
//!
//! - [`Aws`] creates AWS clients that start fast.
//! - [`SqsQueue`] sends work to a queue.
//! - [`serve`] serves a [`Router`](axum::Router) behind API Gateway.
//! - [`prepare_games`] prepares games with your own question writer, and [`Redelivery`] delivers failed
//!   messages again after a short delay.
//! - [`read_request`] and [`read_batch`] parse events without a runtime, for example in tests.

mod api;
mod aws;
mod config;
mod deadline;
mod event;
mod http;
mod init;
mod model;
mod observe;
mod queue;
mod secret;
mod url;
mod worker;

pub use api::api;
pub use aws::Aws;
pub use config::{ApiConfig, ConfigError, WorkerConfig};
pub use event::InvalidEvent;
pub use http::{read_request, serve};
pub use queue::{InvalidQueueUrl, QueueUrl, SqsQueue};
pub use worker::{Message, Redelivery, prepare_games, read_batch, worker};
