//! The parser of facts files, and its output.

mod error;
mod kin;
mod label;
mod lines;
mod model;
mod parse;
mod rows;
mod template;

pub use error::FactsError;
pub(crate) use label::{Label, capitalised, in_sentence};
pub(crate) use lines::BYTE_ORDER_MARK;
pub(crate) use model::{
    BEFORE_CHRIST, Column, Fame, KEYWORDS, LifeYear, Likeness, Row, Table, Topic, Value,
};
pub(crate) use parse::{errors, topics};
pub(crate) use template::{Template, fill};
