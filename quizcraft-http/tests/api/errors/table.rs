use serde_json::json;

use crate::support::{App, Call, right, wrong};

const MISSING_GAME: &str = "5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e";

#[tokio::test]
async fn games_of_other_players_are_not_found() {
    // given
    let app = App::new();
    let game = app.ready("ada", 1).await;

    for (player, game) in [("bob", game.as_str()), ("ada", MISSING_GAME)] {
        let own = |path: &str| format!("/games/{game}{path}");
        let answer = json!({"choice": right(1), "question": 1});
        for call in [
            Call::get(&own("")),
            Call::get(&own("/questions")),
            Call::get(&own("/questions/1")),
            Call::post(&own("/questions/ask")),
            Call::post(&own("/questions/answer")).json(&answer),
        ] {
            // when
            let answer = app.send(call.by(player)).await;

            // then
            answer.expect_error(404, "no_such_game");
            assert_eq!(answer.message(), "game not found");
        }
    }
    let seen = app.get("ada", &format!("/games/{game}")).await.expect(200);
    assert_eq!(
        seen["questions_answered"], 0,
        "what others sent is not recorded"
    );
}

#[tokio::test]
async fn pending_game_has_retry_after() {
    let app = App::new();
    let game = app.pending("ada").await;
    let ask = Call::post(&format!("/games/{game}/questions/ask")).by("ada");
    let unnamed = json!({"choice": "x"});
    let named = json!({"choice": "x", "question": 1});
    for answer in [
        app.send(ask).await,
        app.answer("ada", &game, &unnamed).await,
        app.answer("ada", &game, &named).await,
    ] {
        answer.expect_error(409, "game_pending");
        assert_eq!(answer.header("retry-after"), Some("2"));
    }
    let question = app.get("ada", &format!("/games/{game}/questions/1")).await;
    question.expect_error(404, "no_such_question");
}

#[tokio::test]
async fn failed_game_cannot_be_played() {
    let app = App::new();
    let game = app.failed("ada", "There is no fact about Rome.").await;
    let ask = Call::post(&format!("/games/{game}/questions/ask")).by("ada");
    let answer = json!({"choice": "x", "question": 1});
    for answer in [app.send(ask).await, app.answer("ada", &game, &answer).await] {
        answer.expect_error(409, "game_failed");
        assert_eq!(answer.header("retry-after"), None);
        let message = answer.message();
        assert!(message.contains("There is no fact"), "{message}");
    }
}

#[tokio::test]
async fn finished_game_has_reached_its_limit() {
    // given
    let app = App::new();
    let game = app.ready("ada", 2).await;
    for n in 1..=2 {
        let answer = json!({"choice": right(n)});
        app.answer("ada", &game, &answer).await.expect(200);
    }

    // when
    let ask = Call::post(&format!("/games/{game}/questions/ask")).by("ada");
    let asked = app.send(ask).await;
    let answered = app.answer("ada", &game, &json!({"choice": right(2)})).await;

    // then
    for answer in [asked, answered] {
        answer.expect_error(400, "questions_limit_reached");
        let message = format!("Game {game} has reached questions limit of 2");
        assert_eq!(answer.message(), message);
    }
}

#[tokio::test]
async fn rejected_answers_have_a_code() {
    // given
    let app = App::new();
    let game = app.ready("ada", 3).await;
    let first = json!({"choice": right(1), "question": 1});
    app.answer("ada", &game, &first).await.expect(200);

    for (choice, question, status, code) in [
        ("nonsense".to_owned(), json!(null), 400, "invalid_answer"),
        ("nonsense".to_owned(), json!(1), 400, "invalid_answer"),
        ("nonsense".to_owned(), json!(2), 400, "invalid_answer"),
        ("nonsense".to_owned(), json!(3), 400, "invalid_answer"),
        (right(1), json!(2), 400, "invalid_answer"),
        (right(2).to_uppercase(), json!(2), 400, "invalid_answer"),
        (format!("{} ", right(2)), json!(2), 400, "invalid_answer"),
        (String::new(), json!(2), 400, "invalid_answer"),
        (wrong(1), json!(1), 409, "already_answered"),
        (right(3), json!(3), 409, "out_of_order"),
        (right(1), json!(0), 404, "no_such_question"),
        (right(1), json!(-1), 404, "no_such_question"),
        (right(1), json!(4), 404, "no_such_question"),
        (right(1), json!(65_537), 404, "no_such_question"),
    ] {
        // when
        let body = json!({"choice": choice, "question": question});
        let answer = app.answer("ada", &game, &body).await;

        // then
        assert_eq!(answer.status, status, "{body}");
        answer.expect_error(status, code);
    }
    let seen = app.get("ada", &format!("/games/{game}")).await.expect(200);
    assert_eq!(seen["questions_answered"], 1, "none of these is recorded");
}
