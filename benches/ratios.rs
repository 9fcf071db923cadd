//! Ratios between what a bench measured and the floor that it measured in the same run.
//!
//! Machines are shared and noisy: a time says little, and a ratio to a floor that was measured a
//! moment before says something. So nothing here asserts a time; the tables are for people.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Prints how many times longer than `floor` each of `cases` took, from what Criterion has just
/// written below `output` for the benchmarks of `group`.
///
/// # Errors
///
/// If a measurement is missing, which it is for what a filter on the command line left out, or if
/// nothing can be printed.
pub fn print_ratios(output: &Path, group: &str, floor: &str, cases: &[&str]) -> io::Result<()> {
    let base = median(output, group, floor)?;
    let mut out = io::stdout().lock();
    writeln!(out, "\n{group}: floor {floor} {base:.0} ns")?;
    for case in cases {
        let time = median(output, group, case)?;
        writeln!(out, "  {case:<34} {time:>12.0} ns {:>9.1} x", time / base)?;
    }
    writeln!(out)
}

/// The median time of one benchmark, in nanoseconds.
fn median(output: &Path, group: &str, case: &str) -> io::Result<f64> {
    let path = output.join(group).join(case).join("new/estimates.json");
    let estimates: serde_json::Value = serde_json::from_slice(&fs::read(path)?)?;
    let median = estimates
        .pointer("/median/point_estimate")
        .and_then(serde_json::Value::as_f64);
    median.ok_or_else(|| io::Error::other("the measurement has no median"))
}
