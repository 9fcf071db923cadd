//! Options that are no model are rejected in one line, without their values.

use crate::support::{Outcome, TestDir, quizcraft};

const URL: (&str, &str) = ("--model-url", "https://hush.example.org/v1");
const MODEL: (&str, &str) = ("--model", "test-model");
const WIKI: (&str, &str) = ("--research", "wikipedia");
const KIWIX: (&str, &str) = ("--research", "kiwix");
const CONTACT: (&str, &str) = ("--research-contact", "hush@example.org");
const RESEARCH_URL: (&str, &str) = ("--research-url", "https://hush.example.org/w/");
const BOOK: (&str, &str) = ("--research-book", "towns");

type Pairs<'a> = &'a [(&'a str, &'a str)];

/// Asserts that each command rejects the options and variables with this message.
async fn assert_rejected(options: Pairs<'_>, variables: Pairs<'_>, message: &str) {
    for command in [
        &["serve"][..],
        &["play", "chemistry"],
        &["questions", "chemistry"],
    ] {
        let args = options.iter().flat_map(|(name, value)| [*name, *value]);
        let mut command = quizcraft(command.iter().copied().chain(args));
        command.envs(variables.iter().copied());
        let outcome = Outcome::of(command).await;
        assert_eq!(outcome.error(), format!("error: {message}"));
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
        assert_eq!(outcome.status.code(), Some(2), "{outcome:?}");
        assert!(!outcome.stderr.contains("hush"), "{outcome:?}");
    }
}

