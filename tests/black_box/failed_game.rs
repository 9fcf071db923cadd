//! A game about unknown keywords fails with a reason.

use serde_json::{Value, json};

use crate::support::{Outcome, Server, eventually, quizcraft};

#[tokio::test]
async fn a_failed_game_is_shown_as_finished_with_a_reason_that_suggests_topics() {
    // Given a game about unknown keywords,
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.start(&["qwxzvk", "zzyzxq"], 10).await;

    // when a worker has processed it,
    let game = player.prepared(&id).await;

    // then deployed clients see an empty finished game, and newer clients also see the reason.
    assert_eq!(game["status"], "FINISHED");
    for counter in ["questions_limit", "questions_answered", "questions_correct"] {
        assert_eq!(game[counter], 0, "{counter}");
    }
    let failure = game["failure"].as_str().expect("a reason");
    assert!(failure.contains("qwxzvk"), "{failure}");
    assert!(
        topics().await.iter().any(|topic| failure.contains(topic)),
        "{failure}"
    );
    assert_eq!(player.questions(&id).await, [Value::Null; 0]);
    assert_eq!(player.games().await, [game]);
}

#[tokio::test]
async fn a_game_is_started_from_each_suggestion() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.start(&["qwxzvk", "spaceships"], 5).await;
    let failed = player.prepared(&id).await;
    let suggestions = failed["suggestions"].as_array().expect("suggestions");
    assert!((1..=3).contains(&suggestions.len()), "{failed}");
    for suggestion in suggestions {
        let keyword = suggestion.as_str().unwrap();
        assert!(failed["failure"].as_str().unwrap().contains(keyword));
        let id = player.ready(&[keyword], 5).await;
        assert_eq!(player.game(&id).await["suggestions"], json!([]));
    }
}

#[tokio::test]
async fn a_failed_game_cannot_be_played() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.start(&["qwxzvk"], 10).await;
    player.prepared(&id).await;
    player.ask(&id).await.fails(409, "game_failed");
    for answer in [
        json!({"choice": "x"}),
        json!({"choice": "x", "question": 1}),
    ] {
        player.answer(&id, &answer).await.fails(409, "game_failed");
    }
    let first = player.get(&format!("/games/{id}/questions/1")).await;
    first.fails(404, "no_such_question");
}

#[tokio::test]
async fn a_failed_game_does_not_affect_other_games() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let failed = player.start(&["qwxzvk"], 10).await;
    let ready = player.ready(&["chemistry"], 2).await;
    player.finish(&ready).await;
    eventually("both games are finished", async || {
        let games = player.games().await;
        games
            .iter()
            .all(|game| game["status"] == "FINISHED")
            .then_some(())
    })
    .await;
    assert_eq!(player.game(&failed).await["questions_limit"], 0);
}

/// Returns the names of the topics that `quizcraft topics` prints.
async fn topics() -> Vec<String> {
    let listed = Outcome::of(quizcraft(["topics"])).await.stdout;
    let names = listed.lines().filter_map(|line| line.split_once("  "));
    names.map(|(name, _)| name.to_owned()).collect()
}
