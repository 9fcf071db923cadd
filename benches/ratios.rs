//! Ratios between the measurements of a benchmark and a baseline measured in the same run.
//!
//! On shared, noisy machines a time means little, but the ratio to a baseline of the same run is
//! meaningful. Nothing here asserts a time; the tables are for people.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Removes the results of earlier runs of `group` below `output`, so that all results come from
/// the same run.
///
/// # Errors
///
/// Fails if the results cannot be removed.
pub fn forget(output: &Path, group: &str) -> io::Result<()> {
    match fs::remove_dir_all(output.join(group)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Prints the ratio of each of `cases` to `baseline`, from the results that Criterion has written
/// below `output` for `group`.
///
/// Skips cases without results, such as those that a filter on the command line excluded.
///
/// # Errors
///
/// Fails if a result cannot be read, or the ratios cannot be printed.
pub fn print_ratios(output: &Path, group: &str, baseline: &str, cases: &[&str]) -> io::Result<()> {
    let Some(base) = median(output, group, baseline)? else {
        return Ok(());
    };
    let mut out = io::stdout().lock();
    writeln!(out, "\n{group}: baseline {baseline} {base:.0} ns")?;
    for case in cases {
        if let Some(time) = median(output, group, case)? {
            writeln!(out, "  {case:<34} {time:>12.0} ns {:>9.2} x", time / base)?;
        }
    }
    writeln!(out)
}

/// Returns the median time of one benchmark in nanoseconds, or `None` if it was not measured.
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
