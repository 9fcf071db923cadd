//! What the two Lambda functions cost: their size, their start, their first answer, further answers
//! and their memory, beside an empty function of `lambda_runtime` that is measured in between. What a
//! warm request to a route of the api costs is told beside a function that makes the same calls of the
//! SDK, with the same client, and does nothing else.
//!
//! The store is an in-process DynamoDB behind https, and its certificate one of RSA, as Amazon's
//! are. `cargo bench --bench functions` builds them with the profile of releases. To compare builds,
//! name the directories that hold them, with the empty function in the first one:
//! `QUIZCRAFT_FUNCTIONS=a:b cargo bench --bench functions`.
//!
//! Machines are shared and noisy, so everything is a median, and what counts is CPU, not time.

mod events;
mod figures;
mod process;
mod runtime_api;
mod store;

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use events::{Events, Route, WARM};
use figures::{Figures, Run, Warm};
use process::Process;
use runtime_api::RuntimeApi;
use store::Store;
use tokio::time::sleep;

/// How often each function is started.
const RUNS: usize = 15;

/// How long a function may still have something to do after it asked for the next event.
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
    let mut floor = None;
    for function in functions.iter().filter(|function| function.is_shown()) {
        let figures = Figures::of(&function.path, &function.runs);
        println!("{}", figures.row(floor.get_or_insert(figures.next)));
    }
    println!("\nwarm requests, beside the same calls of the SDK alone:\n");
    println!("{}", Warm::HEAD);
    for function in &functions {
        if let Some(warm) = warm(function, &functions) {
            println!("{}", warm.row());
        }
    }
}

impl Function {
    /// Whether it has a row among the functions: a route is a row of its own only among the routes.
    fn is_shown(&self) -> bool {
        match self.events {
            Events::Empty | Events::PrepareGame => true,
            Events::Requests(route) => route == Route::View,
            Events::Calls(_) => false,
        }
    }
}

/// What warm requests to a route cost, if that is what the function was sent and the floor of the
/// same build was measured.
fn warm(function: &Function, all: &[Function]) -> Option<Warm> {
    let Events::Requests(route) = function.events else {
        return None;
    };
    let directory = function.path.parent();
    let floor = all
        .iter()
        .find(|floor| floor.events == Events::Calls(route) && floor.path.parent() == directory)?;
    Some(Warm::of(&function.path, route, &function.runs, &floor.runs))
}

/// The empty function, and whichever of ours there are in each directory.
fn functions() -> Vec<Function> {
    let directories = match env::var_os("QUIZCRAFT_FUNCTIONS") {
        Some(directories) => env::split_paths(&directories).collect(),
        None => vec![released()],
    };
    let functions = directories.iter().flat_map(|directory| {
        let routes = Route::ALL.into_iter().flat_map(|route| {
            [
                ("quizcraft-api", Events::Requests(route)),
                ("sdk_function", Events::Calls(route)),
            ]
        });
        let first = [("empty_function", Events::Empty)];
        let last = [("quizcraft-worker", Events::PrepareGame)];
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
    // Everything is told as a ratio to the first.
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

/// Builds the functions with the profile of releases, and tells where they are.
fn released() -> PathBuf {
    for package in ["quizcraft-benches", "quizcraft-lambda"] {
        let mut cargo = Command::new(env!("CARGO"));
        let command = cargo.args(["build", "--release", "--bins", "--package", package]);
        let built = command.status().expect("cargo runs");
        assert!(built.success(), "{package} cannot be built");
    }
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release")
}

/// Starts a function once, and sends it events.
async fn run(function: &Function, store: &Store) -> Run {
    let mut events = function.events.some(store).await.into_iter();
    let mut runtime = RuntimeApi::start().await;
    let started = Instant::now();
    let process = Process::start(&function.path, runtime.address(), store);
    let next = runtime.next().await - started;
    sleep(SETTLED).await;
    let init = process.cpu();

    let sent = Instant::now();
    runtime.send(events.next().expect("there is a first event"));
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
