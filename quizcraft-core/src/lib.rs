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
//! - **Gateways**: [`gateway`], with a contract suite that every adapter runs (feature `testing`)
//!   and mocks (feature `mock`).
//!
//! # Embedding
//!
//! With `quizcraft-memory` for the gateways a game takes a few lines; the example in that crate's
//! documentation runs.

mod digest;
mod error;
mod game;
pub mod gateway;
mod play;
mod player;
mod question;
mod quiz;
#[cfg(feature = "testing")]
pub mod testing;
mod text;
mod time;

pub use digest::InvalidId;
pub use error::Error;
pub use game::{
    AskAgain, Cursor, Deadline, Failing, Failure, FieldError, Finished, Game, GameId, GameRequest,
    IdempotencyKey, InvalidCursor, InvalidGame, InvalidIdempotencyKey, InvalidPageLimit, Keyword,
    Keywords, KeywordsError, NewGame, NotPending, Opening, Overdue, Page, PageLimit, PageRequest,
    Pending, Position, Ready, RequestFingerprint, Restored, Stage, StoredGame, StoredStatus,
    Uncounted, Unreadable,
};
pub use play::{Answer, Play, Reply};
pub use player::{
    Email, InvalidEmail, KnownPlayer, PlayerId, PlayerIdKey, PlayerIds, ShortKey, TokenHash,
};
pub use question::{
    Answered, Choice, Clarification, Draft, DraftError, Drafts, DraftsError, Feedback, Posed,
    Prompt, Question, QuestionIndex, Questions, QuestionsLimit, QuestionsLimitError, Summary,
    Verdict,
};
pub use quiz::{Games, Gateways, Prepared, Quiz, Started};
pub use text::{TextError, comparable, is_default_ignorable, isolated};
pub use time::Timestamp;
