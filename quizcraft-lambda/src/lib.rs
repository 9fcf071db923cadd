//! QuizCraft on AWS Lambda.
//!
//! There are two functions: [`api`] answers what API Gateway hands over, and [`worker`] prepares
//! the games whose work comes from an SQS queue. Both are configured by the environment
//! ([`ApiConfig`], [`WorkerConfig`]), and make their clients once.
//!
//! A function of yours can have parts of them: [`Aws`] makes quick clients for AWS, [`SqsQueue`]
//! sends work, [`Router`](axum::Router)s are run by [`serve`], and [`prepare_games`] takes a writer.
//! [`read_request`] and [`read_batch`] read events without a runtime.

mod api;
mod aws;
mod config;
mod deadline;
mod event;
mod http;
mod init;
mod observe;
mod queue;
mod secret;
mod web;
mod worker;

pub use api::api;
pub use aws::Aws;
pub use config::{ApiConfig, ConfigError, WorkerConfig};
pub use event::InvalidEvent;
pub use http::{read_request, serve};
pub use queue::{InvalidQueueUrl, QueueUrl, SqsQueue};
pub use worker::{Message, prepare_games, read_batch, worker};
