//! The cost of the two Lambda functions: size, start, first response, warm responses and memory.
//! The baseline of a start is an empty function of `lambda_runtime`. The baseline of a warm API
//! request is a function that only makes the same SDK calls with the same client. All functions take
//! turns.
//!
//! The store is an in-process DynamoDB behind HTTPS with an RSA certificate, as Amazon uses. `cargo
//! bench --bench functions` builds the functions with the release profile. To compare builds, list
//! their directories, the first of which must contain the empty function:
//! `QUIZCRAFT_FUNCTIONS=a:b cargo bench --bench functions`.
//!
//! On shared, noisy machines CPU time is more meaningful than wall time. All figures are medians.

mod events;
mod figures;
mod process;
mod runtime_api;
mod store;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use events::{Events, Model, Route, WARM};
use figures::{Figures, Run, Warm};
use process::Process;
use runtime_api::RuntimeApi;
use store::Store;
use tokio::time::sleep;

/// The number of starts of each function.
const RUNS: usize = 15;

/// The time after a request for the next event in which a function may still be busy.
const SETTLED: Duration = Duration::from_millis(5);

/// A function to measure.
struct Function {
    path: PathBuf,
    events: Events,
    runs: Vec<Run>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let store = Store::start().await;
    let mut functions = functions();
    for _ in 0..RUNS {
        for function in &mut functions {
            let run = run(function, &store).await;
            function.runs.push(run);
        }
    }
    println!("medians of {RUNS} starts:\n");
    println!("{}", Figures::HEAD);
    let mut baseline = None;
    for function in functions.iter().filter(|function| function.is_shown()) {
        let figures = Figures::of(&function.path, function.events.suffix(), &function.runs);
        println!("{}", figures.row(baseline.get_or_insert(figures.next)));
    }
    println!("\nwarm requests, and the same SDK calls alone:\n");
    println!("{}", Warm::HEAD);
    for function in &functions {
        if let Some(warm) = warm(function, &functions) {
            println!("{}", warm.row());
        }
    }
}

impl Function {
    /// Returns whether the function has a row in the first table. Of the API routes, only one has.
    fn is_shown(&self) -> bool {
        match self.events {
            Events::Empty | Events::PrepareGame(_) => true,
            Events::Requests(route) => route == Route::View,
            Events::Calls(_) => false,
        }
    }
}

/// Returns the cost of warm requests to a route, if the function received API requests and the
/// baseline of the same build was measured.
fn warm(function: &Function, all: &[Function]) -> Option<Warm> {
    let Events::Requests(route) = function.events else {
        return None;
    };
    let directory = function.path.parent();
    let baseline = all.iter().find(|baseline| {
        baseline.events == Events::Calls(route) && baseline.path.parent() == directory
    })?;
    Some(Warm::of(
        &function.path,
        route,
        &function.runs,
        &baseline.runs,
    ))
}

/// Returns the functions that exist in each directory.
fn functions() -> Vec<Function> {
    let directories = match env::var_os("QUIZCRAFT_FUNCTIONS") {
        Some(directories) => env::split_paths(&directories).collect(),
        None => vec![build_release()],
    };
    let functions = directories.iter().flat_map(|directory| {
        let routes = Route::ALL.into_iter().flat_map(|route| {
            [
                ("quizcraft-api", Events::Requests(route)),
                ("sdk_function", Events::Calls(route)),
            ]
        });
        let first = [("empty_function", Events::Empty)];
        let last = [Model::None, Model::Configured]
            .map(|model| ("quizcraft-worker", Events::PrepareGame(model)));
        let files = first.into_iter().chain(routes).chain(last);
        files.map(|(name, events)| Function {
            path: directory.join(name),
            events,
            runs: Vec::new(),
        })
    });
    let functions: Vec<_> = functions
        .filter(|function| function.path.exists())
        .collect();
    // All ratios are to the first function.
    let first = functions.first().and_then(|first| first.path.file_name());
    assert!(
        first.is_some_and(|name| name == "empty_function"),
        "the first of {directories:?} has no empty_function"
    );
    for directory in &directories {
        let found = functions
            .iter()
            .any(|function| function.path.starts_with(directory));
        assert!(found, "{} has no function", directory.display());
    }
    functions
}

/// Builds the functions with the release profile, and returns their directory.
fn build_release() -> PathBuf {
    for package in ["quizcraft-benches", "quizcraft-lambda"] {
        let mut cargo = Command::new(env!("CARGO"));
        let command = cargo.args(["build", "--release", "--bins", "--package", package]);
        let built = command.status().expect("cargo runs");
        assert!(built.success(), "{package} cannot be built");
    }
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release")
}

/// Starts a function once, sends its events, and measures it.
async fn run(function: &Function, store: &Store) -> Run {
    let mut events = function.events.create(store).await.into_iter();
    let mut runtime = RuntimeApi::start().await;
    let started = Instant::now();
    let variables = function.events.variables();
    let process = Process::start(&function.path, variables, runtime.address(), store);
    let next = runtime.next().await - started;
    sleep(SETTLED).await;
    let init = process.cpu();

    let sent = Instant::now();
    runtime.send(events.next().expect("a first event"));
    let (answered, answer) = runtime.answer().await;
    function.events.check(&answer);
    runtime.next().await;
    sleep(SETTLED).await;
    let first = process.cpu();

    for event in events {
        runtime.send(event);
        let (_, answer) = runtime.answer().await;
        function.events.check(&answer);
        runtime.next().await;
    }
    sleep(SETTLED).await;
    Run {
        next,
        init,
        first,
        first_answer: answered - sent,
        warm: process.cpu().saturating_sub(first) / WARM,
        peak: process.peak_memory(),
    }
}
