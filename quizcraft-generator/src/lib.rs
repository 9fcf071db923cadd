//! A writer of quiz questions that needs no network: it composes them from embedded facts and
//! templates.
//!
//! - **Facts** are plain text files, one per topic. `facts/README.md` describes their format. The
//!   build script compiles them, so that programs parse nothing at start.
//! - **Keywords** find facts by topic, kind, relation, subject, value or period. Case, accents,
//!   plurals, invisible characters and the full stops of abbreviations ("U.S.A.") are ignored.
//!   Symbols that distinguish names are not ("C#", "C++", ".NET", "°C"). Typing errors in names are
//!   corrected, unless the word is in the dictionary. [`FactWriter::read`] returns the interpretation.
//! - **Several keywords** are intersected if at least three facts match them together. Otherwise the
//!   facts about each of them are used.
//! - A keyword with **fewer than three facts** about it is left out if it cannot be intersected. A
//!   game fails only if no question can be composed; the player then reads suggestions that are near
//!   in meaning.
//! - At least three quarters of a **game** are about the keywords, the rest about the nearest
//!   subjects.
//! - By default all questions are single choices. Where a game requests other **kinds**, the writer also
//!   composes multiple choices, estimates of numbers, written answers, orders, and statements that are
//!   true or false.
//! - Each question has the **fingerprint** of its fact. Facts that the player was asked before are used
//!   only if there are too few others.
//! - A **question** asks for the value of a fact or for its subject. Its wrong options are of the same
//!   kind as the right one, similar to it, and never true.
//! - The [review](quizcraft_review) applies the rules of item writing. Drafts with a flaw are dropped,
//!   and so are questions whose solutions other questions of the game reveal.
//!
//! [`FactWriter`] implements the core's trait `QuestionWriter`.

mod aliases;
mod built_in;
mod failure;
mod lazy_sort;
mod likeness;
mod memory;
mod questions;
mod random;
mod reading;
mod search;
mod topic;
mod writer;

pub use built_in::FACTS;
pub use quizcraft_facts::FactsError;
pub use reading::KeywordReading;
pub use search::KeywordUse;
pub use topic::Topic;
pub use writer::{FactWriter, Written};
