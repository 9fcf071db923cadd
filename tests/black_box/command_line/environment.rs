//! Empty environment variables, as Compose files pass them, count as unset.

use crate::support::{Launch, Outcome, quizcraft};

/// Returns the variables in the help of a command.
async fn variables(command: &str) -> Vec<String> {
    let help = Outcome::of(quizcraft([command, "--help"])).await;
    let named = help.stdout.split("[env: ").skip(1);
    let name = |text: &str| text.split(['=', ']']).next().unwrap().to_owned();
    named.map(name).collect()
}

#[tokio::test]
async fn an_empty_variable_of_the_server_counts_as_unset() {
    let variables = variables("serve").await;
    assert!(variables.len() >= 9, "{variables:?}");
    for variable in &variables {
        for empty in ["", " "] {
            // The length of the key is checked last, so its error shows that all else is accepted.
            let mut command = quizcraft(["serve", "--player-id-key", "short"]);
            command.env(variable, empty);
            let outcome = Outcome::of(command).await;
            let line = outcome.error();
            assert!(line.contains("--player-id-key"), "{variable}: {line}");
            assert_eq!(outcome.status.code(), Some(1), "{variable}: {line}");
        }
    }
}

#[tokio::test]
async fn a_server_with_only_empty_variables_starts() {
    let variables = variables("serve").await.into_iter();
    let others = variables.filter(|name| name != "QUIZCRAFT_ADDR");
    let launch = others.fold(Launch::default(), |launch, name| launch.env(&name, ""));
    let server = launch.env("RUST_LOG", "").start().await;
    let id = server.player("ada").await.ready(&["chemistry"], 1).await;
    assert!(!id.is_empty());
    assert!(
        !server.stop().await.stderr.is_empty(),
        "the log is not empty"
    );
}

#[tokio::test]
async fn an_empty_variable_of_another_command_counts_as_unset() {
    let variables = variables("play").await;
    assert!(!variables.is_empty());
    for variable in variables {
        let mut command = quizcraft(["play", "chemistry"]);
        command.env(&variable, "");
        let outcome = Outcome::of(command).await;
        assert!(outcome.status.success(), "{variable}: {outcome:?}");
    }
}

#[tokio::test]
async fn help_lists_variables_that_are_set_but_empty() {
    let mut command = quizcraft(["serve", "--help"]);
    command.env("QUIZCRAFT_ISSUER", "");
    let help = Outcome::of(command).await;
    assert!(help.stdout.contains("QUIZCRAFT_ISSUER"), "{help:?}");
}

#[tokio::test]
async fn an_empty_option_is_an_error() {
    for option in [
        "--addr",
        "--audience",
        "--cors-origin",
        "--email-claim",
        "--email-verified-claim",
        "--issuer",
        "--log",
        "--player-id-key",
        "--writing-timeout",
    ] {
        let together = ["--issuer", "https://id.example.org/", "--audience", "here"];
        let others = together.chunks(2).filter(|pair| pair[0] != option);
        let args = others.flatten().copied().chain([option, ""]);
        let outcome = Outcome::of(quizcraft(["serve"].into_iter().chain(args))).await;
        assert!(outcome.error().contains(option), "{option}: {outcome:?}");
    }
}
