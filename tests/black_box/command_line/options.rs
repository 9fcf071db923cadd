//! Commands, options and their environment variables.

use reqwest::Method;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::support::{Launch, Outcome, Reply, in_time, quizcraft};

#[tokio::test]
async fn help_lists_every_command_option_and_variable() {
    let whole = Outcome::of(quizcraft(["--help"])).await;
    assert!(
        whole.status.success() && whole.stderr.is_empty(),
        "{whole:?}"
    );
    for word in [
        "serve",
        "play",
        "topics",
        "questions",
        "facts",
        "--addr",
        "--version",
    ] {
        assert!(whole.stdout.contains(word), "{word} in {}", whole.stdout);
    }
    let serve = Outcome::of(quizcraft(["serve", "--help"])).await;
    for name in [
        "addr",
        "max-connections",
        "keep-alive-timeout",
        "header-timeout",
        "request-timeout",
        "write-timeout",
        "drain-timeout",
        "cors-origin",
        "issuer",
        "audience",
        "email-claim",
        "email-verified-claim",
        "player-id-key",
        "writers",
        "writing-timeout",
        "games-per-hour",
        "expensive-games-per-hour",
        "finished-games-kept",
        "games-per-player",
        "log",
    ] {
        let variable = format!("QUIZCRAFT_{}", name.replace('-', "_").to_uppercase());
        assert!(serve.stdout.contains(&format!("--{name}")), "{name}");
        assert!(serve.stdout.contains(&variable), "{variable}");
    }
    #[cfg(feature = "model")]
    assert!(serve.stdout.contains("QUIZCRAFT_MODEL_TOKENS_PER_DAY"));
    #[cfg(feature = "model")]
    for command in ["serve", "play", "questions"] {
        let help = Outcome::of(quizcraft([command, "--help"])).await.stdout;
        for name in [
            "model-url",
            "model",
            "model-deny",
            "research",
            "research-contact",
        ] {
            let variable = format!("QUIZCRAFT_{}", name.replace('-', "_").to_uppercase());
            assert!(help.contains(&format!("--{name} <")), "{name} in {help}");
            assert!(help.contains(&format!("[env: {variable}")), "{help}");
        }
    }
    for command in ["play", "topics"] {
        let help = Outcome::of(quizcraft([command, "--help"])).await;
        assert!(help.status.success() && !help.stdout.is_empty());
    }
}

#[tokio::test]
async fn the_version_is_the_package_version() {
    let version = Outcome::of(quizcraft(["--version"])).await;
    assert_eq!(
        version.stdout.trim(),
        concat!("quizcraft ", env!("CARGO_PKG_VERSION"))
    );
}

#[tokio::test]
async fn options_can_be_set_by_variables() {
    let launch = Launch::default()
        .env("QUIZCRAFT_CORS_ORIGIN", "https://quiz.example.org")
        .env("QUIZCRAFT_PLAYER_ID_KEY", "a secret that is long enough")
        .env("QUIZCRAFT_LOG", "json");
    let server = launch.start().await;
    let origin = "https://quiz.example.org";
    let request = server
        .anonymous()
        .request(Method::GET, "/health")
        .header("origin", origin);
    let health = Reply::to(request).await.is(200);
    assert_eq!(health.header("access-control-allow-origin"), origin);
    let stopped = server.stop().await;
    assert_json_lines(&stopped.stderr);
}

#[tokio::test]
async fn other_commands_ignore_variables_of_the_server() {
    for args in [vec!["topics"], vec!["play", "chemistry"]] {
        let mut command = quizcraft(args);
        command.env("QUIZCRAFT_ADDR", "127.0.0.1:0");
        command.env("QUIZCRAFT_LOG", "json");
        let outcome = Outcome::of(command).await;
        assert!(outcome.status.success(), "{outcome:?}");
    }
}

#[tokio::test]
async fn an_option_overrides_its_variable() {
    let launch = Launch::default()
        .env("QUIZCRAFT_LOG", "pretty")
        .arg("--log", "json");
    let stopped = launch.start().await.stop().await;
    assert_json_lines(&stopped.stderr);
}

/// Asserts that the log has lines, each a JSON object with a time and a level.
fn assert_json_lines(log: &str) {
    assert!(!log.is_empty());
    for line in log.lines() {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"));
        assert!(line["timestamp"].is_string() && line["level"].is_string());
    }
}

#[tokio::test]
async fn the_default_command_is_serve() {
    let mut command = quizcraft(["--addr", "127.0.0.1:0"]);
    let mut child = command.spawn().unwrap();
    let stdout = child.stdout.take().unwrap();
    let mut lines = BufReader::new(stdout).lines();
    let line = in_time("the greeting is printed", lines.next_line()).await;
    assert!(
        line.unwrap()
            .unwrap()
            .starts_with("listening on http://127.0.0.1:")
    );
}

#[tokio::test]
async fn other_commands_ignore_invalid_variables_of_the_server() {
    let mut command = quizcraft(["topics"]);
    command
        .env("QUIZCRAFT_ADDR", "nonsense")
        .env("QUIZCRAFT_LOG", "xml");
    let outcome = Outcome::of(command).await;
    assert!(outcome.status.success(), "{outcome:?}");
}
