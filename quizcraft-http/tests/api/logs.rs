//! What the log learns of a request, and what it does not.

use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use quizcraft_core::gateway::{GatewayError, MockGameStore};
use quizcraft_http::Api;
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{Answer, App, Call, Names, PanickingStore, oneshot, quiz_over};

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// The log of all tests together: what a test looks for in it must be its own.
    fn of_all() -> &'static Self {
        static LOG: LazyLock<Log> = LazyLock::new(|| {
            let log = Log::default();
            let subscriber = tracing_subscriber::fmt()
                .with_max_level(tracing::Level::TRACE)
                .json()
                .with_writer(log.clone());
            tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
            log
        });
        &LOG
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }

    /// Checks that one line names the request that got this answer, and this cause.
    fn assert_names(&self, answer: &Answer, cause: &str) {
        let (text, id) = (self.text(), answer.header("x-request-id").unwrap());
        let found = text
            .lines()
            .any(|line| line.contains(id) && line.contains(cause));
        assert!(found, "{cause} under {id}: {text}");
    }
}

#[tokio::test]
async fn the_cause_of_an_error_of_the_service_is_logged_under_the_requests_id() {
    for (error, status) in [
        (
            (|| GatewayError::Broken("no such table".into())) as fn() -> GatewayError,
            500,
        ),
        (|| GatewayError::Unavailable("throttled".into()), 503),
    ] {
        // given
        let log = Log::of_all();
        let mut store = MockGameStore::new();
        store.expect_page().returning(move |_, _| Err(error()));
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
async fn a_panic_is_logged_under_the_requests_id() {
    let log = Log::of_all();
    let router = quizcraft_http::router(Api::new(quiz_over(PanickingStore), Arc::new(Names)));
    let answer = oneshot(&router, Call::get("/games").by("ada")).await;
    log.assert_names(&answer, "the secret of the store");
}

#[tokio::test]
async fn neither_tokens_nor_what_players_send_is_logged() {
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
