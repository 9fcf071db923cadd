//! Evaluates the stages: `cargo run --release -p quizcraft-author --features http --example evaluate`.

#[path = "../../evaluation/mod.rs"]
mod evaluation;
mod table;

use std::error::Error;
use std::io::stdout;

use evaluation::{Figures, Gold, Reader};

fn main() -> Result<(), Box<dyn Error>> {
    let gold = Gold::new(&[1])?;
    let perfect = Figures::of(&gold, Reader::Perfect);
    let careless = Figures::of(&gold, Reader::Careless);
    let out = &mut stdout().lock();
    table::print(out, &gold, &perfect, &careless)?;
    let n = std::env::args()
        .nth(1)
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    table::explain(out, &careless, n)?;
    Ok(())
}
