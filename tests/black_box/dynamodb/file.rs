//! The option `--data`: games in a file.

use serde_json::Value;

use crate::support::{Ending, Launch, Player, RawConnection, Server, TestDir, choice, eventually};

async fn start(file: &str) -> Server {
    Launch::default().arg("--data", file).start().await
}

/// Returns the game, its questions, and the list of games.
async fn everything(player: &Player, id: &str) -> (Value, Vec<Value>, Vec<Value>) {
    let (game, questions) = (player.game(id).await, player.questions(id).await);
    (game, questions, player.games().await)
}

#[tokio::test]
async fn a_game_continues_after_a_restart() {
    // Given a game in a file with two of four questions answered,
    let dir = TestDir::new();
    let file = dir.path("games.db");
    let server = start(&file).await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 4).await;
    for _ in 0..2 {
        let posed = player.next_question(&id).await;
        player.answer(&id, &choice(&posed, 1)).await.is(200);
    }
    let (third, before) = (
        player.next_question(&id).await,
        everything(&player, &id).await,
    );

    // when the server is stopped,
    let stopped = server.stop().await;

    // then it logs no warning and leaves one file,
    assert!(stopped.status.success(), "{}", stopped.stderr);
    assert!(!stopped.stderr.contains("WARN"), "{}", stopped.stderr);
    assert_eq!(dir.names(), ["games.db"]);

    // and after a restart with this file, the game is unchanged and can be finished.
    let server = start(&file).await;
    let player = server.player("ada").await;
    assert_eq!(everything(&player, &id).await, before);
    assert_eq!(player.next_question(&id).await, third);
    player.finish(&id).await;
    let finished = everything(&player, &id).await;
    assert_eq!(finished.0["status"], "FINISHED");
    assert_eq!(
        finished.1[..2],
        before.1[..2],
        "answered questions do not change"
    );
    assert!(server.stop().await.status.success());

    // It is still finished after another restart.
    let server = start(&file).await;
    let player = server.player("ada").await;
    assert_eq!(everything(&player, &id).await, finished);
    assert!(server.player("eve").await.games().await.is_empty());
}

#[tokio::test]
async fn the_file_can_be_set_by_a_variable() {
    let dir = TestDir::new();
    let file = dir.path("a name with blanks?.db");
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
async fn an_answer_in_flight_is_recorded_before_the_file_is_closed() {
    // Given an answer whose head the server has read and whose body it awaits,
    let dir = TestDir::new();
    let file = dir.path("games.db");
    let server = start(&file).await;
    let addr = server.addr().to_owned();
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 1).await;
    let body = choice(&player.next_question(&id).await, 0).to_string();
    let mut raw = RawConnection::to(&addr).await.unwrap();
    let head = format!(
        "POST /games/{id}/questions/answer HTTP/1.1\r\nhost: here\r\n\
         authorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nexpect: 100-continue\r\n\r\n",
        player.token(),
        body.len()
    );
    raw.send(&head).await;
    raw.expect_continue().await;

    // when the server receives SIGTERM before the body,
    server.signal("TERM").await;
    let refused = async || RawConnection::to(&addr).await.is_err().then_some(());
    eventually("the port is closed", refused).await;
    raw.send(&body).await;

    // then the answer is acknowledged and stored.
    let ending = raw.read_ending().await;
    assert!(
        matches!(ending, Ending::Answered { status: 200, .. }),
        "{ending:?}"
    );
    assert!(server.stopped().await.status.success());
    let server = start(&file).await;
    let game = server.player("ada").await.game(&id).await;
    assert_eq!(game["status"], "FINISHED");
}

#[tokio::test]
async fn pending_games_are_prepared_after_a_restart() {
    // A server may prepare all games before it stops, so this is repeated until some are pending.
    for _ in 0..20 {
        // Given a server that is stopped while games are pending,
        let dir = TestDir::new();
        let file = dir.path("games.db");
        let server = start(&file).await;
        let player = server.player("ada").await;
        let starting = (0..30).map(|_| player.start(&["chemistry"], 50));
        let ids = futures_util::future::join_all(starting).await;
        assert!(server.stop().await.status.success());

        // when another server opens the file,
        let server = start(&file).await;
        let player = server.player("ada").await;

        // then it prepares them, long before they would be overdue.
        for id in &ids {
            assert_eq!(player.prepared(id).await["status"], "READY");
        }
        let stopped = server.stop().await;
        if stopped
            .stderr
            .contains("the work of pending games was sent again")
        {
            return;
        }
    }
    panic!("no game was pending when the server stopped");
}
