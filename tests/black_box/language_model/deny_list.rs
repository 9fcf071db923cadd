//! The option `--model-deny`: what the model does not write about.

use super::World;
use crate::support::{Outcome, TOWN, TestDir};

/// Returns the path of a file with this content.
fn file(dir: &TestDir, content: &[u8]) -> String {
    let path = dir.path("denied.txt");
    std::fs::write(&path, content).unwrap();
    path
}

#[tokio::test]
async fn nothing_is_written_about_denied_keywords() {
    let (world, dir) = (World::start().await, TestDir::new());
    let list = file(&dir, b"# Our towns\r\n\r\n  ZORVELLES \r\n");
    let server = world.launch().arg("--model-deny", &list).start().await;
    let player = server.player("ada").await;
    let id = player.start(&[TOWN], 5).await;
    let game = player.prepared(&id).await;
    assert!(game["failure"].is_string(), "{game}");
    assert_eq!(world.requests(), (0, 0));
    // The list does not apply to facts.
    player.ready(&["chemistry"], 5).await;
    let log = server.stop().await.stderr;
    assert!(!log.to_lowercase().contains("zorvelle"), "{log}");
}

#[tokio::test]
async fn other_keywords_are_written_about() {
    let (world, dir) = (World::start().await, TestDir::new());
    let list = file(&dir, b"#Zorvelle\nZorvelle Castle\nC#\n");
    let server = world.launch().env("QUIZCRAFT_MODEL_DENY", &list);
    let server = server.start().await;
    server.player("ada").await.ready(&[TOWN], 5).await;
}

#[tokio::test]
async fn the_commands_of_the_terminal_have_the_option() {
    let (world, dir) = (World::start().await, TestDir::new());
    let list = file(&dir, TOWN.as_bytes());
    for command in ["questions", "play"] {
        let args = [command, TOWN, "--model-deny", &list];
        let outcome = Outcome::of(world.command(&args)).await;
        assert!(!outcome.status.success(), "{outcome:?}");
        assert_eq!(world.requests(), (0, 0));
    }
}

#[tokio::test]
async fn a_file_that_is_no_deny_list_is_rejected_with_the_line() {
    let (world, dir) = (World::start().await, TestDir::new());
    let useless = "denies nothing: expected a word other than “the”, “of” and the like";
    let large = vec![b'\n'; (1 << 20) + 1];
    let rows: [(&[u8], String); 4] = [
        (
            b"hush\n# the\n\nthe\n",
            format!("the entry in line 4 {useless}"),
        ),
        (b"?!", format!("the entry in line 1 {useless}")),
        (b"hush\nhush\xff\n", "line 2 is not UTF-8".to_owned()),
        (&large, "expected a file of at most 1 MiB".to_owned()),
    ];
    for (content, message) in rows {
        let list = file(&dir, content);
        let outcome = Outcome::of(world.command(&["serve", "--model-deny", &list])).await;
        let error = format!("error: invalid --model-deny: {message}");
        assert_eq!(outcome.error(), error);
        assert_eq!(outcome.status.code(), Some(2));
        assert!(!outcome.stderr.contains("hush"), "{outcome:?}");
    }
    let missing = dir.path("missing");
    let outcome = Outcome::of(world.command(&["serve", "--model-deny", &missing])).await;
    assert_eq!(
        outcome.error(),
        "error: invalid --model-deny: cannot read the file: No such file or directory (os error 2)"
    );
}
