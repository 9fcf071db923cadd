//! From keywords to facts.
//!
//! A keyword is read as pieces: names that the facts know, in the longest runs of its words, and
//! periods ("1970s"). Each piece stands for facts that are about it. Several pieces narrow one
//! another, and so do several keywords, where facts are about all of them.

mod combination;
mod fact_set;
mod meaning;
mod naming;
mod neighbours;
mod period;
mod reading;

pub(crate) use combination::{Combination, LEAST, Use, combine};
pub(crate) use fact_set::FactSet;
pub(crate) use meaning::Meaning;
pub(crate) use neighbours::neighbours;
pub(crate) use reading::{Reading, read};
