//! The configuration of the functions from environment variables.

use std::collections::HashMap;

use quizcraft_lambda::{ApiConfig, ConfigError, WorkerConfig};

const KEY: &str = "hush-a-key-for-player-ids";

type Variables = HashMap<&'static str, &'static str>;

/// Returns variables that are valid for both functions.
fn valid() -> Variables {
    HashMap::from([
        ("GAME_TABLE", "Game"),
        ("QUESTION_TABLE", "Question"),
        ("TOKEN_TABLE", "Token"),
        (
            "GAME_QUEUE_URL",
            "https://sqs.eu-west-1.amazonaws.com/123456789012/games",
        ),
        ("JWT_ISSUER", "https://id.example.org/"),
        ("JWT_AUDIENCE", "https://quiz.example.org"),
        ("PLAYER_ID_KEY", KEY),
        ("AWS_REGION", "eu-west-1"),
        ("AWS_ACCESS_KEY_ID", "hush-an-id"),
        ("AWS_SECRET_ACCESS_KEY", "hush-a-secret"),
    ])
}

fn valid_with(name: &'static str, value: &'static str) -> Variables {
    let mut variables = valid();
    variables.insert(name, value);
    variables
}

fn api(variables: &Variables) -> Result<ApiConfig, ConfigError> {
    ApiConfig::read(&|name| variables.get(name).map(|&value| value.to_owned()))
}

fn worker(variables: &Variables) -> Result<WorkerConfig, ConfigError> {
    WorkerConfig::read(&|name| variables.get(name).map(|&value| value.to_owned()))
}

