//! What the stores cannot be, in one line.

use std::fs;

use crate::support::{DynamoDb, Folder, Launch, Outcome, Refusing};

/// Lets a server that must not start run to its end, and gives the line that it says.
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

/// A server that needs nothing but what a test takes from it.
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
async fn a_file_and_dynamodb_are_two_places() {
    let folder = Folder::new();
    let launch = configured().arg("--data", &folder.path("games.db"));
    let (line, code) = refused(launch).await;
    assert!(
        line.contains("--data") && line.contains("--dynamodb"),
        "{line}"
    );
    assert_eq!(code, Some(2));
    assert!(folder.names().is_empty());
}

#[tokio::test]
async fn tables_are_made_in_dynamodb_only() {
    let (line, code) = refused(Launch::default().flag("--create-tables")).await;
    assert!(line.contains("--dynamodb"), "{line}");
    assert_eq!(code, Some(2));
}

#[tokio::test]
async fn every_table_must_be_named() {
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
async fn a_table_needs_a_name_that_a_table_can_have() {
    for bad in ["no blanks", "ab", "", "Game/1", "Spiel\u{e4}"] {
        let (line, code) = refused(configured().arg("--game-table", bad)).await;
        assert!(line.contains("--game-table"), "{line}");
        assert_eq!(code, Some(2));
        let (line, _) = refused(configured().env("TOKEN_TABLE", bad)).await;
        assert!(line.contains("--token-table"), "{line}");
    }
}

#[tokio::test]
async fn a_file_must_be_where_a_file_can_be() {
    let folder = Folder::new();
    let nowhere = folder.path("nowhere/games.db");
    let (line, code) = refused(Launch::default().arg("--data", &nowhere)).await;
    assert!(line.contains(&nowhere), "{line}");
    assert!(line.contains("there is no directory"), "{line}");
    assert_eq!(code, Some(1));
    let (line, _) = refused(Launch::default().arg("--data", &folder.path(""))).await;
    assert!(line.contains(&folder.path("")), "{line}");
    assert!(folder.names().is_empty());
}

#[tokio::test]
async fn a_file_of_something_else_is_left_alone() {
    let folder = Folder::new();
    let text = "This is no database.\n".repeat(100);
    fs::write(folder.path("notes.txt"), &text).unwrap();
    let launch = Launch::default().arg("--data", &folder.path("notes.txt"));
    let (line, _) = refused(launch).await;
    assert!(line.contains("notes.txt"), "{line}");
    assert_eq!(fs::read_to_string(folder.path("notes.txt")).unwrap(), text);
}

#[tokio::test]
async fn without_a_region_nobody_is_asked() {
    let (line, code) = refused(configured()).await;
    assert!(line.contains("AWS_REGION"), "{line}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn without_credentials_the_line_says_so() {
    let launch = configured()
        .env("AWS_REGION", "eu-west-1")
        .env("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:9");
    let (line, code) = refused(launch).await;
    assert!(line.contains("AWS_ACCESS_KEY_ID"), "{line}");
    assert!(!line.contains("does not respond"), "{line}");
    assert_eq!(code, Some(1));
}

#[tokio::test]
async fn a_database_that_does_not_answer_is_told() {
    let place = Refusing::somewhere();
    let (line, code) = refused(DynamoDb::launch_at(&place.url())).await;
    assert!(line.contains("does not respond"), "{line}");
    assert_eq!(code, Some(1));
}
