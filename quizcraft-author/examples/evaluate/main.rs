//! Evaluates the stages of the writer with a language model.
//!
//! Without options it needs no model: it puts faults into good questions from the embedded facts, and prints how many
//! of them each stage catches, the recall and the precision of each stage, and the goals. With `--model-url` it also
//! writes questions about keywords with a model:
//!
//! ```text
//! cargo run --release -p quizcraft-author --features http --example evaluate -- \
//!     --model-url http://127.0.0.1:11434/v1 --model qwen3:8b --model-seconds 300 \
//!     --research wikipedia --research-contact host@example.org Chess "Frida Kahlo"
//! ```
//!
//! The options of the model and of the research have the names and the meaning of those of `quizcraft serve`, and so have
//! the environment variables with the key, `QUIZCRAFT_MODEL_KEY` and `QUIZCRAFT_MODEL_KEY_FILE`. The other options are
//! listed in `options.rs`.

#[path = "../../evaluation/mod.rs"]
mod evaluation;
mod key;
mod library;
mod options;
mod pipeline;
mod precision;
mod servers;
mod table;

use std::error::Error;
use std::io::{Write as _, stderr, stdout};
use std::num::NonZeroUsize;
use std::process::ExitCode;
use std::sync::Arc;

use quizcraft_author::{Author, TokioTimer};
use quizcraft_core::gateway::Causes;

use evaluation::{Figures, Gold};
use options::Options;

fn main() -> ExitCode {
    match evaluate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If the error cannot be written, the exit code still reports it.
            let _ = writeln!(stderr(), "error: {}", Causes(&*error));
            ExitCode::FAILURE
        }
    }
}

fn evaluate() -> Result<(), Box<dyn Error>> {
    let options = Options::parse(std::env::args().skip(1))?;
    let gold = Gold::new(NonZeroUsize::MIN, options.seed()?)?;
    // Invalid options are reported before the figures, which take a while.
    let model = servers::model(&options)?;
    let research = servers::research(&options, &gold)?;
    let (examples, limit, budget) = (options.explain()?, options.limit()?, options.budget()?);
    let figures = Figures::of(&gold);
    let out = &mut stdout().lock();
    table::print(out, &gold, &figures)?;
    precision::print(out, &figures)?;
    if let Some(examples) = examples {
        table::explain(out, &figures, examples)?;
    }
    let Some(model) = model else {
        writeln!(
            out,
            "\nNo model was called. Name one with --model-url and --model."
        )?;
        return Ok(());
    };
    let author = Author::new(research, model, Arc::new(TokioTimer)).with_budget(budget);
    pipeline::run(out, &author, &servers::keywords(&options, &gold), limit)
}
