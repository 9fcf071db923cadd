//! Games in a file.

use serde_json::Value;

use crate::support::{Ending, Folder, Launch, Player, Raw, Server, choice, eventually};

async fn start(file: &str) -> Server {
    Launch::default().arg("--data", file).start().await
}

/// The game, its questions, and where it is in the list.
async fn everything(player: &Player, id: &str) -> (Value, Vec<Value>, Vec<Value>) {
    let (game, questions) = (player.game(id).await, player.questions(id).await);
    (game, questions, player.games().await)
}

#[tokio::test]
async fn a_game_goes_on_after_the_server_was_stopped() {
    // Given a player who has answered two of four questions of a game in a file,
    let folder = Folder::new();
    let file = folder.path("games.db");
    let server = start(&file).await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 4).await;
    for _ in 0..2 {
        let posed = player.posed(&id).await;
        player.answers(&id, &choice(&posed, 1)).await.is(200);
    }
    let (third, before) = (player.posed(&id).await, everything(&player, &id).await);

    // when the server is stopped,
    let stopped = server.stop().await;

    // then it says nothing but that it stops, and leaves one file;
    assert!(stopped.status.success(), "{}", stopped.stderr);
    assert!(!stopped.stderr.contains("WARN"), "{}", stopped.stderr);
    assert_eq!(folder.names(), ["games.db"]);

    // and when another one starts with the file, the game is as it was, and can be finished.
    let server = start(&file).await;
    let player = server.player("ada").await;
    assert_eq!(everything(&player, &id).await, before);
    assert_eq!(player.posed(&id).await, third);
    player.finish(&id).await;
    let finished = everything(&player, &id).await;
    assert_eq!(finished.0["status"], "FINISHED");
    assert_eq!(finished.1[..2], before.1[..2], "what was answered stays");
    assert!(server.stop().await.status.success());

    // Then it is finished once and for all.
    let server = start(&file).await;
    let player = server.player("ada").await;
    assert_eq!(everything(&player, &id).await, finished);
    assert!(server.player("eve").await.games().await.is_empty());
}

#[tokio::test]
async fn the_file_can_be_named_by_a_variable() {
    let folder = Folder::new();
    let file = folder.path("a name with blanks?.db");
    let launch = || Launch::default().env("QUIZCRAFT_DATA", &file);
    let server = launch().start().await;
    let id = server.player("ada").await.ready(&["chemistry"], 1).await;
    assert!(server.stop().await.status.success());
    let server = launch().start().await;
    assert_eq!(
        server.player("ada").await.game(&id).await["status"],
        "READY"
    );
}

#[tokio::test]
async fn an_answer_that_is_under_way_is_recorded_before_the_file_is_closed() {
    // Given an answer whose head was read, and whose body is on its way,
    let folder = Folder::new();
    let file = folder.path("games.db");
    let server = start(&file).await;
    let addr = server.addr().to_owned();
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 1).await;
    let body = choice(&player.posed(&id).await, 0).to_string();
    let mut raw = Raw::to(&addr).await.unwrap();
    let head = format!(
        "POST /games/{id}/questions/answer HTTP/1.1\r\nhost: here\r\n\
         authorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        player.token(),
        body.len()
    );
    raw.send(&head).await;
    raw.continues().await;

    // when the server is told to stop before the body comes,
    server.signal("TERM").await;
    let refused = async || Raw::to(&addr).await.is_err().then_some(());
    eventually("the port is closed", refused).await;
    raw.send(&body).await;

    // then it is acknowledged and kept.
    let ending = raw.ending().await;
    assert!(
        matches!(ending, Ending::Answered { status: 200, .. }),
        "{ending:?}"
    );
    assert!(server.stopped().await.status.success());
    let server = start(&file).await;
    let game = server.player("ada").await.game(&id).await;
    assert_eq!(game["status"], "FINISHED");
}