#[test]
fn valid_variables_are_accepted() {
    for (name, value) in [
        ("LOG_LEVEL", "DEBUG"),
        ("LOG_LEVEL", "Warning"),
        ("CORS_ORIGIN", "https://quiz.example.org"),
        ("GAMES_PER_HOUR", "1"),
        ("GAMES_PER_HOUR", "0"),
        ("GAMES_PER_HOUR", " "),
        ("FINISHED_GAMES_KEPT_DAYS", "30"),
        ("FINISHED_GAMES_KEPT_DAYS", "0"),
        ("AWS_SESSION_TOKEN", "hush-a-session"),
        ("JWT_EMAIL_CLAIM", "https://example.org/email"),
        ("GAME_QUEUE_URL", "http://127.0.0.1:9324/000000000000/games"),
        ("JWT_ISSUER", "http://127.0.0.1:8080"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:4566"),
        ("AWS_ENDPOINT_URL_SQS", "https://[::1]:4566/sqs"),
        ("AWS_ENDPOINT_URL_DYNAMODB", ""),
        // Empty and blank variables count as unset.
        ("CORS_ORIGIN", ""),
        ("PLAYER_ID_KEY_SECRET", " "),
        ("AWS_CA_BUNDLE", ""),
    ] {
        let variables = valid_with(name, value);
        assert!(api(&variables).is_ok(), "{name}={value}");
        assert!(worker(&variables).is_ok(), "{name}={value}");
    }
}

#[test]
fn the_worker_needs_fewer_variables() {
    let mut variables = valid();
    for name in [
        "TOKEN_TABLE",
        "GAME_QUEUE_URL",
        "JWT_ISSUER",
        "JWT_AUDIENCE",
        "PLAYER_ID_KEY",
    ] {
        variables.remove(name);
    }
    assert!(worker(&variables).is_ok());
}

#[test]
fn every_missing_variable_is_named_in_one_line() {
    let error = api(&HashMap::new()).unwrap_err().to_string();
    for name in valid().keys() {
        assert!(error.contains(name), "{name} in {error}");
    }
    assert!(error.contains("PLAYER_ID_KEY_SECRET"), "{error}");
    assert_eq!(error.lines().count(), 1, "{error}");
    for name in valid().keys() {
        let mut variables = valid();
        variables.remove(name);
        let error = api(&variables).unwrap_err().to_string();
        assert!(error.contains(name), "{name} in {error}");
        assert_eq!(error.matches(';').count(), 0, "there is one fault: {error}");
    }
}

#[test]
fn missing_variables_do_not_hide_invalid_ones() {
    let mut variables = valid_with("AWS_ENDPOINT_URL_SQS", "hush");
    variables.insert("AWS_CA_BUNDLE", "/hush/no/such/file.pem");
    variables.remove("AWS_REGION");
    variables.remove("AWS_SECRET_ACCESS_KEY");
    for error in [
        api(&variables).unwrap_err().to_string(),
        worker(&variables).unwrap_err().to_string(),
    ] {
        for name in [
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_ENDPOINT_URL_SQS",
            "AWS_CA_BUNDLE",
        ] {
            assert!(error.contains(name), "{name} in {error}");
        }
    }
}

#[test]
fn configured_endpoints_can_be_ignored() {
    let mut variables = valid_with("AWS_ENDPOINT_URL", "hush");
    assert!(api(&variables).is_err());
    variables.insert("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
    assert!(api(&variables).is_ok());
}

#[test]
fn an_invalid_variable_is_named_without_its_value() {
    for (name, value) in [
        ("GAME_TABLE", "hush/table"),
        ("GAME_QUEUE_URL", "hush-queue"),
        ("GAME_QUEUE_URL", "https://sqs.example.org/"),
        ("GAME_QUEUE_URL", "ftp://sqs.example.org/hush"),
        ("JWT_ISSUER", "http://hush.example.org/"),
        ("JWT_ISSUER", "https://ada:hush@id.example.org/"),
        ("PLAYER_ID_KEY", "hush"),
        ("CORS_ORIGIN", "hush\u{7f}hush"),
        ("CORS_ORIGIN", "https://hush.example.org/"),
        ("CORS_ORIGIN", "hush.example.org"),
        ("AWS_ENDPOINT_URL", "hush:8000"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:80a0/hush"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:99999/hush"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:8000#hush"),
        ("GAME_QUEUE_URL", "https://sqs.example.org:x/hush"),
        ("AWS_ENDPOINT_URL_DYNAMODB", "http://"),
        (
            "AWS_ENDPOINT_URL_DYNAMODB",
            "http://ada:hush@127.0.0.1:8000",
        ),
        ("AWS_ENDPOINT_URL_SQS", "/hush"),
        ("AWS_ENDPOINT_URL_SECRETS_MANAGER", "ftp://hush.example.org"),
        ("GAME_QUEUE_URL", "https://ada:hush@sqs.example.org/games"),
        ("MAPPING_KEY", "/hush"),
        ("GAMES_PER_HOUR", "hush"),
        ("GAMES_PER_HOUR", "-1"),
        ("GAMES_PER_HOUR", "4294967296"),
        ("GAMES_PER_HOUR", "0.5"),
        ("FINISHED_GAMES_KEPT_DAYS", "hush"),
        ("FINISHED_GAMES_KEPT_DAYS", "-1"),
        ("GAME_TABLE", "hush\u{fffd}"),
        ("AWS_REGION", "hush\u{fffd}"),
        ("AWS_SESSION_TOKEN", "hush\u{fffd}"),
        ("JWT_EMAIL_CLAIM", "hush\u{fffd}"),
        (
            "PLAYER_ID_KEY",
            "hush-a-key-of-bytes-\u{fffd}\u{fffd}\u{fffd}",
        ),
        ("LOG_LEVEL", "hush"),
        ("AWS_CA_BUNDLE", "/hush/no/such/file.pem"),
    ] {
        let error = api(&valid_with(name, value)).unwrap_err();
        assert!(error.to_string().contains(name), "{name} in {error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    }
}

#[test]
fn the_worker_reads_the_retention_and_the_limit_of_expensive_games() {
    for name in [
        "FINISHED_GAMES_KEPT_DAYS",
        "GAMES_PER_PLAYER",
        "EXPENSIVE_GAMES_PER_HOUR",
    ] {
        for value in ["1", "0", " ", "4294967295"] {
            assert!(worker(&valid_with(name, value)).is_ok(), "{name}={value}");
        }
        for value in ["hush", "-1", "0.5", "4294967296"] {
            let error = worker(&valid_with(name, value)).unwrap_err().to_string();
            assert!(error.contains(name), "{name} in {error}");
            assert!(!error.contains("hush"), "{error}");
        }
    }
}

#[test]
fn unusable_certificates_are_rejected() {
    let file = std::env::temp_dir().join(format!("quizcraft-roots-{}.pem", std::process::id()));
    let armour =
        |text: &str| format!("-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n");
    for pem in [
        String::new(),
        "hush".to_owned(),
        armour("hush!"),
        armour("aHVzaA=="),
    ] {
        std::fs::write(&file, pem).unwrap();
        let path: &'static str = file.to_string_lossy().into_owned().leak();
        let error = api(&valid_with("AWS_CA_BUNDLE", path))
            .unwrap_err()
            .to_string();
        assert!(error.contains("AWS_CA_BUNDLE"), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
    std::fs::remove_file(file).unwrap();
}

#[test]
fn the_key_for_player_ids_is_set_in_exactly_one_way() {
    let both = valid_with("PLAYER_ID_KEY_SECRET", "quizcraft/player-ids");
    let error = api(&both).unwrap_err().to_string();
    assert!(error.contains("cannot be combined"), "{error}");
    let mut secret = both;
    secret.remove("PLAYER_ID_KEY");
    assert!(api(&secret).is_ok());
}

#[test]
fn a_configuration_shows_no_secret() {
    let mut variables = valid_with("AWS_SESSION_TOKEN", "hush-a-session");
    variables.insert("AWS_ENDPOINT_URL", "https://aws.example.org");
    let shown = format!("{:?} {:?}", api(&variables), worker(&variables));
    assert!(shown.contains("https://aws.example.org"), "{shown}");
    assert!(!shown.contains("hush"), "{shown}");
}
