//! Evaluates the stages of the writer with a language model.
//!
//! Without options it needs no model: it puts faults into good questions from the embedded facts, and prints how many
//! of them each stage catches, and the goals. With `--model-url` it also writes questions about keywords with a model:
//!
//! ```text
//! cargo run --release -p quizcraft-author --features http --example evaluate -- \
//!     --model-url http://127.0.0.1:11434/v1 --model qwen3:8b \
//!     --research wikipedia --contact host@example.org Chess "Frida Kahlo"
//! ```
//!
//! The environment variable `QUIZCRAFT_MODEL_KEY` holds the key of the model. The other options are listed in
//! `options.rs`.

#[path = "../../evaluation/mod.rs"]
mod evaluation;
mod library;
mod options;
mod pipeline;
mod table;

use std::error::Error;
use std::io::{Write as _, stdout};
use std::num::NonZeroUsize;

use evaluation::{Figures, Gold};
use options::Options;

fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    let gold = Gold::new(NonZeroUsize::MIN, options.seed)?;
    let figures = Figures::of(&gold);
    let out = &mut stdout().lock();
    table::print(out, &gold, &figures)?;
    if let Some(examples) = options.explain {
        table::explain(out, &figures, examples)?;
    }
    let Some(model) = options.model()? else {
        writeln!(
            out,
            "\nNo model was called. Name one with --model-url and --model."
        )?;
        return Ok(());
    };
    let research = options.research(&gold)?;
    let keywords = options.keywords(&gold);
    pipeline::run(out, research, model, &keywords, options.limit)
}
