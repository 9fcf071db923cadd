//! Errors of asking and answering.

use quizcraft_memory::QueuePolicy;
use serde_json::{Value, json};

use crate::support::{Action, InProcessServer, ScriptedWriter, Server, choice, options};

#[tokio::test]
async fn invalid_repeated_and_late_answers_have_their_errors() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 2).await;
    let posed = player.next_question(&id).await;
    let (one, other) = (choice(&posed, 0), choice(&posed, 1));

    let none = json!({"choice": "none of them"});
    player.answer(&id, &none).await.fails(400, "invalid_answer");
    let nearly = json!({"choice": format!("{} ", options(&posed)[0])});
    player
        .answer(&id, &nearly)
        .await
        .fails(400, "invalid_answer");

    let feedback = player.answer(&id, &one).await.is(200).body;
    assert_eq!(player.answer(&id, &one).await.is(200).body, feedback);
    player
        .answer(&id, &other)
        .await
        .fails(409, "already_answered");
    let none = json!({"choice": "none of them", "question": 1});
    player.answer(&id, &none).await.fails(400, "invalid_answer");

    player.finish(&id).await;
    assert_eq!(player.answer(&id, &one).await.is(200).body, feedback);
    player
        .answer(&id, &other)
        .await
        .fails(409, "already_answered");
    player.answer(&id, &none).await.fails(400, "invalid_answer");
    let unnamed = json!({"choice": "anything"});
    let over = player.answer(&id, &unnamed).await;
    let over = over.fails(400, "questions_limit_reached");
    assert_eq!(
        over.message(),
        format!("Game {id} has reached questions limit of 2")
    );
    let over = player.ask(&id).await;
    over.fails(400, "questions_limit_reached");
}

#[tokio::test]
async fn an_answer_to_a_later_question_is_out_of_order() {
    let server = InProcessServer::with(&ScriptedWriter::always(Action::Write)).await;
    let player = server.player("ada");
    let id = player.ready(&["anything"], 3).await;
    let ahead = json!({"question": 2, "choice": "right of 2"});
    player.answer(&id, &ahead).await.fails(409, "out_of_order");
    let none = json!({"question": 2, "choice": "right of 1"});
    player.answer(&id, &none).await.fails(400, "invalid_answer");
    let beyond = json!({"question": 4, "choice": "right of 4"});
    player
        .answer(&id, &beyond)
        .await
        .fails(404, "no_such_question");
}

#[tokio::test]
async fn playing_a_pending_game_fails_with_retry_after() {
    // Given a game that no worker prepares,
    let server = InProcessServer::new(QueuePolicy::default()).await;
    let player = server.player("ada");
    let id = player.start(&["Rome"], 5).await;

    // when it is played, then the response has a Retry-After header; reading it succeeds.
    let answer = json!({"choice": "Rome"});
    for reply in [player.ask(&id).await, player.answer(&id, &answer).await] {
        let reply = reply.fails(409, "game_pending");
        let wait: u64 = reply.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait));
    }
    assert_eq!(player.questions(&id).await, [Value::Null; 0]);
    let first = player.get(&format!("/games/{id}/questions/1")).await;
    first.fails(404, "no_such_question");
}

#[tokio::test]
async fn a_null_question_means_the_next_one() {
    let server = InProcessServer::with(&ScriptedWriter::always(Action::Write)).await;
    let player = server.player("ada");
    let id = player.ready(&["anything"], 2).await;
    for number in 1..=2 {
        let answer = json!({"question": null, "choice": format!("right of {number}"), "more": 1});
        let feedback = player.answer(&id, &answer).await.is(200).body;
        assert_eq!(feedback["index"], number);
        assert_eq!(feedback["result"], true);
    }
}
