//! `quizcraft facts check`.

use std::fs;

use crate::support::{Outcome, TestDir, quizcraft};

const SEAS: &str = "topic: Seas\ntable: sea\nrows: name\nNorth Sea\n";

async fn check(args: &[&str]) -> Outcome {
    let args = ["facts", "check"].iter().chain(args).copied();
    Outcome::of(quizcraft(args)).await
}

#[tokio::test]
async fn a_file_without_findings_passes() {
    let dir = TestDir::new();
    let seas = dir.path("seas.txt");
    fs::write(&seas, SEAS).unwrap();
    let outcome = check(&[&seas, "--deny-warnings"]).await;
    assert!(outcome.status.success(), "{outcome:?}");
    assert_eq!(outcome.stdout, "1 file, 0 errors, 0 warnings\n");
}

#[tokio::test]
async fn warnings_are_printed_and_can_be_denied() {
    let dir = TestDir::new();
    let seas = dir.path("seas.txt");
    fs::write(&seas, SEAS.replace("sea\n", "sea, ocean\n")).unwrap();
    let warning = format!("warning: {seas}:2:11: comma in a list: separate the items with \";\"\n");

    let outcome = check(&[&seas]).await;
    assert!(outcome.status.success(), "{outcome:?}");
    let expected = format!("{warning}1 file, 0 errors, 1 warning\n");
    assert_eq!(outcome.stdout, expected);

    let outcome = check(&[&seas, "--deny-warnings"]).await;
    assert_eq!(outcome.status.code(), Some(1));
    assert_eq!(outcome.stdout, warning);
    let expected = "error: 0 errors and 1 warning in the facts files\n";
    assert_eq!(outcome.stderr, expected);
}

#[tokio::test]
async fn errors_of_every_file_are_printed() {
    let dir = TestDir::new();
    let [seas, lakes, latin] = ["seas.txt", "lakes.txt", "latin.txt"].map(|name| dir.path(name));
    fs::write(&seas, SEAS.replace("rows: name", "rows: depth")).unwrap();
    fs::write(&lakes, "table: lake\n").unwrap();
    fs::write(&latin, b"topic: Seas\n# \xe4\n").unwrap();
    let missing = dir.path("missing.txt");
    let outcome = check(&[&seas, &lakes, &latin, &missing]).await;
    assert_eq!(outcome.status.code(), Some(1));
    for text in [
        format!("error: {seas}:3: unknown column \"depth\""),
        format!("error: {lakes}:1: expected a line that starts with \"topic:\""),
        format!("error: {latin}: line 2 is not UTF-8"),
        format!("error: {missing}: No such file"),
    ] {
        assert!(outcome.stdout.contains(&text), "{text} in {outcome:?}");
    }
    let expected = "error: 4 errors and 1 warning in the facts files\n";
    assert_eq!(outcome.stderr, expected);
}
