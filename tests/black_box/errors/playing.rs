//! Games that cannot be played that way, or not now.

use quizcraft_memory::QueuePolicy;
use serde_json::{Value, json};

use crate::support::{Act, Scripted, Server, Wired, choice, options};

#[tokio::test]
async fn answers_have_the_errors_of_their_order() {
    let server = Server::start().await;
    let player = server.player("ada").await;
    let id = player.ready(&["chemistry"], 2).await;
    let posed = player.posed(&id).await;
    let (one, other) = (choice(&posed, 0), choice(&posed, 1));

    let none = json!({"choice": "none of them"});
    player
        .answers(&id, &none)
        .await
        .fails(400, "invalid_answer");
    let nearly = json!({"choice": format!("{} ", options(&posed)[0])});
    player
        .answers(&id, &nearly)
        .await
        .fails(400, "invalid_answer");

    let feedback = player.answers(&id, &one).await.is(200).body;
    assert_eq!(player.answers(&id, &one).await.is(200).body, feedback);
    player
        .answers(&id, &other)
        .await
        .fails(409, "already_answered");
    let none = json!({"choice": "none of them", "question": 1});
    player
        .answers(&id, &none)
        .await
        .fails(400, "invalid_answer");

    player.finish(&id).await;
    assert_eq!(player.answers(&id, &one).await.is(200).body, feedback);
    player
        .answers(&id, &other)
        .await
        .fails(409, "already_answered");
    player
        .answers(&id, &none)
        .await
        .fails(400, "invalid_answer");
    let unnamed = json!({"choice": "anything"});
    let over = player.answers(&id, &unnamed).await;
    let over = over.fails(400, "questions_limit_reached");
    assert_eq!(
        over.message(),
        format!("Game {id} has reached questions limit of 2")
    );
    let over = player.asks(&id).await;
    over.fails(400, "questions_limit_reached");
}

#[tokio::test]
async fn a_question_that_is_not_next_is_out_of_order() {
    let wired = Wired::with(&Scripted::always(Act::Write)).await;
    let player = wired.player("ada");
    let id = player.ready(&["anything"], 3).await;
    let ahead = json!({"question": 2, "choice": "right of 2"});
    player.answers(&id, &ahead).await.fails(409, "out_of_order");
    let none = json!({"question": 2, "choice": "right of 1"});
    player
        .answers(&id, &none)
        .await
        .fails(400, "invalid_answer");
    let beyond = json!({"question": 4, "choice": "right of 4"});
    player
        .answers(&id, &beyond)
        .await
        .fails(404, "no_such_question");
}

#[tokio::test]
async fn a_pending_game_says_when_to_come_back() {
    // Given a game that no worker prepares,
    let wired = Wired::new(QueuePolicy::default()).await;
    let player = wired.player("ada");
    let id = player.start(&["Rome"], 5).await;

    // when it is played, then its player is told to wait; looking at it is no error.
    let answer = json!({"choice": "Rome"});
    for reply in [player.asks(&id).await, player.answers(&id, &answer).await] {
        let reply = reply.fails(409, "game_pending");
        let wait: u64 = reply.header("retry-after").parse().unwrap();
        assert!((1..=60).contains(&wait));
    }
    assert_eq!(player.questions(&id).await, [Value::Null; 0]);
    let first = player.get(&format!("/games/{id}/questions/1")).await;
    first.fails(404, "no_such_question");
}

#[tokio::test]
async fn a_question_that_is_null_is_the_next_one() {
    let wired = Wired::with(&Scripted::always(Act::Write)).await;
    let player = wired.player("ada");
    let id = player.ready(&["anything"], 2).await;
    for number in 1..=2 {
        let answer = json!({"question": null, "choice": format!("right of {number}"), "more": 1});
        let feedback = player.answers(&id, &answer).await.is(200).body;
        assert_eq!(feedback["index"], number);
        assert_eq!(feedback["result"], true);
    }
}
