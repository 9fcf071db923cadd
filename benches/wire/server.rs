//! The servers: the bare route, the API step by step, and `quizcraft serve`.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use async_trait::async_trait;
use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_http::{Api, Authenticator, Refusal};
use serde_json::Value;
use tokio::net::TcpListener;
use tower::ServiceBuilder;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::trace::TraceLayer;

use crate::client::Request;
use crate::common::{Bench, PLAYER};

/// The argument by which this program is one of the servers.
pub(crate) const CHILD: &str = "serve-for-bench";

/// A server: each does what the one before it does, and something more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Bare,
    Ids,
    Trace,
    Limit,
    Router,
    NoLog,
    Warn,
    Default,
    Json,
}

impl Step {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bare => "a bare axum route",
            Self::Ids => "and request ids",
            Self::Trace => "and a trace, which nothing listens to",
            Self::Limit => "and a limit on bodies",
            Self::Router => "the router, to a player who is not authenticated",
            Self::NoLog => "`quizcraft serve`, log off",
            Self::Warn => "`quizcraft serve`, log at warn",
            Self::Default => "`quizcraft serve`, the default log to a file",
            Self::Json => "`quizcraft serve`, the log as JSON to a file",
        }
    }
}

/// A server that runs, and is killed when it is dropped.
pub(crate) struct Server {
    process: Child,
    request: Request,
}

impl Server {
    pub(crate) const fn request(&self) -> &Request {
        &self.request
    }

    /// The CPU that its threads have had, in the kernel and outside.
    pub(crate) fn cpu(&self) -> Duration {
        let threads = fs::read_dir(format!("/proc/{}/task", self.process.id()));
        let cpu = threads.expect("it runs").map(|thread| {
            let thread = thread.expect("it runs").path();
            let had = fs::read_to_string(thread.join("schedstat")).expect("it runs");
            let had = had.split(' ').next().expect("it has three numbers");
            Duration::from_nanos(had.parse().expect("it is a number"))
        });
        cpu.sum()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// All servers, the floor first.
pub(crate) fn start_all() -> Vec<(Step, Server)> {
    let binary = binary();
    let mut servers = Vec::new();
    for (step, level, format) in [
        (Step::NoLog, "off", "pretty"),
        (Step::Warn, "warn", "pretty"),
        (Step::Default, "", "pretty"),
        (Step::Json, "", "json"),
    ] {
        servers.push((step, serve(&binary, level, format)));
    }
    let (head, body) = servers[0].1.request.send();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let body = String::from_utf8(body).expect("JSON is text");
    let steps = [
        Step::Bare,
        Step::Ids,
        Step::Trace,
        Step::Limit,
        Step::Router,
    ];
    let children = steps.map(|step| (step, child(step, &body)));
    children.into_iter().chain(servers).collect()
}

/// The binary of a release.
fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("QUIZCRAFT_BINARY") {
        return path.into();
    }
    let mut cargo = Command::new(env!("CARGO"));
    let command = cargo.args(["build", "--release", "--bin", "quizcraft"]);
    let built = command.args(["--package", "quizcraft-local"]).status();
    assert!(built.expect("cargo runs").success(), "it is built");
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("release/quizcraft")
}

/// Starts `quizcraft serve`, and a game to view.
fn serve(binary: &Path, level: &str, format: &str) -> Server {
    let log = format!("wire-{format}-{level}.log");
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(log);
    let mut command = Command::new(binary);
    command
        .args(["serve", "--addr", "127.0.0.1:0", "--log", format])
        .env("RUST_LOG", level)
        .stderr(File::create(log).expect("the log can be written"));
    let (process, address, _) = listening(command);
    let call = |line: &str, token: Option<&str>, body: &str| -> Value {
        let (_, body) = Request::new(address, line, token, body).send();
        serde_json::from_slice(&body).expect("it answers with JSON")
    };
    let email = r#"{"email":"ada@example.org"}"#;
    let token = call("POST /dev/token", None, email);
    let token = token["access_token"].as_str().expect("a token");
    let game = call("POST /games", Some(token), r#"{"keywords":["countries"]}"#);
    let game = format!("GET /games/{}", game["id"].as_str().expect("an id"));
    while call(&game, Some(token), "")["status"] == "PENDING" {
        sleep(Duration::from_millis(20));
    }
    let request = Request::new(address, &game, Some(token), "");
    Server { process, request }
}

/// Starts this program as a server.
fn child(step: Step, body: &str) -> Server {
    let mut command = Command::new(std::env::current_exe().expect("it is known"));
    command.args([CHILD, step.name(), body]);
    let (process, address, path) = listening(command);
    let request = Request::new(address, &format!("GET {path}"), Some(&token()), "");
    Server { process, request }
}

/// Starts a server, which says where it listens as `quizcraft serve` does; of this program, with the
/// path to view in front.
fn listening(mut command: Command) -> (Child, SocketAddr, String) {
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let out = process.stdout.take().expect("it is piped");
    let mut said = String::new();
    let mut out = BufReader::new(out);
    out.read_line(&mut said).expect("it says where it listens");
    let address = said.trim_end().rsplit('/').next();
    let address = address.and_then(|address| address.parse().ok());
    let address = address.unwrap_or_else(|| panic!("it says {said:?}"));
    // What else it says has to go somewhere.
    std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    let path = said.split(' ').next().unwrap_or_default();
    (process, address, path.to_owned())
}

/// As long as a token of the development server.
fn token() -> String {
    "0".repeat(480)
}

/// Is a server, until it is killed.
pub(crate) fn run(args: &[String]) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let [name, body] = args else {
            panic!("a step and a body, not {args:?}");
        };
        let steps = [Step::Ids, Step::Trace, Step::Limit, Step::Router];
        let step = steps.into_iter().find(|step| step.name() == name);
        let (app, path) = match step {
            Some(Step::Router) => api(),
            _ => bare(step.unwrap_or(Step::Bare), body.clone()),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let mut out = std::io::stdout().lock();
        writeln!(out, "{path} on http://{address}").expect("it is read");
        drop(out);
        axum::serve(listener, app).await.expect("it never ends");
    });
}

/// Says these bytes, within the layers of `tower_http` that the router has, up to this one.
fn bare(step: Step, body: String) -> (Router, String) {
    let body = Bytes::from(body);
    let route = get(async move || ([(CONTENT_TYPE, "application/json")], body.clone()));
    let route = Router::new().route("/games/{game}", route);
    let set = SetRequestIdLayer::x_request_id(MakeRequestUuid);
    let propagate = PropagateRequestIdLayer::x_request_id();
    let trace = TraceLayer::new_for_http();
    let limit = RequestBodyLimitLayer::new(Api::MAX_BODY_BYTES);
    let ids = ServiceBuilder::new().layer(set);
    let router = match step {
        Step::Ids => route.layer(ids.layer(propagate)),
        Step::Trace => route.layer(ids.layer(trace).layer(propagate)),
        Step::Limit => route.layer(ids.layer(trace).layer(propagate).layer(limit)),
        _ => route,
    };
    (router, format!("/games/{}", "0".repeat(64)))
}

/// Lets everybody in as the same player.
struct Anybody;

#[async_trait]
impl Authenticator for Anybody {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        Ok(PLAYER)
    }
}

fn api() -> (Router, String) {
    let bench = Bench::new();
    let path = format!("/games/{}", bench.open().id());
    let api = Api::new(bench.quiz.clone(), Arc::new(Anybody));
    (quizcraft_http::router(api), path)
}
