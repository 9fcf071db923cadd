//! A writer of questions that needs no network: it carries facts, and asks for them by templates.
//!
//! - The **facts** are plain files, one for each topic, that a person can read and extend; the
//!   page `facts/README.md` describes their format. The build script compiles them, so that no
//!   program reads them when it starts.
//! - **Keywords** find facts by topic, kind, relation, subject, value or period, whatever their
//!   case, accents, plurals and invisible characters, with or without the full stops of an
//!   abbreviation ("U.S.A."), and in spite of a typing mistake in a whole name that is no word of
//!   English. A symbol counts where it makes another name ("C#", "C++", ".NET", "°C"). Several
//!   narrow one another where facts match all of them, and add up otherwise.
//!   [`FactWriter::read`] tells what they are taken for.
//! - At least three quarters of a **game** are about what the keywords name; the rest is about what
//!   is nearest to that. With fewer than three facts a keyword is refused, with suggestions.
//! - A **question** asks for a value or, the other way round, for the subject. Its wrong options
//!   are of the same kind, near the right one, and never true as well.
//! - The [review](quizcraft_review) applies the rules of item writing; a draft that breaks one is
//!   dropped. It also finds questions of a game that give each other away, which no game has.
//!
//! [`FactWriter`] does all that behind core's trait for writers of questions.

mod aliases;
mod ascending;
mod built_in;
mod failure;
mod likeness;
mod questions;
mod random;
mod reading;
mod search;
mod topic;
mod writer;

pub use built_in::FACTS;
pub use quizcraft_facts::FactsError;
pub use reading::{KeywordReading, KeywordUse};
pub use topic::Topic;
pub use writer::{FactWriter, Written};
