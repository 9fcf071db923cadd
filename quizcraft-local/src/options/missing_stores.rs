//! The options of the stores that this build does not have. They are hidden, and rejected with the
//! feature that adds them: otherwise a server with the variable of a store would silently lose its games.

use clap::Args;

#[derive(Debug, Clone, Args)]
pub(crate) struct StoreOptions {
    /// The file to store games in
    #[arg(long, env = "QUIZCRAFT_DATA", value_name = "FILE", hide = true, value_parser = no_file)]
    data: Option<String>,
    /// Store games in DynamoDB
    #[arg(long, env = "QUIZCRAFT_DYNAMODB", hide = true, value_parser = no_tables)]
    dynamodb: bool,
}

fn no_file(_: &str) -> Result<String, &'static str> {
    Err(
        "this build cannot store games in a file; build it with `--features dynamodb`: \
         `cargo run --features dynamodb -- serve --data FILE`",
    )
}

/// Accepts the flag if it is off.
fn no_tables(on: &str) -> Result<bool, &'static str> {
    match on {
        "false" => Ok(false),
        _ => Err("this build cannot store games in DynamoDB; build it with `--features dynamodb`"),
    }
}
