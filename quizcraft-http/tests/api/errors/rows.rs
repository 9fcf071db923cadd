use axum::response::IntoResponse;
use http::header::RETRY_AFTER;
use quizcraft_core::Error;
use quizcraft_core::testing::every_error;
use quizcraft_http::Problem;

/// The row of an error in the table. One that core may add has none until it is given one here.
fn row(error: &Error) -> (u16, &'static str) {
    match error {
        Error::InvalidGame(_) => (400, "invalid_game"),
        Error::InvalidCursor(_) => (400, "invalid_request"),
        Error::InvalidAnswer => (400, "invalid_answer"),
        Error::QuestionsLimitReached { .. } => (400, "questions_limit_reached"),
        Error::NoSuchGame => (404, "no_such_game"),
        Error::NoSuchQuestion => (404, "no_such_question"),
        Error::GamePending => (409, "game_pending"),
        Error::GameFailed(_) => (409, "game_failed"),
        Error::AlreadyAnswered => (409, "already_answered"),
        Error::OutOfOrder { .. } => (409, "out_of_order"),
        Error::IdempotencyKeyReused => (422, "idempotency_key_reused"),
        Error::Unavailable(_) => (503, "unavailable"),
        Error::Internal(_) => (500, "internal"),
        other => panic!("{other:?} has no row"),
    }
}

/// What is told of an error of the service itself, whatever its cause.
fn told(status: u16) -> Option<&'static str> {
    match status {
        500 => Some("something is wrong with the service"),
        503 => Some("the service is unavailable; the request took effect in full or not at all"),
        _ => None,
    }
}

#[tokio::test]
async fn every_error_of_the_domain_has_its_row() {
    for error in every_error() {
        // given
        let name = format!("{error:?}");
        let (status, code) = row(&error);
        let waits = matches!(error, Error::GamePending | Error::Unavailable(_));

        // when
        let response = Problem::from(error).into_response();

        // then
        assert_eq!(response.status().as_u16(), status, "{name}");
        let retry_after = response.headers().contains_key(RETRY_AFTER);
        assert_eq!(retry_after, waits, "{name}");
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        let body: serde_json::Value = serde_json::from_slice(&body.unwrap()).unwrap();
        let errors = body["errors"].as_array().unwrap();
        assert!(errors.iter().all(|error| error["code"] == code), "{name}");
        if let Some(message) = told(status) {
            assert_eq!(errors[0]["message"], message, "{name}");
        }
    }
}
