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

/// How long Lambda gives a function for one event, unless a test says otherwise.
const TIME: Duration = Duration::from_secs(30);

/// How a function is to be started: which program, and all of its environment.
#[derive(Clone)]
pub(crate) struct Launch {
    program: String,
    args: Vec<String>,
    env: BTreeMap<String, String>,
}

/// A process of a function, the real binary; it is killed when it is dropped.
pub(crate) struct Function {
    child: Child,
    runtime: RuntimeApi,
    stdout: Captured,
    stderr: Captured,
    events: AtomicUsize,
}

/// What a process that ended by itself left behind.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) stdout: Vec<String>,
    pub(crate) stderr: Vec<String>,
    /// How many events it asked for.
    pub(crate) asked: usize,
}

/// Names a folder with other builds of the functions, `{name}/bootstrap`, which take the place of those
/// that this build made.
const FUNCTIONS: &str = "QUIZCRAFT_FUNCTIONS";

/// What runs them, with its arguments: an emulator of another processor.
const RUNNER: &str = "QUIZCRAFT_FUNCTIONS_RUNNER";

impl Launch {
    /// One of the functions: the program that this build made, unless there is another one to test.
    pub(crate) fn function(name: &str, built: &str) -> Self {
        let Ok(folder) = env::var(FUNCTIONS) else {
            return Self::of(built);
        };
        let program = format!("{folder}/{name}/bootstrap");
        let runner = env::var(RUNNER).unwrap_or_default();
        let mut command = runner.split_whitespace().chain([program.as_str()]);
        let launch = Self::of(command.next().expect("the program at least"));
        command.fold(launch, Self::arg)
    }

    /// A program with the variables that Lambda itself sets.
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

    /// Starts a process, and waits until it asks for its first event.
    pub(crate) async fn start(self) -> Function {
        let mut function = self.spawn().await;
        let mut asked = function.runtime.asked();
        let asked = asked.wait_for(|&asked| asked > 0);
        tokio::select! {
            asked = in_time("the function starts", asked) => { asked.unwrap(); }
            status = function.child.wait() => {
                panic!("{status:?} {:?} {:?}", function.stdout.lines(), function.stderr.lines())
            }
        }
        function
    }

    /// Lets a process that must not start run to its end.
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
    /// Sends an event, and waits for what comes of it.
    pub(crate) async fn invoke(&self, event: impl Into<Bytes>) -> Outcome {
        self.invoke_for(event, TIME).await
    }

    /// Sends an event for which there is so much time.
    pub(crate) async fn invoke_for(&self, event: impl Into<Bytes>, time: Duration) -> Outcome {
        let outcome = in_time("the function answers", self.begin(event, time)).await;
        outcome.unwrap_or_else(|_| panic!("no answer: {:?}", self.stderr()))
    }

    /// Sends an event; nothing comes of it if the process dies.
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
        self.child.id().expect("the function is there")
    }

    /// What it has written to its log so far. Nothing else than JSON may be in it.
    #[track_caller]
    pub(crate) fn log(&self) -> Vec<Value> {
        self.stdout.lines().iter().map(|line| entry(line)).collect()
    }

    pub(crate) fn stderr(&self) -> Vec<String> {
        self.stderr.lines()
    }

    /// Waits for the end of the process.
    pub(crate) async fn ended(mut self) -> Ended {
        let status = in_time("the function ends", self.child.wait()).await;
        Ended {
            status: status.unwrap(),
            stdout: self.stdout.whole().await,
            stderr: self.stderr.whole().await,
            asked: *self.runtime.asked().borrow(),
        }
    }
}

/// The id of an invocation, by its number within a process.
pub(crate) fn request_id(number: usize) -> String {
    format!("8476a536-e9f4-11e8-9739-{number:012}")
}

/// A line of a log.
#[track_caller]
pub(crate) fn entry(line: &str) -> Value {
    let entry: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"));
    assert!(entry.is_object(), "{line}");
    entry
}
