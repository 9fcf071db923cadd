//! A writer of questions with a language model: it finds articles about the keywords, has a model write
//! questions whose solutions stand in them, and keeps only what rules, the model as a solver, and the review
//! agree on.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod article;
mod chat;
mod research;
mod sentences;
mod timer;

pub use article::{Article, ArticleError, SentenceNumber};
pub use chat::{
    ChatModel, ChatReply, ChatRequest, End, InvalidModelName, ModelError, ModelName, ReplySchema,
    Usage,
};
pub use research::{ArticleTitle, Research, ResearchError};
pub use timer::Timer;
#[cfg(feature = "http")]
pub use timer::TokioTimer;
