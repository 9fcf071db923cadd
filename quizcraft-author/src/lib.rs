//! A writer of questions with a language model: it finds articles about the keywords, has a model write
//! questions whose solutions stand in them, and keeps only what rules, the model as a solver, and the review
//! agree on.
//!
//! [`Author`] implements the core's trait `QuestionWriter`. It needs a [`ChatModel`], a collection of articles
//! ([`Research`]) and a [`Timer`].
//!
//! # Stages
//!
//! Each stage has a type that only the stage before can create:
//!
//! 1. **Gate**: a keyword is researched unless a [`DenyList`] contains it.
//! 2. **Research**: an [`Article`] is used only if its title or its first sentences name the keyword.
//! 3. **Writing**: an [`Assignment`] is one call for up to five questions about some sentences of an article. Its
//!    reply is parsed strictly to [`Proposal`]s.
//! 4. **Rules**: a proposal becomes a [`Checked`] question if its solution stands in the cited sentence and no rule
//!    is broken. A [`Selection`] applies the [review](quizcraft_review), and rejects near-duplicates and spoilers.
//!    Some of what fails is written again once.
//! 5. **Solving**: a [`SolverBatch`] is a pair of calls in which the model answers up to eight questions with their options
//!    in two orders. A question is [`Solved`] if both answers are the solution.
//! 6. **Review**: [`Solved::finish`] returns the draft if the review finds no flaw.
//!
//! With a pool ([`Author::with_pool`]), what passed every stage is kept, and later games use it first.
//!
//! A [`Report`] counts what passed each stage, and the reasons for which the rest was dropped.
//!
//! # Security
//!
//! Articles are data from strangers. Keywords are not sent to the model. Sentences are numbered lines between markers,
//! which no line can imitate. A reply can cause a bad question at most, and the rules reject links, markup, orders to
//! readers, and clarifications about something else. Texts of players, articles, prompts and replies are not printed
//! by `Debug`, and reach no log or error.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod article;
mod assignment;
mod author;
mod breaker;
mod budget;
mod calls;
mod chat;
mod day;
mod failure;
mod finding;
mod game;
mod gate;
#[cfg(feature = "http")]
mod http;
mod known;
mod plan;
mod pool;
mod progress;
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
mod solving;
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
pub use day::TokensPerDay;
pub use gate::{DenyList, InvalidDenyList};
#[cfg(feature = "http")]
pub use http::{
    AnthropicMessages, ApiKey, BaseUrl, BookName, Contact, HttpClient, HttpError, InvalidApiKey,
    InvalidBaseUrl, InvalidBookName, InvalidContact, InvalidTimeouts, Kiwix, MediaWiki, OpenAiChat,
    Timeouts, retry_after,
};
pub use progress::Progress;
pub use proposal::{Proposal, ReplyError};
pub use rejection::Rejection;
pub use report::{Passed, Report, Times};
pub use research::{ArticleTitle, Research, ResearchError};
pub use rules::Checked;
pub use selection::Selection;
pub use solving::{Solved, SolverBatch};
pub use timer::Timer;
#[cfg(feature = "http")]
pub use timer::TokioTimer;
