//! Helpers of all suites.

mod body;
mod client;
#[cfg(feature = "dynamodb")]
mod dynamo_db;
#[cfg(feature = "dynamodb")]
#[path = "../../shared/dynamo_server.rs"]
mod dynamo_server;
#[cfg(feature = "model")]
#[path = "../../shared/fake_server.rs"]
mod fake_server;
mod in_process_server;
mod manual_clock;
#[cfg(feature = "model")]
#[path = "../../shared/model_server.rs"]
mod model_server;
mod player;
mod program;
mod provider;
mod raw_connection;
mod refusing_address;
mod reply;
mod scripted_writer;
mod server;
mod slow_games;
mod test_dir;
#[path = "../../shared/waiting.rs"]
mod waiting;
#[cfg(feature = "model")]
#[path = "../../shared/wiki_server.rs"]
mod wiki_server;

pub(crate) use body::{assert_feedback, assert_game, assert_posed, assert_summary, keys};
pub(crate) use client::Client;
#[cfg(feature = "dynamodb")]
pub(crate) use dynamo_db::{DynamoDb, SECRET};
pub(crate) use in_process_server::{InProcessServer, TokenIsName, api, serve};
pub(crate) use manual_clock::ManualClock;
#[cfg(feature = "model")]
pub(crate) use model_server::ModelServer;
pub(crate) use player::{Player, choice, index, options};
#[cfg(feature = "dynamodb")]
pub(crate) use program::quizcraft_without_file_privileges;
pub(crate) use program::{Outcome, quizcraft, quizcraft_ignoring};
pub(crate) use provider::{AUDIENCE, Provider, now, unsigned};
pub(crate) use raw_connection::{Ending, RawConnection};
pub(crate) use refusing_address::RefusingAddress;
pub(crate) use reply::Reply;
pub(crate) use scripted_writer::{Action, ScriptedWriter};
pub(crate) use server::{Launch, Server};
pub(crate) use slow_games::SlowGames;
pub(crate) use test_dir::TestDir;
pub(crate) use waiting::{eventually, in_time};
#[cfg(feature = "model")]
pub(crate) use wiki_server::{TOWN, TOWN_URL, WikiServer, sentences};
