use std::sync::Arc;

use quizcraft_core::gateway::{GatewayError, MockGameStore};
use quizcraft_http::Api;
use serde_json::json;

use crate::support::{App, Call, Log, Names, PanickingStore, oneshot, quiz_over};

#[tokio::test]
async fn cause_of_a_server_error_is_logged_with_the_request_id() {
    for (error, status) in [
        (
            (|| GatewayError::Broken("no such table".into())) as fn() -> GatewayError,
            500,
        ),
        (|| GatewayError::Unavailable("throttled".into()), 503),
    ] {
        // given
        let log = Log::of_all();
        let mut failing = MockGameStore::new();
        failing.expect_page().returning(move |_, _| Err(error()));
        let mut store = MockGameStore::new();
        store.expect_until().return_once(|_| Arc::new(failing));
        let router = quizcraft_http::router(Api::new(quiz_over(store), Arc::new(Names)));

        // when
        let answer = oneshot(&router, Call::get("/games").by("ada")).await;

        // then
        assert_eq!(answer.status, status);
        let cause = if status == 500 {
            "no such table"
        } else {
            "throttled"
        };
        log.assert_names(&answer, cause);
    }
}

#[tokio::test]
async fn panic_is_logged_with_the_request_id_without_its_message() {
    let log = Log::of_all();
    let router = quizcraft_http::router(Api::new(quiz_over(PanickingStore), Arc::new(Names)));
    let answer = oneshot(&router, Call::get("/games").by("ada")).await;
    log.assert_names(&answer, "a handler panicked");
    assert!(
        !log.text().contains("only the store knows"),
        "{}",
        log.text()
    );
}

#[tokio::test]
async fn tokens_and_input_are_not_logged() {
    // given
    let log = Log::of_all();
    let app = App::new();

    // when
    let call = Call::post("/games?hidden-query").by("hidden-token");
    let call = call.header("idempotency-key", "hidden-key");
    let created = app
        .send(call.json(&json!({"keywords": ["hidden-word"]})))
        .await;
    let id = created.expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("/games/{id}/questions/answer");
    let answer = json!({"choice": "hidden-choice"});
    app.post("hidden-token", &path, &answer).await.expect(409);
    app.get("hidden-token", "/hidden-path").await.expect(404);

    // then
    log.assert_names(&created, r#""message":"answered","status":201"#);
    let text = log.text();
    let told: Vec<_> = text
        .lines()
        .filter(|line| line.contains("hidden-") || line.contains(&id))
        .collect();
    assert_eq!(told, [""; 0]);
}
