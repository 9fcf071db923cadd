//! A writer of questions with a language model: it finds articles about the keywords, has a model write
//! questions whose solutions stand in them, and keeps only what rules, the model as a solver, and the review
//! agree on.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod article;
mod assignment;
mod author;
mod breaker;
mod budget;
mod calls;
mod chat;
mod exam;
mod failure;
mod finding;
mod game;
mod gate;
mod plan;
mod proposal;
mod rejection;
mod relevance;
mod report;
mod research;
mod retry;
mod rewrite;
mod rules;
mod selection;
mod sentences;
mod timer;

pub use article::{Article, ArticleError, SentenceNumber};
pub use assignment::Assignment;
pub use author::Author;
pub use breaker::CircuitOpen;
pub use budget::{Budget, InvalidBudget, Spending};
pub use chat::{
    ChatModel, ChatReply, ChatRequest, End, InvalidModelName, ModelError, ModelName, ReplySchema,
    Usage,
};
pub use exam::{Exam, Solved};
pub use gate::DenyList;
pub use proposal::{Proposal, ReplyError};
pub use rejection::Rejection;
pub use report::{Passed, Report, Times};
pub use research::{ArticleTitle, Research, ResearchError};
pub use rules::Checked;
pub use selection::Selection;
pub use timer::Timer;
#[cfg(feature = "http")]
pub use timer::TokioTimer;
