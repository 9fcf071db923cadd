//! Invalid options of stores, and stores that cannot be used, are reported in one line.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use rusqlite::Connection;

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

/// Asserts that a server rejects the only file of a directory, with this text, and does not change it.
async fn assert_unchanged(dir: &TestDir, name: &str, text: &str) {
    let content = fs::read(dir.path(name)).unwrap();
    let (line, code) = refused(Launch::default().arg("--data", &dir.path(name))).await;
    assert!(line.contains(name) && line.contains(text), "{line}");
    assert!(line.contains("choose"), "the line says what to do: {line}");
    assert_eq!(code, Some(1));
    assert_eq!(fs::read(dir.path(name)).unwrap(), content);
    assert_eq!(dir.names(), [name]);
}

#[tokio::test]
async fn a_file_that_is_no_database_is_rejected_and_unchanged() {
    let text = "This is no database.\n".repeat(100);
    let bytes: Vec<u8> = (0..=u8::MAX)
        .cycle()
        .take(5000)
        .map(|n| n.wrapping_mul(37))
        .collect();
    for content in [text.as_bytes(), &bytes, b"x"] {
        let dir = TestDir::new();
        fs::write(dir.path("notes.txt"), content).unwrap();
        assert_unchanged(&dir, "notes.txt", "not a SQLite database").await;
    }
}

#[tokio::test]
async fn a_database_of_another_program_is_rejected_and_unchanged() {
    for sql in [
        "CREATE TABLE notes (text)",
        "PRAGMA journal_mode = WAL; CREATE TABLE notes (text)",
        "CREATE TABLE _tables (table_name); INSERT INTO _tables VALUES ('Music')",
    ] {
        let dir = TestDir::new();
        let database = Connection::open(dir.path("other one?.db")).unwrap();
        database.execute_batch(sql).unwrap();
        drop(database);
        assert_unchanged(&dir, "other one?.db", "of another program").await;
    }
}

#[tokio::test]
async fn a_directory_is_no_data_file() {
    let dir = TestDir::new();
    fs::create_dir(dir.path("games.db")).unwrap();
    let (line, _) = refused(Launch::default().arg("--data", &dir.path("games.db"))).await;
    assert!(line.contains("found a directory"), "{line}");
}

#[tokio::test]
async fn an_empty_file_becomes_a_data_file() {
    let dir = TestDir::new();
    fs::write(dir.path("games.db"), "").unwrap();
    let launch = Launch::default().arg("--data", &dir.path("games.db"));
    let server = launch.start().await;
    server.player("ada").await.ready(&["chemistry"], 1).await;
}

#[tokio::test]
async fn read_only_files_and_directories_are_reported() {
    let dir = TestDir::new();
    fs::create_dir(dir.path("data")).unwrap();
    fs::write(dir.path("data/games.db"), "").unwrap();
    let launch = || {
        let launch = Launch::default().arg("--data", &dir.path("data/games.db"));
        launch.without_file_privileges()
    };
    let mode = |path: &str, mode| fs::set_permissions(dir.path(path), Permissions::from_mode(mode));

    mode("data/games.db", 0o444).unwrap();
    let (line, code) = refused(launch()).await;
    assert!(line.contains("the file is not writable"), "{line}");
    assert_eq!(code, Some(1));

    mode("data", 0o555).unwrap();
    let (line, code) = refused(launch()).await;
    mode("data", 0o755).unwrap();
    let expected = format!("cannot create files in the directory {}", dir.path("data"));
    assert!(line.contains(&expected), "{line}");
    assert_eq!(code, Some(1));
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
