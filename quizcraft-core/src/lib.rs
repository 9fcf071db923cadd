//! The rules of a quiz game: domain types, gateway traits and use cases.
//!
//! A player names a few keywords, gets a game of questions made for them, answers one by one,
//! sees what was right and why, and comes back to unfinished games. This crate states every rule
//! of that once, and knows no web, no database and no clock: those stand behind the traits in
//! [`gateway`], and [`Quiz`] plays over any of them.
//!
//! - **Types**: [`Game`] with its [`Stage`], [`Questions`], [`Play`] (both together), and the
//!   newtypes that they are made of. A value that breaks a rule can't be made: constructors named
//!   `new` or `parse` take new input and say what is wrong with it; those named `restore` take what
//!   a store holds, which may have been written under looser rules.
//! - **Use cases**: [`Quiz`].
//! - **Gateways**: [`gateway`], with mocks (feature `mock`). The crate `quizcraft-contract` holds the contract
//!   suite that every adapter runs.
//!
//! # Embedding
//!
//! With `quizcraft-memory` for the gateways a game takes a few lines; the example in that crate's
//! documentation runs.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod game;
pub mod gateway;
mod question;
mod quiz;
mod value;

pub use game::{
    Answer, Cursor, FailGame, Failure, FieldError, Finished, Game, GameRequest, IdempotencyKey,
    InvalidCursor, InvalidGame, InvalidIdempotencyKey, InvalidPageLimit, Keyword, Keywords,
    KeywordsError, NewGame, NotPending, OpenGame, Overdue, Page, PageLimit, PageRequest, Pending,
    PendingTimeout, Play, PlayError, Position, Ready, Reply, RequestFingerprint, Restored, Retry,
    Stage, StoredGame, StoredStatus, Uncounted, Unreadable,
};
pub use question::{
    Answered, Choice, Clarification, Draft, DraftError, Drafts, DraftsError, Feedback, Misnumbered,
    Posed, Prompt, Question, QuestionIndex, Questions, QuestionsLimit, QuestionsLimitError,
    Summary, Verdict,
};
pub use quiz::{Error, Games, Gateways, Prepared, Quiz, Started};
pub use value::{
    ErrorCode, GameId, InvalidId, PlayerId, TextError, Timestamp, comparable, is_default_ignorable,
    isolated,
};
