use std::collections::BTreeMap;
use std::env;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Bytes;
use serde_json::Value;
use tokio::process::{Child, Command};
use tokio::sync::oneshot;

use super::runtime_api::Invocation;
use super::{Captured, Outcome, RuntimeApi, in_time};

/// The default timeout of an invocation.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The program, arguments and environment of a function.
#[derive(Clone)]
pub(crate) struct Launch {
    program: String,
    args: Vec<String>,
    env: BTreeMap<String, String>,
}

/// A running process of a function. It is killed when this is dropped.
pub(crate) struct Function {
    child: Child,
    runtime: RuntimeApi,
    stdout: Captured,
    stderr: Captured,
    events: AtomicUsize,
}

/// The result of a process that has exited.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<String>,
    pub(crate) stderr: Vec<String>,
    /// The number of times that it polled for an event.
    pub(crate) polls: usize,
}

/// Names a folder with builds of the functions (`{name}/bootstrap`) to test instead of the ones that cargo
/// built.
const FUNCTIONS: &str = "QUIZCRAFT_FUNCTIONS";

/// A command that runs those builds, such as an emulator of another processor.
const RUNNER: &str = "QUIZCRAFT_FUNCTIONS_RUNNER";

impl Launch {
    /// Returns the launch of a function: of the one in [`FUNCTIONS`] if set, otherwise of `built`.
    pub(crate) fn function(name: &str, built: &str) -> Self {
        let Ok(folder) = env::var(FUNCTIONS) else {
            return Self::of(built);
        };
        let program = format!("{folder}/{name}/bootstrap");
        let runner = env::var(RUNNER).unwrap_or_default();
        let mut command = runner.split_whitespace().chain([program.as_str()]);
        let launch = Self::of(command.next().expect("there is at least the program"));
        command.fold(launch, Self::arg)
    }

    /// Returns the launch of a program with the variables that Lambda sets.
    pub(crate) fn of(program: &str) -> Self {
        let launch = Self {
            program: program.to_owned(),
            args: Vec::new(),
            env: BTreeMap::new(),
        };
        launch
            .env("AWS_LAMBDA_FUNCTION_NAME", "quizcraft")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
            .env("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/quizcraft")
            .env("AWS_LAMBDA_LOG_STREAM_NAME", "2026/01/01/[$LATEST]0123")
    }

    pub(crate) fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.insert(name.to_owned(), value.to_owned());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.env.remove(name);
        self
    }

    /// Starts the process, and waits until it polls for its first event.
    pub(crate) async fn start(self) -> Function {
        let mut function = self.spawn().await;
        let mut polls = function.runtime.polls();
        let polled = polls.wait_for(|&polls| polls > 0);
        tokio::select! {
            polled = in_time("the function starts", polled) => { polled.unwrap(); }
            status = function.child.wait() => {
                panic!("{status:?} {:?} {:?}", function.stdout.lines(), function.stderr.lines())
            }
        }
        function
    }

    /// Starts the process, which is expected to exit, and waits for its end.
    pub(crate) async fn ended(self) -> Ended {
        self.spawn().await.ended().await
    }

    async fn spawn(self) -> Function {
        let runtime = RuntimeApi::start().await;
        let mut command = Command::new(self.program);
        command
            .args(self.args)
            .env_clear()
            .envs(self.env)
            .env("AWS_LAMBDA_RUNTIME_API", runtime.addr());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("the function is started");
        Function {
            runtime,
            stdout: Captured::of(child.stdout.take().unwrap()),
            stderr: Captured::of(child.stderr.take().unwrap()),
            child,
            events: AtomicUsize::new(0),
        }
    }
}

impl Function {
    /// Sends an event, and waits for its outcome.
    pub(crate) async fn invoke(&self, event: impl Into<Bytes>) -> Outcome {
        self.invoke_for(event, TIMEOUT).await
    }

    /// Sends an event with this timeout.
    pub(crate) async fn invoke_for(&self, event: impl Into<Bytes>, time: Duration) -> Outcome {
        let outcome = in_time("the function responds", self.begin(event, time)).await;
        outcome.unwrap_or_else(|_| panic!("no response: {:?}", self.stderr()))
    }

    /// Sends an event. The receiver fails if the process dies.
    pub(crate) fn begin(
        &self,
        event: impl Into<Bytes>,
        time: Duration,
    ) -> oneshot::Receiver<Outcome> {
        let id = self.events.fetch_add(1, Ordering::SeqCst);
        self.runtime.invoke(Invocation {
            id: request_id(id),
            event: event.into(),
            time,
        })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id().expect("the function runs")
    }

    /// Returns the log so far. Asserts that every line is JSON.
    #[track_caller]
    pub(crate) fn log(&self) -> Vec<Value> {
        self.stdout.lines().iter().map(|line| entry(line)).collect()
    }

    pub(crate) fn stderr(&self) -> Vec<String> {
        self.stderr.lines()
    }

    /// Waits for the end of the process.
    pub(crate) async fn ended(mut self) -> Ended {
        let status = in_time("the function exits", self.child.wait()).await;
        Ended {
            status: status.unwrap(),
            stdout: self.stdout.whole().await,
            stderr: self.stderr.whole().await,
            polls: *self.runtime.polls().borrow(),
        }
    }
}

/// Returns the id of the invocation with this number.
pub(crate) fn request_id(number: usize) -> String {
    format!("8476a536-e9f4-11e8-9739-{number:012}")
}

/// Parses a line of a log.
#[track_caller]
pub(crate) fn entry(line: &str) -> Value {
    let entry: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    assert!(entry.is_object(), "{line}");
    entry
}
