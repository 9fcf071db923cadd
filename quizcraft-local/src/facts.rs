//! `quizcraft facts check`: checks facts files of a host.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::failure::Failure;
use crate::options::CheckOptions;

/// Prints the errors and warnings of facts files, and their numbers.
pub(crate) fn check(options: &CheckOptions) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let (mut files, mut errors) = (Vec::new(), 0_usize);
    for file in &options.files {
        match read(file) {
            Ok(text) => files.push((file.display().to_string(), text)),
            Err(error) => {
                errors = errors.saturating_add(1);
                writeln!(out, "error: {}: {error}", file.display())?;
            }
        }
    }
    let findings = quizcraft_facts::check(
        files
            .iter()
            .map(|(file, text)| (file.as_str(), text.as_str())),
    );
    for error in findings.errors() {
        writeln!(out, "error: {error}")?;
    }
    for warning in findings.warnings() {
        writeln!(out, "warning: {warning}")?;
    }
    let errors = errors.saturating_add(findings.errors().len());
    let warnings = findings.warnings().len();
    let counted = (counted(errors, "error"), counted(warnings, "warning"));
    if errors > 0 || (options.deny_warnings && warnings > 0) {
        out.flush()?;
        return Err(Failure::Facts {
            errors: counted.0,
            warnings: counted.1,
        });
    }
    let checked = self::counted(files.len(), "file");
    writeln!(out, "{checked}, {}, {}", counted.0, counted.1)?;
    Ok(out.flush()?)
}

fn read(file: &Path) -> io::Result<String> {
    let bytes = fs::read(file)?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
        let line = valid.map_or(0, |valid| valid.split(|byte| *byte == b'\n').count());
        io::Error::other(format!("line {line} is not UTF-8: save the file as UTF-8"))
    })
}

fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
