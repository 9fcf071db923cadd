//! What the tests are written with: a router over gateways in the process, calls and answers.

mod answer;
mod app;
mod call;
mod stores;
mod writer;

pub(crate) use answer::Answer;
pub(crate) use app::{App, NOW, Names, StillClock, oneshot};
pub(crate) use call::Call;
pub(crate) use stores::{HangingStore, PanickingStore, Rendezvous, quiz_over, quiz_with};
pub(crate) use writer::{Script, clarification, prompt, right, wrong};
