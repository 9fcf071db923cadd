//! Invalid options are rejected with a one-line reason that contains no secret.

use tokio::net::TcpListener;

use crate::support::{Outcome, quizcraft};

async fn rejected<'a>(args: impl IntoIterator<Item = &'a str>) -> Outcome {
    let outcome = Outcome::of(quizcraft(args)).await;
    let line = outcome.error();
    assert!(
        !line.contains("panicked") && !line.contains("Os {"),
        "{line}"
    );
    outcome
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let outcome = rejected(["serve", "--addr", &addr]).await;
    assert!(outcome.error().contains(&addr), "{outcome:?}");
    assert!(outcome.error().contains("in use"), "{outcome:?}");
    assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
}

#[tokio::test]
async fn the_error_names_the_invalid_option() {
    let rows = [
        ("--addr", "nowhere"),
        ("--addr", "127.0.0.1"),
        ("--addr", "127.0.0.1:70000"),
        ("--max-connections", "0"),
        ("--max-connections", "100001"),
        ("--max-connections", "many"),
        ("--keep-alive-timeout", "0"),
        ("--keep-alive-timeout", "3601"),
        ("--header-timeout", "0"),
        ("--header-timeout", "3601"),
        ("--request-timeout", "0"),
        ("--request-timeout", "1.5"),
        ("--write-timeout", "0"),
        ("--write-timeout", "30s"),
        ("--drain-timeout", "0"),
        ("--drain-timeout", "3601"),
        ("--writers", "0"),
        ("--writers", "65"),
        ("--cors-origin", "*"),
        ("--cors-origin", "http://localhost:1234/"),
        ("--cors-origin", "https://quiz.example.org/page"),
        ("--cors-origin", "localhost:1234"),
        ("--cors-origin", "null"),
        ("--cors-origin", ""),
        ("--log", "xml"),
        ("--web-token", "refresh"),
        ("--writing-timeout", "0"),
        ("--writing-timeout", "3601"),
        ("--writing-timeout", "20s"),
        ("--games-per-hour", "none"),
        ("--games-per-hour", "4294967296"),
        ("--expensive-games-per-hour", "none"),
        ("--expensive-games-per-hour", "4294967296"),
        ("--games-per-player", "none"),
        ("--games-per-player", "4294967296"),
        ("--finished-games-kept", "30d"),
        ("--finished-games-kept", "0.5"),
    ];
    for (option, value) in rows {
        for args in [vec![option, value], vec!["serve", option, value]] {
            let outcome = rejected(args).await;
            assert!(outcome.error().contains(option), "{outcome:?}");
            assert_eq!(outcome.status.code(), Some(2));
        }
    }
}

#[tokio::test]
async fn options_of_the_sign_in_on_the_page_require_a_provider() {
    for (option, value, required) in [
        ("--web-client-id", "page", "--issuer"),
        ("--web-scope", "openid", "--web-client-id"),
        ("--web-token", "id", "--web-client-id"),
    ] {
        let outcome = rejected(["serve", option, value]).await;
        assert!(outcome.error().contains(required), "{outcome:?}");
    }
}

#[tokio::test]
async fn issuer_and_audience_require_each_other() {
    let outcome = rejected(["serve", "--issuer", "https://id.example.org/"]).await;
    assert!(outcome.stderr.contains("--audience"), "{outcome:?}");
    let outcome = rejected(["serve", "--audience", "https://quiz.example.org"]).await;
    assert!(outcome.stderr.contains("--issuer"), "{outcome:?}");
    let mut command = quizcraft(["serve"]);
    command.env("QUIZCRAFT_ISSUER", "https://id.example.org/");
    let outcome = Outcome::of(command).await;
    assert!(outcome.error().contains("required"), "{outcome:?}");
}

#[tokio::test]
async fn development_tokens_require_a_loopback_address() {
    for addr in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080"] {
        let outcome = rejected(["serve", "--addr", addr]).await;
        assert!(outcome.error().contains("--issuer"), "{outcome:?}");
        assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
    }
}

async fn rejected_issuer(issuer: &str) -> Outcome {
    let args = [
        "serve",
        "--addr",
        "127.0.0.1:0",
        "--audience",
        "here",
        "--issuer",
        issuer,
    ];
    let outcome = rejected(args).await;
    assert_eq!(outcome.stderr.lines().count(), 1, "{outcome:?}");
    outcome
}

