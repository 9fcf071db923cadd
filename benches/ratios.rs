//! Ratios between what a bench measured and the floor that it measured in the same run.
//!
//! Machines are shared and noisy: a time says little, and a ratio to a floor that was measured a
//! moment before says something. So nothing here asserts a time; the tables are for people.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Forgets what an earlier run measured for `group` below `output`: a ratio is of one run.
///
/// # Errors
///
/// If what is there cannot be removed.
pub fn forget(output: &Path, group: &str) -> io::Result<()> {
    match fs::remove_dir_all(output.join(group)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Prints how many times longer than `floor` each of `cases` took, from what Criterion has just
/// written below `output` for the benchmarks of `group`. What a filter on the command line left
/// out is left out here as well; a test of the benches measures nothing.
///
/// # Errors
///
/// If a measurement cannot be read, or nothing can be printed.
pub fn print_ratios(output: &Path, group: &str, floor: &str, cases: &[&str]) -> io::Result<()> {
    let Some(base) = median(output, group, floor)? else {
        return Ok(());
    };
    let mut out = io::stdout().lock();
    writeln!(out, "\n{group}: floor {floor} {base:.0} ns")?;
    for case in cases {
        if let Some(time) = median(output, group, case)? {
            writeln!(out, "  {case:<34} {time:>12.0} ns {:>9.2} x", time / base)?;
        }
    }
    writeln!(out)
}

/// The median time of one benchmark, in nanoseconds, if it was measured.
fn median(output: &Path, group: &str, case: &str) -> io::Result<Option<f64>> {
    let path = output.join(group).join(case).join("new/estimates.json");
    let estimates = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        read => read?,
    };
    let estimates: serde_json::Value = serde_json::from_slice(&estimates)?;
    let median = estimates
        .pointer("/median/point_estimate")
        .and_then(serde_json::Value::as_f64);
    median
        .map(Some)
        .ok_or_else(|| io::Error::other("the measurement has no median"))
}
