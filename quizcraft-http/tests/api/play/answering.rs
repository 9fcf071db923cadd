use std::sync::Arc;

use axum::Router;
use quizcraft_http::Api;
use quizcraft_memory::Memory;
use serde_json::json;

use crate::support::{
    Answer, App, Call, Names, Rendezvous, Script, oneshot, quiz_with, right, wrong,
};

#[tokio::test]
async fn repeated_answer_returns_the_same_feedback() {
    // given
    let app = App::new();
    let game = app.ready("ada", 2).await;
    let answer = json!({"choice": wrong(1), "question": 1});
    let first = app.answer("ada", &game, &answer).await.expect(200);

    // when
    let again = app.answer("ada", &game, &answer).await.expect(200);

    // then
    assert_eq!(again, first);
    let seen = app.get("ada", &format!("/games/{game}")).await.expect(200);
    assert_eq!(seen["questions_answered"], 1);
}

#[tokio::test]
async fn repeated_answer_on_a_finished_game_returns_the_same_feedback() {
    // given
    let app = App::new();
    let game = app.ready("ada", 2).await;
    let mut feedbacks = Vec::new();
    for n in 1..=2 {
        let answer = json!({"choice": right(n), "question": n});
        feedbacks.push(app.answer("ada", &game, &answer).await.expect(200));
    }

    for (n, feedback) in (1..=2).zip(&feedbacks) {
        // when
        let same = json!({"choice": right(n), "question": n});
        let other = json!({"choice": wrong(n), "question": n});
        let none = json!({"choice": "nonsense", "question": n});

        // then
        let again = app.answer("ada", &game, &same).await.expect(200);
        assert_eq!(again, *feedback);
        let other = app.answer("ada", &game, &other).await;
        other.expect_error(409, "already_answered");
        let none = app.answer("ada", &game, &none).await;
        none.expect_error(400, "invalid_answer");
    }
    let beyond = json!({"choice": right(1), "question": 3});
    let beyond = app.answer("ada", &game, &beyond).await;
    beyond.expect_error(404, "no_such_question");
}

#[tokio::test]
async fn answer_without_a_number_is_for_the_first_unanswered_question() {
    let app = App::new();
    let game = app.ready("ada", 3).await;
    for n in 1..=3_u16 {
        let body = if n == 2 {
            json!({"choice": right(n), "question": null})
        } else {
            json!({"choice": right(n)})
        };
        let feedback = app.answer("ada", &game, &body).await.expect(200);
        assert_eq!(feedback["index"], n);
        assert_eq!(feedback["result"], true);
    }
}

/// A router with a store that synchronises this number of concurrent answers, and a game with two
/// questions.
async fn race_of(racers: usize) -> (Router, String) {
    let memory = Memory::new();
    let quiz = quiz_with(Rendezvous::of(racers), memory.queue());
    let api = Api::new(quiz.clone(), Arc::new(Names));
    let router = quizcraft_http::router(api);
    let rome = json!({"keywords": ["Rome"]});
    let started = oneshot(&router, Call::post("/games").by("ada").json(&rome)).await;
    let work = memory.queue().receive().unwrap().work();
    let _ = quiz.prepare(&work, &Script::Writes(2)).await.unwrap();
    let game = started.expect(201)["id"].as_str().unwrap().to_owned();
    (router, game)
}

#[tokio::test]
async fn one_of_several_concurrent_answers_is_recorded() {
    for body in [json!({}), json!({"question": 1})] {
        // given: nine concurrent answers to the first question.
        let (router, game) = race_of(9).await;
        let path = format!("/games/{game}/questions/answer");
        let choices = [right(1), wrong(1), "myth-1".to_owned()];

        // when
        let racing = choices.iter().cycle().take(9).map(|choice| {
            let mut body = body.clone();
            body["choice"] = json!(choice);
            oneshot(&router, Call::post(&path).by("ada").json(&body))
        });
        let answers = futures_util::future::join_all(racing).await;

        // then
        let (recorded, others): (Vec<_>, Vec<_>) =
            answers.into_iter().partition(|answer| answer.status == 200);
        assert_eq!(recorded.len(), 3, "those who chose the same");
        let same = |answer: &Answer| answer.text == recorded[0].text;
        assert!(recorded.iter().all(same));
        for answer in others {
            answer.expect_error(409, "already_answered");
        }
        let seen = Call::get(&format!("/games/{game}")).by("ada");
        let seen = oneshot(&router, seen).await.expect(200);
        assert_eq!(
            seen["questions_answered"], 1,
            "none went to the next question"
        );
    }
}