#[tokio::test]
async fn an_issuer_without_https_is_rejected() {
    for issuer in [
        "http://id.example.org/",
        "ftp://localhost/",
        "id.example.org",
        "http://127.0.0.1.example.org/",
    ] {
        let outcome = rejected_issuer(issuer).await;
        assert!(outcome.error().contains("https"), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_short_player_id_key_is_rejected_without_printing_it() {
    let secret = "hush-a-secret";
    let with_option = quizcraft(["--addr", "127.0.0.1:0", "--player-id-key", secret]);
    let mut with_variable = quizcraft(["serve", "--addr", "127.0.0.1:0"]);
    with_variable.env("QUIZCRAFT_PLAYER_ID_KEY", secret);
    for command in [with_option, with_variable] {
        let outcome = Outcome::of(command).await;
        assert!(outcome.error().contains("16"), "{outcome:?}");
        assert!(!outcome.stderr.contains(secret), "{outcome:?}");
    }
}

#[tokio::test]
async fn neither_errors_nor_help_contain_the_player_id_key() {
    let secret = "hush-this-is-a-long-enough-secret";
    let args = ["serve", "--addr", "0.0.0.0:0", "--player-id-key", secret];
    let outcome = rejected(args).await;
    assert!(!outcome.stderr.contains(secret), "{outcome:?}");
    let mut help = quizcraft(["serve", "--help"]);
    help.env("QUIZCRAFT_PLAYER_ID_KEY", secret);
    let help = Outcome::of(help).await;
    assert!(help.status.success());
    assert!(!help.stdout.contains(secret), "{help:?}");
}

#[cfg(not(feature = "dynamodb"))]
#[tokio::test]
async fn a_store_that_the_build_does_not_have_is_rejected() {
    for (option, variable, value) in [
        ("--data", "QUIZCRAFT_DATA", "games.db"),
        ("--dynamodb", "QUIZCRAFT_DYNAMODB", "true"),
    ] {
        let mut by_variable = quizcraft(["serve"]);
        by_variable.env(variable, value);
        let mut by_option = quizcraft(["serve", option]);
        by_option.args((option == "--data").then_some(value));
        for command in [by_variable, by_option] {
            let outcome = Outcome::of(command).await;
            let line = outcome.error();
            assert!(line.contains(option), "{line}");
            assert!(line.contains("--features dynamodb"), "{line}");
            assert_eq!(outcome.status.code(), Some(2));
        }
    }
}

#[cfg(not(feature = "model"))]
#[tokio::test]
async fn a_model_that_the_build_does_not_have_is_rejected() {
    for command in ["serve", "play", "questions"] {
        let args = [
            command,
            "chemistry",
            "--model-url",
            "https://hush.example.org",
        ];
        let args = args
            .into_iter()
            .filter(|arg| command != "serve" || *arg != "chemistry");
        let outcome = Outcome::of(quizcraft(args)).await;
        let line = outcome.error();
        assert!(
            line.contains("--model-url") && line.contains("feature `model`"),
            "{line}"
        );
        assert!(!line.contains("hush"), "{line}");
        assert_eq!(outcome.status.code(), Some(2));
    }
}

#[cfg(not(feature = "otlp"))]
#[tokio::test]
async fn traces_that_the_build_does_not_have_are_rejected() {
    let url = "http://localhost:4318";
    let mut by_variable = quizcraft(["serve"]);
    by_variable.env("QUIZCRAFT_OTLP_ENDPOINT", url);
    let by_option = quizcraft(["serve", "--otlp-endpoint", url]);
    for command in [by_variable, by_option] {
        let outcome = Outcome::of(command).await;
        let line = outcome.error();
        assert!(line.contains("--otlp-endpoint"), "{line}");
        assert!(line.contains("--features otlp"), "{line}");
        assert!(!line.contains(url), "{line}");
    }
}

#[cfg(feature = "otlp")]
#[tokio::test]
async fn an_invalid_collector_is_rejected_without_its_secret() {
    for (url, expected) in [
        ("localhost:4318", "http://"),
        (
            "http://ada:hush@localhost:4318",
            "OTEL_EXPORTER_OTLP_HEADERS",
        ),
        ("http://localhost:4318?key=hush", "query"),
    ] {
        let outcome = rejected(["serve", "--otlp-endpoint", url]).await;
        let line = outcome.error();
        assert!(
            line.contains("--otlp-endpoint") && line.contains(expected),
            "{line}"
        );
        assert!(!outcome.stderr.contains("hush"), "{outcome:?}");
    }
}
