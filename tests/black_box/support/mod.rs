//! What the suites have in common.

mod body;
mod client;
mod clock;
#[cfg(feature = "dynamodb")]
mod dynamo_db;
#[cfg(feature = "dynamodb")]
#[path = "../../shared/dynamo_server.rs"]
mod dynamo_server;
#[cfg(feature = "dynamodb")]
mod folder;
mod player;
mod program;
mod provider;
mod raw;
mod refusing;
mod reply;
mod scripted;
mod server;
mod slow_games;
#[path = "../../shared/waiting.rs"]
mod waiting;
mod wired;

pub(crate) use body::{assert_feedback, assert_game, assert_posed, assert_summary, keys};
pub(crate) use client::Client;
pub(crate) use clock::HandClock;
#[cfg(feature = "dynamodb")]
pub(crate) use dynamo_db::{DynamoDb, SECRET};
#[cfg(feature = "dynamodb")]
pub(crate) use folder::Folder;
pub(crate) use player::{Player, choice, index, options};
pub(crate) use program::{Outcome, quizcraft};
pub(crate) use provider::{AUDIENCE, Provider, now, unsigned};
pub(crate) use raw::{Ending, Raw};
pub(crate) use refusing::Refusing;
pub(crate) use reply::Reply;
pub(crate) use scripted::{Act, Scripted};
pub(crate) use server::{Launch, Server};
pub(crate) use slow_games::SlowGames;
pub(crate) use waiting::{eventually, in_time};
pub(crate) use wired::{Named, Wired, api, serve};
