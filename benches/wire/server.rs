//! The servers: a bare route, parts of the API, and `quizcraft serve`.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::Duration;

use async_trait::async_trait;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use quizcraft_core::PlayerId;
use quizcraft_core::gateway::Clock;
use quizcraft_http::{Api, router_with};
use quizcraft_identity::{
    Authenticator, Email, KeySet, PlayerIds, Refusal, TokenAuthenticator, TokenVerifier,
    VerificationKey,
};
use quizcraft_memory::SystemClock;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::binary::binary;
use crate::client::Request;
use crate::common::{Bench, PLAYER};

/// The argument that makes this program run as a server.
pub(crate) const CHILD: &str = "serve-for-bench";

/// A server. Each except the first adds one step to another.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    Bare,
    Layers,
    Cors,
    View,
    Token,
    NoLog,
    Warn,
    Default,
    Json,
}

impl Step {
    /// The servers that this program runs as; the others are `quizcraft serve`.
    const OF_THIS_PROGRAM: [Self; 5] = [
        Self::Bare,
        Self::Layers,
        Self::Cors,
        Self::View,
        Self::Token,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Bare => "a bare axum route",
            Self::Layers => "the bare route within the layers of the API, without CORS",
            Self::Cors => "with CORS",
            Self::View => "with the game read from the store",
            Self::Token => "with the player authenticated by a token",
            Self::NoLog => "`quizcraft serve`, log off",
            Self::Warn => "`quizcraft serve`, log at warn",
            Self::Default => "`quizcraft serve`, the default log to a file",
            Self::Json => "`quizcraft serve`, the log as JSON to a file",
        }
    }

    /// Returns the server to which this one adds something.
    pub(crate) const fn within(self) -> Option<Self> {
        match self {
            Self::Bare => None,
            Self::Layers => Some(Self::Bare),
            Self::Cors => Some(Self::Layers),
            Self::View => Some(Self::Cors),
            Self::Token => Some(Self::View),
            Self::NoLog => Some(Self::Token),
            Self::Warn => Some(Self::NoLog),
            Self::Default | Self::Json => Some(Self::Warn),
        }
    }
}

/// A running server. It is killed when it is dropped.
pub(crate) struct Server {
    process: Child,
    request: Request,
}

impl Server {
    pub(crate) const fn request(&self) -> &Request {
        &self.request
    }

