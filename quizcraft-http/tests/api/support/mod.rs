//! Helpers: a router with gateways in memory, requests and responses.

mod answer;
mod app;
mod call;
mod guarded;
mod identities;
mod identity_provider;
mod log;
mod stores;
mod time;
mod writer;

pub(crate) use answer::Answer;
pub(crate) use app::{App, NOW, Names, StillClock, oneshot};
pub(crate) use call::Call;
pub(crate) use guarded::{guarded, hurried, list, list_all};
pub(crate) use identities::Asked;
pub(crate) use identity_provider::{Document, Reply, TestProvider, account};
pub(crate) use log::Log;
pub(crate) use stores::{HangingStore, PanickingStore, Rendezvous, quiz_over, quiz_with};
pub(crate) use time::pass;
pub(crate) use writer::{SOURCE, Script, clarification, prompt, right, wrong};
