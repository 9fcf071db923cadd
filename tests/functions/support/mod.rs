//! Shared by all tests: fakes of the AWS services around the functions.

mod any_json;
#[cfg(feature = "bedrock")]
mod bedrock_server;
mod captured;
#[path = "../../shared/dynamo_server.rs"]
mod dynamo_server;
#[path = "../../shared/fake_server.rs"]
mod fake_server;
mod function;
mod http_event;
mod log;
#[path = "../../shared/model_server.rs"]
mod model_server;
mod player;
mod provider;
mod queue;
mod reply;
mod retry;
mod runtime_api;
mod secrets;
mod sqs_event;
mod tables;
#[path = "../../shared/waiting.rs"]
mod waiting;
#[path = "../../shared/wiki_server.rs"]
mod wiki_server;
mod world;

pub(crate) use any_json::{any_json, pointers, replace};
#[cfg(feature = "bedrock")]
pub(crate) use bedrock_server::{Answer, BedrockServer};
pub(crate) use captured::Captured;
pub(crate) use dynamo_server::DynamoServer;
pub(crate) use fake_server::FakeServer;
pub(crate) use function::{Ended, Function, Launch, entry, request_id};
pub(crate) use http_event::{DEFAULT_DOMAIN, HttpEvent, claims, now, token};
pub(crate) use log::assert_embedded_metrics;
pub(crate) use model_server::ModelServer;
pub(crate) use player::Player;
pub(crate) use provider::Provider;
pub(crate) use queue::{EXPIRED, QUEUE_URL, Queue, Sending};
pub(crate) use reply::Reply;
pub(crate) use retry::once_within;
pub(crate) use runtime_api::{Outcome, RuntimeApi, trace_id};
pub(crate) use secrets::{SECRET_ID, Secrets};
pub(crate) use sqs_event::{Delivered, message_id, receipt_handle, sqs_event};
pub(crate) use tables::{Mode, Tables};
pub(crate) use waiting::{eventually, in_time};
pub(crate) use wiki_server::{TOWN, TOWN_URL, WikiServer, sentences};
pub(crate) use world::{ACCESS_KEY, AUDIENCE, ISSUER, KEY, SECRET_KEY, World};