    /// Returns the CPU time of its threads, in user and kernel mode.
    pub(crate) fn cpu(&self) -> Duration {
        let threads = fs::read_dir(format!("/proc/{}/task", self.process.id()));
        let cpu = threads.expect("the server is running").map(|thread| {
            let thread = thread.expect("the server is running").path();
            let had = fs::read_to_string(thread.join("schedstat")).expect("the server is running");
            let had = had.split(' ').next().expect("three numbers");
            Duration::from_nanos(had.parse().expect("a number"))
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

/// Starts all servers, the baseline first.
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
    let body = String::from_utf8(body).expect("a UTF-8 body");
    let children = Step::OF_THIS_PROGRAM.map(|step| (step, child(step, &body)));
    children.into_iter().chain(servers).collect()
}

/// Starts `quizcraft serve` and a game to view.
fn serve(binary: &Path, level: &str, format: &str) -> Server {
    let log = format!("wire-{format}-{level}.log");
    let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(log);
    let mut command = Command::new(binary);
    command
        .args(["serve", "--addr", "127.0.0.1:0", "--log", format])
        .env("RUST_LOG", level)
        .stderr(File::create(log).expect("the log is writable"));
    let (process, address, _) = listening(command);
    let call = |line: &str, token: Option<&str>, body: &str| -> Value {
        let (_, body) = Request::new(address, line, token, body).send();
        serde_json::from_slice(&body).expect("a JSON response")
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
    let mut command = Command::new(std::env::current_exe().expect("the path of this program"));
    command.args([CHILD, step.name(), body]);
    let (process, address, line) = listening(command);
    let mut line = line.split(' ');
    let (path, token) = (line.next().unwrap_or_default(), line.next());
    let request = Request::new(address, &format!("GET {path}"), token, "");
    Server { process, request }
}

/// Starts a server and returns the line with which it reports its address. This program prefixes
/// the line of `quizcraft serve` with the path to view and a token.
fn listening(mut command: Command) -> (Child, SocketAddr, String) {
    let mut process = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the server starts");
    let out = process.stdout.take().expect("a pipe");
    let mut line = String::new();
    let mut out = BufReader::new(out);
    out.read_line(&mut line).expect("a line with the address");
    let address = line.trim_end().rsplit('/').next();
    let address = address.and_then(|address| address.parse().ok());
    let address = address.unwrap_or_else(|| panic!("expected an address: {line:?}"));
    // Drains the remaining output, so that the server does not block.
    std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
    (process, address, line)
}

/// Runs as a server until the process is killed.
pub(crate) fn run(args: &[String]) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let [name, body] = args else {
            panic!("a step and a body, not {args:?}");
        };
        let mut steps = Step::OF_THIS_PROGRAM.into_iter();
        let step = steps.find(|step| step.name() == name).expect("a step");
        let app = App::new(step, body.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound address");
        let mut out = std::io::stdout().lock();
        writeln!(out, "{} {} on http://{address}", app.path, app.token).expect("the parent reads");
        drop(out);
        axum::serve(listener, app.router)
            .await
            .expect("the server runs");
    });
}

/// The router that this program serves, with the path and the token of a request.
struct App {
    router: Router,
    path: String,
    token: String,
}

impl App {
    fn new(step: Step, body: String) -> Self {
        let (bench, (authenticator, token)) = (Bench::new(), tokens());
        let player = match step {
            Step::Token => PlayerIds::unkeyed().of(&Email::new(EMAIL).expect("an address")),
            _ => PLAYER,
        };
        let game = bench.open_for(&player).id();
        let authenticator: Arc<dyn Authenticator> = match step {
            Step::Token => Arc::new(authenticator),
            _ => Arc::new(AnyPlayer),
        };
        let api = Api::new(bench.quiz.clone(), authenticator);
        let origin = "http://localhost:1234".parse().expect("an origin");
        let with_cors = api.clone().with_cors_origin(origin);
        let router = match step {
            Step::Bare => same_bytes(body),
            Step::Layers => router_with(api, same_bytes(body)),
            Step::Cors => router_with(with_cors, same_bytes(body)),
            _ => router_with(with_cors, Router::new()),
        };
        let route = match step {
            Step::Bare | Step::Layers | Step::Cors => "bare",
            _ => "games",
        };
        let path = format!("/{route}/{game}");
        Self {
            router,
            path,
            token,
        }
    }
}

/// Returns a router whose routes return these bytes.
fn same_bytes(body: String) -> Router {
    let body = Bytes::from(body);
    let route = get(async move || ([(CONTENT_TYPE, "application/json")], body.clone()));
    Router::new().route("/bare/{game}", route)
}

/// An authenticator that accepts every request as the same player.
struct AnyPlayer;

#[async_trait]
impl Authenticator for AnyPlayer {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        Ok(PLAYER)
    }
}

const EMAIL: &str = "ada@example.org";

/// Returns an authenticator like that of `quizcraft serve` without an issuer, and a valid token.
fn tokens() -> (TokenAuthenticator, String) {
    const ISSUER: &str = "http://127.0.0.1:8080";
    const AUDIENCE: &str = "quizcraft";
    let pair = Ed25519KeyPair::generate().expect("a key pair");
    let private = pair.to_pkcs8v1().expect("an encoded key");
    let public = pair.public_key().as_ref().try_into();
    let keys = KeySet::new([VerificationKey::ed25519("key", public.expect("32 bytes"))]);
    let (players, clock) = (PlayerIds::unkeyed(), Arc::new(SystemClock));
    let now = clock.now().as_secs();
    let claims = json!({
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": format!("dev|{PLAYER}"),
        "iat": now,
        "exp": now + 3600,
        "email": EMAIL,
        "email_verified": true,
    });
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = Some("key".to_owned());
    let token = encode(
        &header,
        &claims,
        &EncodingKey::from_ed_der(private.as_ref()),
    );
    let verifier = TokenVerifier::new(ISSUER, AUDIENCE, Arc::new(keys));
    (
        TokenAuthenticator::new(verifier, players, clock),
        token.expect("a signed token"),
    )
}
