//! The binary `quizcraft`, built with the release profile.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns the release binary, or the one that `QUIZCRAFT_BINARY` names.
pub(crate) fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("QUIZCRAFT_BINARY") {
        return path.into();
    }
    let mut cargo = Command::new(env!("CARGO"));
    let command = cargo.args(["build", "--release", "--bin", "quizcraft"]);
    let built = command.args(["--package", "quizcraft-local"]).status();
    assert!(built.expect("cargo runs").success(), "the build succeeds");
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release/quizcraft")
}
