//! Invalid options of stores, and stores that cannot be used, are reported in one line.

use std::fs;

use crate::support::{DynamoDb, Launch, Outcome, RefusingAddress, TestDir};

/// Runs a server that must fail to start. Returns its error line and its exit code.
async fn refused(launch: Launch) -> (String, Option<i32>) {
    let outcome: Outcome = launch.outcome().await;
    let line = outcome.error();
    assert_eq!(outcome.stderr.trim_end(), line, "one line");
    for inside in ["panicked", "Os {", "SdkError"] {
        assert!(!line.contains(inside), "{line}");
    }
    (line.to_owned(), outcome.status.code())
}

fn tables() -> [(&'static str, &'static str); 3] {
    [
        ("GAME_TABLE", "Game"),
        ("QUESTION_TABLE", "Question"),
        ("TOKEN_TABLE", "Token"),
    ]
}

/// Returns a launch with valid options for DynamoDB, which tests override.
fn configured() -> Launch {
    let launch = Launch::default().flag("--dynamodb");
    let launch = launch
        .env("AWS_CONFIG_FILE", "/dev/null")
        .env("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    tables()
        .iter()
        .fold(launch, |launch, (name, value)| launch.env(name, value))
}

#[tokio::test]
async fn data_and_dynamodb_exclude_each_other() {
    let dir = TestDir::new();
    let launch = configured().arg("--data", &dir.path("games.db"));
    let (line, code) = refused(launch).await;
    assert!(
        line.contains("--data") && line.contains("--dynamodb"),
        "{line}"
    );
    assert_eq!(code, Some(2));
    assert!(dir.names().is_empty());
}

#[tokio::test]
async fn create_tables_requires_dynamodb() {
    let (line, code) = refused(Launch::default().flag("--create-tables")).await;
    assert!(line.contains("--dynamodb"), "{line}");
    assert_eq!(code, Some(2));
}

#[tokio::test]
async fn every_table_name_is_required() {
    for (left_out, _) in tables() {
        let rest = tables().into_iter().filter(|(name, _)| *name != left_out);
        let launch = rest.fold(
            Launch::default().flag("--dynamodb"),
            |launch, (name, value)| launch.env(name, value),
        );
        let (line, code) = refused(launch).await;
        let option = left_out.to_lowercase().replace('_', "-");
        assert!(line.contains(&format!("--{option}")), "{line}");
        assert_eq!(code, Some(2));
    }
}

#[tokio::test]
async fn an_invalid_table_name_is_rejected() {
    for bad in ["no blanks", "ab", "", "Game/1", "Spiel\u{e4}"] {
        let (line, code) = refused(configured().arg("--game-table", bad)).await;
        assert!(line.contains("--game-table"), "{line}");
        assert_eq!(code, Some(2));
        let (line, _) = refused(configured().env("TOKEN_TABLE", bad)).await;
        assert!(line.contains("--token-table"), "{line}");
    }
}

#[tokio::test]
async fn a_path_that_cannot_be_a_file_is_rejected() {
    let dir = TestDir::new();
    let nowhere = dir.path("nowhere/games.db");
    let (line, code) = refused(Launch::default().arg("--data", &nowhere)).await;
    assert!(line.contains(&nowhere), "{line}");
    assert!(line.contains("does not exist"), "{line}");
    assert_eq!(code, Some(1));
    let (line, _) = refused(Launch::default().arg("--data", &dir.path(""))).await;
    assert!(line.contains(&dir.path("")), "{line}");
    assert!(dir.names().is_empty());
}

#[tokio::test]
async fn a_file_that_is_no_database_is_rejected_and_unchanged() {
    let dir = TestDir::new();
    let text = "This is no database.\n".repeat(100);
    fs::write(dir.path("notes.txt"), &text).unwrap();
    let launch = Launch::default().arg("--data", &dir.path("notes.txt"));
    let (line, _) = refused(launch).await;
    assert!(line.contains("notes.txt"), "{line}");
    assert_eq!(fs::read_to_string(dir.path("notes.txt")).unwrap(), text);
}

#[tokio::test]
async fn a_missing_region_is_reported() {
    let (line, code) = refused(configured()).await;
    assert!(line.contains("AWS_REGION"), "{line}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn missing_credentials_are_reported() {
    let launch = configured()
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9");
    let (line, code) = refused(launch).await;
    assert!(line.contains("AWS_ACCESS_KEY_ID"), "{line}");
    assert!(!line.contains("does not respond"), "{line}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn an_unreachable_database_is_reported() {
    let address = RefusingAddress::on_free_port();
    let (line, code) = refused(DynamoDb::launch_at(&address.url())).await;
    assert!(line.contains("does not respond"), "{line}");
    assert_eq!(code, Some(1));
}
