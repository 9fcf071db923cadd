//! Measurements, and their tables.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use flate2::Compression;
use flate2::read::DeflateEncoder;

use crate::events::Route;

/// The measurements of one start of a function.
pub(crate) struct Run {
    /// The time from its start until it requests the first event.
    pub(crate) next: Duration,
    /// The CPU time until then.
    pub(crate) init: Duration,
    /// The CPU time until the first response, init included.
    pub(crate) first: Duration,
    /// The time from the first event to its response.
    pub(crate) first_answer: Duration,
    /// The CPU time of an event after the first.
    pub(crate) warm: Duration,
    /// The peak resident memory, in bytes.
    pub(crate) peak: u64,
}

/// The sizes of a function, and the medians of its runs.
pub(crate) struct Figures {
    name: String,
    size: u64,
    zipped: u64,
    pub(crate) next: Duration,
    init: Duration,
    first: Duration,
    first_answer: Duration,
    warm: Duration,
    peak: u64,
}

impl Figures {
    pub(crate) const HEAD: &str = "\
| function | MB | zipped MB | to first next, ms | x empty | CPU of init, ms | CPU of init and first answer, ms | first answer, ms | warm CPU, ms | peak MB |
| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |";

    /// Returns the figures of a function. `suffix` follows its name.
    pub(crate) fn of(path: &Path, suffix: &str, runs: &[Run]) -> Self {
        Self {
            name: name(path) + suffix,
            size: fs::metadata(path).expect("the function exists").len(),
            zipped: zipped(path).expect("the function is readable"),
            next: median(runs.iter().map(|run| run.next)),
            init: median(runs.iter().map(|run| run.init)),
            first: median(runs.iter().map(|run| run.first)),
            first_answer: median(runs.iter().map(|run| run.first_answer)),
            warm: median(runs.iter().map(|run| run.warm)),
            peak: median(runs.iter().map(|run| run.peak)),
        }
    }

    /// Returns a row of the table. `baseline` is the time of the empty function until its first
    /// `next`.
    pub(crate) fn row(&self, baseline: &Duration) -> String {
        format!(
            "| {} | {:.2} | {:.2} | {:.2} | {:.1} | {:.2} | {:.2} | {:.2} | {:.3} | {:.1} |",
            self.name,
            megabytes(self.size),
            megabytes(self.zipped),
            millis(self.next),
            self.next.as_secs_f64() / baseline.as_secs_f64(),
            millis(self.init),
            millis(self.first),
            millis(self.first_answer),
            millis(self.warm),
            megabytes(self.peak),
        )
    }
}

/// The CPU time of warm requests to one route, and of the same SDK calls alone.
pub(crate) struct Warm {
    name: String,
    route: &'static str,
    api: Vec<Duration>,
    baseline: Vec<Duration>,
}

impl Warm {
    pub(crate) const HEAD: &str = "\
| function | route | CPU, ms | SDK alone, ms | ratio | ratio of the minima |
| --- | --- | --: | --: | --: | --: |";

    pub(crate) fn of(path: &Path, route: Route, api: &[Run], baseline: &[Run]) -> Self {
        let warm = |runs: &[Run]| runs.iter().map(|run| run.warm).collect();
        Self {
            name: name(path),
            route: route.name(),
            api: warm(api),
            baseline: warm(baseline),
        }
    }

    /// Returns a row of the table.
    pub(crate) fn row(&self) -> String {
        let (api, baseline) = (
            median(self.api.iter().copied()),
            median(self.baseline.iter().copied()),
        );
        let least = |runs: &[Duration]| *runs.iter().min().expect("a measurement");
        let (least, least_baseline) = (least(&self.api), least(&self.baseline));
        format!(
            "| {} | {} | {:.3} | {:.3} | {:.2} | {:.2} |",
            self.name,
            self.route,
            millis(api),
            millis(baseline),
            api.as_secs_f64() / baseline.as_secs_f64(),
            least.as_secs_f64() / least_baseline.as_secs_f64(),
        )
    }
}

/// Returns the name of a function with its directory.
fn name(path: &Path) -> String {
    let directory = path.parent().and_then(Path::parent).unwrap_or(path);
    let name = path.strip_prefix(directory).unwrap_or(path);
    name.display().to_string()
}

/// Returns the compressed size of a file in bytes.
fn zipped(path: &Path) -> io::Result<u64> {
    let mut encoder = DeflateEncoder::new(File::open(path)?, Compression::default());
    io::copy(&mut encoder.by_ref(), &mut io::sink())
}

fn median<T: Ord>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<_> = values.collect();
    values.sort_unstable();
    values.swap_remove(values.len() / 2)
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

#[expect(clippy::cast_precision_loss, reason = "two decimals are shown")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}
