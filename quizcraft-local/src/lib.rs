//! QuizCraft on one machine: what the binary `quizcraft` is made of.
//!
//! `quizcraft serve` wires the API over gateways in the process, with a worker in the background;
//! with the feature `dynamodb` it can keep games in a file or in DynamoDB as well;
//! `quizcraft play` plays in the terminal; `quizcraft topics` tells what questions can be about, and
//! `quizcraft questions` prints some.
//! Nothing here knows a rule of the game.

mod failure;
mod log_buffer;
mod log_fields;
mod logging;
mod options;
mod phrases;
mod play;
mod questions;
mod serve;
mod topics;
mod worker;

/// The examples of the guides, compiled and run.
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
use options::{Command, Options};

pub use worker::Worker;

/// Does what the command line says.
#[must_use]
pub fn run() -> ExitCode {
    match Options::read() {
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
    }
}
