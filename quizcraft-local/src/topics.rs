use std::io::{self, Write};

use quizcraft_generator::FactWriter;

use crate::failure::Failure;

/// Prints each topic with the number of its facts and an example.
pub(crate) fn print() -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let writer = FactWriter::new();
    let mut total: usize = 0;
    for topic in writer.topics() {
        total = total.saturating_add(topic.facts());
        writeln!(
            out,
            "{:<24} {:>5} facts   {}",
            topic.name(),
            topic.facts(),
            topic.example()
        )?;
    }
    writeln!(out, "{:<24} {total:>5} facts", "total")?;
    Ok(out.flush()?)
}
