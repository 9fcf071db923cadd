//! From keywords to facts.

mod index;
mod neighbours;
mod strands;
mod typing;

pub(crate) use index::Index;
pub(crate) use neighbours::neighbours;
pub(crate) use strands::strands;
pub(crate) use typing::{mistakes, mistakes_in};
