//! Compiles the built-in facts, so that no program has to read them when it starts.

use std::error::Error;
use std::path::PathBuf;

use quizcraft_facts::{Facts, compile};

#[expect(
    unreachable_pub,
    reason = "the library, which reads the same file, exports it"
)]
#[path = "src/built_in/files.rs"]
mod files;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=facts");
    let bytes = match compile(files::FACTS.iter().copied(), &files::lexicon()) {
        Ok(bytes) => bytes,
        Err(mistake) => {
            println!("cargo::error=facts/{mistake}");
            return Ok(());
        }
    };
    Facts::open(bytes.clone())?;
    let output: PathBuf = std::env::var_os("OUT_DIR")
        .ok_or("no folder for the output")?
        .into();
    Ok(std::fs::write(output.join("facts.bin"), bytes)?)
}
