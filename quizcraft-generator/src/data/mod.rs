//! The facts as data: what a file holds and how it is read.

mod error;
mod kin;
mod label;
mod lines;
mod model;
mod parse;
mod rows;
mod template;

pub use error::FactsError;
pub(crate) use kin::Kin;
pub(crate) use label::Label;
pub(crate) use model::{Column, Likeness, Row, Table, Topic, Value};
pub(crate) use parse::topics;
pub(crate) use template::Template;
