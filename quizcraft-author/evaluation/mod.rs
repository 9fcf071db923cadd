//! The evaluation of the stages without a model: questions that are known to be good, and what each stage drops after
//! a fault is put into them.
//!
//! The gold set comes from the embedded facts, whose true values are all known. [`Gold`] builds articles and questions
//! from them, [`Mutation`] puts faults into the questions, two readers stand in for the model as a solver, and
//! [`Figures`] counts what each stage caught. [`Stages`] has the recall and the precision of each.

mod article;
mod case;
mod facts;
mod figures;
mod gold;
mod injections;
mod mutation;
mod paraphrases;
mod reader;
mod seconds;
mod stages;

pub(crate) use figures::{Caught, Figures};
pub(crate) use gold::Gold;
pub(crate) use mutation::Mutation;
pub(crate) use stages::{Stage, Stages};
