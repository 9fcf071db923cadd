//! A file that cannot be written, or is damaged, while the server runs.

use std::fs::OpenOptions;
use std::os::unix::fs::FileExt;

use serde_json::json;

use crate::support::{Launch, Server, TestDir, eventually};

/// Waits until the server is ready, or not ready.
async fn wait_for_readiness(server: &Server, status: u16) {
    let poll = async || {
        let reply = server.anonymous().get("/readyz").await;
        (reply.status == status).then_some(reply)
    };
    let reply = eventually("the readiness changes", poll).await;
    if status != 200 {
        let reply = reply.fails(503, "unavailable");
        assert_eq!(reply.message(), "the store of games is unavailable");
    }
}

#[tokio::test]
async fn a_server_whose_disk_is_full_runs_but_is_not_ready() {
    // Given a server that stores games in a file,
    let dir = TestDir::new();
    let server = Launch::default()
        .arg("--data", &dir.path("games.db"))
        .ignoring("XFSZ")
        .start()
        .await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 1).await;
    wait_for_readiness(&server, 200).await;

    // when no file can grow any more, as on a full disk,
    server.limit_files(Some(0));

    // then no game can be started, the server is not ready, and it still runs,
    let rome = json!({"keywords": ["Rome"]});
    player.post("/games", &rome).await.fails(503, "unavailable");
    wait_for_readiness(&server, 503).await;
    server.anonymous().get("/livez").await.is(200);
    server.anonymous().get("/health").await.is(200);

    // and it is ready again once the disk has space.
    server.limit_files(None);
    wait_for_readiness(&server, 200).await;
    player.finish(&id).await;
    let stopped = server.stop().await;
    assert!(stopped.status.success(), "{}", stopped.stderr);
    for state in ["not ready: the store", "ready: the store is available"] {
        assert!(stopped.stderr.contains(state), "{}", stopped.stderr);
    }
}

#[tokio::test]
async fn a_server_whose_file_is_damaged_runs_but_is_not_ready() {
    // Given a server that stores games in a file, and has written all of them to the file itself,
    let dir = TestDir::new();
    let file = dir.path("games.db");
    let launch = || Launch::default().arg("--data", &file);
    let server = launch().start().await;
    server.player("ada").await.ready(&["chemistry"], 1).await;
    assert!(server.stop().await.status.success());
    let server = launch().start().await;

    // when another program overwrites the file,
    let opened = OpenOptions::new().write(true).open(&file).unwrap();
    let length = usize::try_from(opened.metadata().unwrap().len()).unwrap();
    opened.write_all_at(&vec![0xA5; length], 0).unwrap();

    // then the server is not ready, and still runs.
    wait_for_readiness(&server, 503).await;
    server.anonymous().get("/livez").await.is(200);
}
