//! Facts for quiz questions: a format that a person can read and extend, and the compiled form in
//! which programs search and ask them.
//!
//! - [`compile`] reads files of facts, each of one topic, checks them, and makes one run of bytes
//!   of them. A mistake names its file and line.
//! - [`Facts`] reads that run where it lies. Opening it checks the header and nothing else, so a
//!   program that carries compiled facts starts at once and touches only what it needs.
//! - [`Facts::find_exact`], [`Facts::find_containing`] and [`Facts::find_misspelled`] find topics, tables, columns,
//!   subjects and values by what a person may call them. Words and names are stored in ascending
//!   order, so exact ones are found by halving, and mistyped ones among those with the same first
//!   letter.
//! - [`Phrase`](quizcraft_text::Phrase) is the form in which names are compared: without case, accents
//!   and plural.
//!
//! The page `facts/README.md` of the crate `quizcraft-generator` describes the format.
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
//! assert_eq!(error.to_string(), "seas.txt:2: \"table:\" has nothing after it");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compile;
mod facts;
mod image;
mod lexicon;
mod names;
mod source;

pub use compile::compile;
pub use facts::{
    Column, Fact, Facts, Fame, Label, Likeness, Near, Row, Table, Term, Topic, Value, Words,
};
pub use image::ImageError;
pub use lexicon::Lexicon;
pub use names::Referent;
pub use source::FactsError;