#[tokio::test]
async fn what_a_model_requires_is_named() {
    let rows: [(Pairs<'_>, &str); 10] = [
        (&[MODEL], "missing --model-url, which --model requires"),
        (
            &[("--model-calls", "20")],
            "missing --model-url, which --model-calls requires",
        ),
        (
            &[WIKI, CONTACT],
            "missing --model-url, which --research requires",
        ),
        (&[URL], "missing --model, which --model-url requires"),
        (
            &[URL, MODEL],
            "missing --research, which --model-url requires",
        ),
        (
            &[URL, MODEL, WIKI],
            "missing --research-contact, which --research wikipedia requires",
        ),
        (
            &[URL, MODEL, KIWIX],
            "missing --research-url, which --research kiwix requires",
        ),
        (
            &[URL, MODEL, KIWIX, RESEARCH_URL],
            "missing --research-book, which --research kiwix requires",
        ),
        (
            &[URL, MODEL, WIKI, CONTACT, BOOK],
            "--research-book cannot be used with --research wikipedia",
        ),
        (
            &[URL, MODEL, KIWIX, RESEARCH_URL, BOOK, CONTACT],
            "--research-contact cannot be used with --research kiwix",
        ),
    ];
    for (options, message) in rows {
        assert_rejected(options, &[], message).await;
    }
}

#[tokio::test]
async fn invalid_values_are_named_but_not_printed() {
    let https = "expected an https URL (http is accepted on loopback only)";
    let parts = "expected a URL without user, password, query and fragment";
    let rows: [(Pairs<'_>, String); 8] = [
        (
            &[("--model-url", "http://hush.example.org"), MODEL, WIKI, CONTACT],
            format!("invalid --model-url: {https}"),
        ),
        (
            &[("--model-url", "https://ada:hush@example.org"), MODEL, WIKI, CONTACT],
            format!("invalid --model-url: {parts}"),
        ),
        (
            &[URL, MODEL, WIKI, CONTACT, ("--research-url", "http://10.0.0.1/hush")],
            format!("invalid --research-url: {https}"),
        ),
        (
            &[URL, ("--model", "two words"), WIKI, CONTACT],
            "invalid --model: expected 1 to 80 visible ASCII characters".to_owned(),
        ),
        (
            &[URL, MODEL, WIKI, ("--research-contact", "hush")],
            "invalid --research-contact: expected an email address or an https URL of at most 200 characters".to_owned(),
        ),
        (
            &[URL, MODEL, WIKI, CONTACT, ("--model-calls", "2")],
            "invalid --model-calls: a game needs at least 3 calls of the model, not 2".to_owned(),
        ),
        (
            &[URL, MODEL, WIKI, CONTACT, ("--model-tokens", "1")],
            "invalid --model-tokens: a game needs at least 6000 tokens, not 1".to_owned(),
        ),
        (
            &[URL, MODEL, WIKI, CONTACT, ("--model-seconds", "4")],
            "invalid --model-seconds: a game needs at least 5 seconds".to_owned(),
        ),
    ];
    for (options, message) in rows {
        assert_rejected(options, &[], &message).await;
    }
}

#[tokio::test]
async fn keys_that_cannot_be_used_are_rejected() {
    let key = ("QUIZCRAFT_MODEL_KEY", "hush-0123456789");
    let dir = TestDir::new();
    let missing = dir.path("missing");
    let empty = dir.path("empty");
    std::fs::write(&empty, "\n").unwrap();
    let (missing, empty) = (
        ("QUIZCRAFT_MODEL_KEY_FILE", missing.as_str()),
        ("QUIZCRAFT_MODEL_KEY_FILE", empty.as_str()),
    );
    let model = [URL, MODEL, WIKI, CONTACT];
    let anthropic = [URL, MODEL, WIKI, CONTACT, ("--model-api", "anthropic")];
    let no_key = "expected an API key of 1 to 1000 visible ASCII characters";
    let rows: [(Pairs<'_>, Pairs<'_>, String); 7] = [
        (
            &[],
            &[key],
            "missing --model-url, which QUIZCRAFT_MODEL_KEY requires".to_owned(),
        ),
        (
            &[],
            &[empty],
            "missing --model-url, which QUIZCRAFT_MODEL_KEY_FILE requires".to_owned(),
        ),
        (
            &model,
            &[key, empty],
            "QUIZCRAFT_MODEL_KEY cannot be used with QUIZCRAFT_MODEL_KEY_FILE".to_owned(),
        ),
        (
            &model,
            &[missing],
            "invalid QUIZCRAFT_MODEL_KEY_FILE: No such file or directory (os error 2)".to_owned(),
        ),
        (
            &model,
            &[empty],
            format!("invalid QUIZCRAFT_MODEL_KEY_FILE: {no_key}"),
        ),
        (
            &model,
            &[("QUIZCRAFT_MODEL_KEY", "hush two words")],
            format!("invalid QUIZCRAFT_MODEL_KEY: {no_key}"),
        ),
        (
            &anthropic,
            &[],
            "missing QUIZCRAFT_MODEL_KEY, which --model-api anthropic requires".to_owned(),
        ),
    ];
    for (options, variables, message) in rows {
        assert_rejected(options, variables, &message).await;
    }
}

#[tokio::test]
async fn a_key_is_no_option() {
    for option in ["--model-key", "--model-key-file"] {
        let outcome = Outcome::of(quizcraft(["serve", option, "key"])).await;
        assert_eq!(outcome.status.code(), Some(2), "{outcome:?}");
    }
}

#[tokio::test]
async fn help_prints_no_values_of_variables() {
    for command in ["serve", "play", "questions"] {
        let mut help = quizcraft([command, "--help"]);
        for name in ["KEY", "URL", "KEY_FILE"] {
            help.env(format!("QUIZCRAFT_MODEL_{name}"), "hush");
        }
        help.env("QUIZCRAFT_RESEARCH_URL", "hush");
        help.env("QUIZCRAFT_RESEARCH_CONTACT", "hush");
        let help = Outcome::of(help).await;
        assert!(help.status.success(), "{help:?}");
        assert!(help.stdout.contains("QUIZCRAFT_MODEL_KEY"), "{help:?}");
        assert!(!help.stdout.contains("hush"), "{help:?}");
    }
}

#[tokio::test]
async fn other_commands_ignore_the_variables_of_a_model() {
    let mut command = quizcraft(["topics"]);
    command.env("QUIZCRAFT_MODEL_URL", "nonsense");
    command.env("QUIZCRAFT_MODEL_KEY", "key");
    let outcome = Outcome::of(command).await;
    assert!(outcome.status.success(), "{outcome:?}");
}
