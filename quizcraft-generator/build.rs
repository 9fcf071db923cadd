//! Compiles the built-in facts, so that programs parse nothing at start.

use std::error::Error;
use std::path::PathBuf;

use quizcraft_facts::{Facts, compile};

#[expect(
    unreachable_pub,
    reason = "the library includes the same file and exports the item"
)]
#[path = "src/built_in/files.rs"]
mod files;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=facts");
    let bytes = match compile(files::FACTS.iter().copied(), &files::lexicon()) {
        Ok(bytes) => bytes,
        Err(error) => {
            println!("cargo::error=facts/{error}");
            return Ok(());
        }
    };
    Facts::open(bytes.clone())?;
    let output: PathBuf = std::env::var_os("OUT_DIR")
        .ok_or("missing environment variable OUT_DIR")?
        .into();
    Ok(std::fs::write(output.join("facts.bin"), bytes)?)
}
