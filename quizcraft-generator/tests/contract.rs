//! The writer keeps the contract of writers.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

use std::sync::Arc;

use quizcraft_contract::TestedWriter;
use quizcraft_core::{Keywords, Kinds};
use quizcraft_generator::FactWriter;
use quizcraft_review::flaws;

fn tested() -> Arc<TestedWriter> {
    let known = Keywords::new(["capitals", "Napoleon"]).unwrap();
    // "Qwertz", and a word that no topic contains, in Hebrew letters.
    let unknown = Keywords::new(["qwertz", "\u{5e7}\u{5d5}\u{5e8}\u{5d8}\u{5e5}"]).unwrap();
    let passes = |draft: &_, keywords: &_| flaws(draft, keywords).is_empty();
    let writer = TestedWriter::new(Arc::new(FactWriter::new()), known, unknown, passes);
    Arc::new(writer.with_kinds(Kinds::ALL).deterministic())
}

quizcraft_contract::question_writer_contract!(async { tested() });
