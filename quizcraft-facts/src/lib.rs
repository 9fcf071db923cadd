//! Facts for quiz questions: a readable text format, its compiler, and the compiled form with its
//! search.
//!
//! - [`compile`] parses and checks facts files, each with one topic, and returns one byte array. An
//!   error states file and line.
//! - [`check`] warns about files that compile, but probably do not mean what their author intended.
//! - [`Facts`] reads this byte array without parsing. Opening it checks the header only, so that a
//!   program with embedded facts starts fast.
//! - [`Facts::find_exact`], [`Facts::find_containing`] and [`Facts::find_misspelled`] find topics,
//!   tables, columns, rows and values by name. Words and names are sorted: exact names are found by
//!   binary search, misspelled ones among the names with the same first letter.
//! - [`Phrase`](quizcraft_text::Phrase) is the form in which names are compared: without case,
//!   accents and plural.
//!
//! `facts/README.md` of the crate `quizcraft-generator` describes the format.
//!
//! ```
//! use quizcraft_facts::{Facts, Lexicon, compile};
//!
//! let seas = "topic: Seas\n\
//!     table: sea; seas\n\
//!     column: depth\n\
//!     ask: How deep is the {name}?\n\
//!     tell: The {name} is {value}.\n\
//!     rows: name | depth\n\
//!     Baltic Sea | shallow\n";
//! let bytes = compile([("seas.txt", seas)], &Lexicon::default())?;
//! let facts = Facts::open(bytes)?;
//! let topic = facts.topics().next().ok_or("no topic")?;
//! assert_eq!((topic.name(), topic.facts().count()), ("Seas", 1));
//!
//! let error = compile([("seas.txt", "topic: Seas\ntable:\n")], &Lexicon::default()).unwrap_err();
//! assert_eq!(error.to_string(), "seas.txt:2: \"table:\" needs a value");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod check;
mod compile;
mod facts;
mod image;
mod lexicon;
mod names;
mod source;

pub use check::{FactsWarning, Findings, check};
pub use compile::compile;
pub use facts::{
    Column, Fact, Facts, Fame, Label, Likeness, Near, Row, Spelling, Table, Term, Topic, Value,
    Words,
};
pub use image::ImageError;
pub use lexicon::Lexicon;
pub use names::Referent;
pub use source::FactsError;
