//! The binary `quizcraft`, which runs QuizCraft on one machine.
//!
//! | command | what it does |
//! | --- | --- |
//! | `quizcraft serve` | serves the API and a page to play on, over in-process gateways, with workers in the background; with the feature `dynamodb`, it can store games in a file or in DynamoDB |
//! | `quizcraft play` | plays a game in the terminal |
//! | `quizcraft topics` | lists the topics that questions are available for |
//! | `quizcraft questions` | prints questions with their answers |
//! | `quizcraft facts check` | checks facts files, and prints errors and warnings |
//! | `quizcraft backup` | with the feature `dynamodb`, copies the file of a server, also while it runs |
//!
//! This crate only wires: it contains no rule of the game.

#[cfg(feature = "dynamodb")]
mod data_file;
mod facts;
mod failure;
mod log_buffer;
mod log_fields;
mod logging;
mod metrics;
#[cfg(feature = "model")]
mod model;
#[cfg(not(feature = "model"))]
#[path = "missing_model.rs"]
mod model;
mod options;
mod phrases;
mod play;
mod questions;
mod serve;
mod topics;
#[cfg(feature = "otlp")]
mod traces;
#[cfg(not(feature = "otlp"))]
#[path = "missing_traces.rs"]
mod traces;

/// Compiles and runs the examples of the guides.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../docs/guides/embed.md")]
    struct Embed;
    #[doc = include_str!("../../docs/guides/add-a-store.md")]
    struct AddAStore;
    #[doc = include_str!("../../docs/guides/add-a-writer.md")]
    struct AddAWriter;
}

use std::process::ExitCode;

use failure::Failure;
use options::{Command, FactsCommand, Options};

/// Runs the command on the command line.
#[must_use]
pub fn run() -> ExitCode {
    match Options::parse_process() {
        Ok(options) => {
            execute(options.into_command()).map_or_else(Failure::report, |()| ExitCode::SUCCESS)
        }
        Err(code) => code,
    }
}

fn execute(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => serve::serve(&options),
        Command::Play(options) => play::play(&options),
        Command::Topics => topics::print(),
        Command::Questions(options) => questions::print(&options),
        Command::Facts(FactsCommand::Check(options)) => facts::check(&options),
        #[cfg(feature = "dynamodb")]
        Command::Backup(options) => data_file::backup(&options),
    }
}
