//! The rules of a quiz game: domain types, gateway traits and use cases.
//!
//! A player chooses keywords and receives a game of questions about them. The player answers one
//! question at a time, and sees the solution and a clarification after each answer. This crate
//! states every rule of the quiz once. It has no web framework, database or clock: these are behind
//! the traits in [`gateway`], and [`Quiz`] works with any implementation of them.
//!
//! - **Types**: [`Game`] with its [`Stage`], [`Questions`], [`Play`] (both combined), and the
//!   newtypes in them. Every value satisfies the rules of its type. Constructors named `new` or
//!   `parse` validate new input. Constructors named `restore` accept stored data, which may have
//!   been written under looser rules.
//! - **Use cases**: [`Quiz`].
//! - **Gateways**: [`gateway`], with mocks (feature `mock`). The crate `quizcraft-contract` has the
//!   contract suite that every adapter runs.
//!
//! # The rules without a store
//!
//! The rules are pure functions over values. A transition returns a command, which states what a store
//! writes; [`Quiz`] reads the values from the gateways, calls the rules, and has the command stored:
//!
//! ```
//! use quizcraft_core::*;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // A player requests a game, which is pending.
//! let (id, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
//! let request = GameRequest::parse(["Napoleon"], Some(10))?;
//! let new = request.begin(id, player, Timestamp::from_secs(0));
//!
//! // A worker opens it with the drafts of a writer.
//! let draft = Draft::single(
//!     Prompt::new("On which island was Napoleon born?")?,
//!     Choice::new("Corsica")?,
//!     vec![Choice::new("Elba")?, Choice::new("Malta")?],
//!     Clarification::new("He was born in Ajaccio in 1769.")?,
//! )?;
//! let (game, questions) = new.game().open(Drafts::new(vec![draft])?)?.into_parts();
//! assert_eq!(game.questions_limit(), 1, "a writer may deliver fewer questions than requested");
//!
//! // The player is asked, and answers.
//! let play = Play::new(game, Some(questions))?;
//! assert_eq!(play.pose()?.options.len(), 3);
//! let Reply::New(answer) = play.answer(None, "Corsica")? else { panic!("it is the first answer") };
//! assert_eq!(answer.verdict(), Verdict::Right);
//! assert!(matches!(answer.game().stage(), Stage::Finished(_)));
//! # Ok(())
//! # }
//! ```
//!
//! # Embedding
//!
//! `quizcraft-memory` implements every gateway in one process. Its documentation has a complete
//! example.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod game;
pub mod gateway;
mod question;
mod quiz;
mod value;

pub use game::{
    Answer, CannotOpen, Cursor, ExpensiveGamesPerHour, FailGame, Failure, FieldError, Finished,
    FinishedGamesKept, Game, GameRequest, GamesPerHour, GamesPerPlayer, IdempotencyKey,
    InvalidCursor, InvalidGame, InvalidIdempotencyKey, InvalidPageLimit, Keywords, KeywordsError,
    KeywordsFingerprint, Lease, LeaseCheck, LeaseHolder, NewGame, NoFinishedGamesKept,
    NoGamesPerHour, NoGamesPerPlayer, NotPending, OpenGame, Overdue, Page, PageLimit, PageRequest,
    Pending, PendingTimeout, Play, PlayError, Position, Quota, Ready, Reply, RequestFingerprint,
    Restored, Retention, Retry, Stage, StoredGame, StoredStatus, TakeLease, Uncounted, Unreadable,
};
pub use question::{
    Accents, Answered, Asked, Choice, Clarification, Draft, DraftError, DraftFingerprint, Drafts,
    DraftsError, Estimate, Feedback, InvalidResponse, InvalidSourceUrl, Kind, Kinds, KindsError,
    KindsIter, License, Misnumbered, MultipleChoice, Posed, Prompt, Question, QuestionIndex,
    Questions, QuestionsLimit, QuestionsLimitError, RawResponse, Response, Score, Sequence,
    ShortAnswer, SingleChoice, Source, SourceTitle, SourceUrl, Summary, Task, TaskError,
    TotalScore, Unit, UnknownKind, Verdict, WriterName,
};
pub use quiz::{Error, Games, Gateways, Prepared, Quiz, Started};
pub use value::{
    Correlation, Day, Decimal, DecimalError, ErrorCode, GameId, Hour, InvalidId, InvalidLanguage,
    InvalidRequestId, InvalidTraceParent, Keyword, Language, PlayerId, RequestId, TextError,
    Timestamp, TraceId, TraceParent, comparable, is_default_ignorable, isolated,
};
