//! The search: from keywords to facts.
//!
//! A keyword is split into pieces: the longest runs of words that are a known name, and periods
//! ("1970s"). Each piece selects the facts about it. Several pieces are intersected, and so are
//! several keywords if enough facts are about all of them.

mod combination;
mod fact_set;
mod meaning;
mod naming;
mod neighbours;
mod period;
mod reading;

pub use combination::KeywordUse;
pub(crate) use combination::{Combination, MIN_FACTS, combine};
pub(crate) use fact_set::FactSet;
pub(crate) use meaning::Meaning;
pub(crate) use neighbours::neighbours;
pub(crate) use reading::{Reading, read};
