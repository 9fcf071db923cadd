use axum::response::IntoResponse;
use http::header::RETRY_AFTER;
use quizcraft_contract::every_error;
use quizcraft_core::{Error, ErrorCode, PlayError};
use quizcraft_http::Problem;

/// The documented status of a code.
fn status(code: ErrorCode) -> u16 {
    match code.as_str() {
        "invalid_request" | "invalid_game" | "invalid_answer" | "questions_limit_reached" => 400,
        "no_such_game" | "no_such_question" => 404,
        "game_pending" | "game_failed" | "already_answered" | "out_of_order" => 409,
        "idempotency_key_reused" => 422,
        "too_many_games" => 429,
        "unavailable" => 503,
        "internal" => 500,
        other => panic!("{other} has no row"),
    }
}

/// The message of every internal error.
fn told(status: u16) -> Option<&'static str> {
    match status {
        500 => Some("internal error"),
        503 => Some("the service is unavailable; the request took effect in full or not at all"),
        _ => None,
    }
}

#[tokio::test]
async fn every_error_code_is_documented() {
    for error in every_error() {
        // given
        let name = format!("{error:?}");
        let code = error.code();
        let status = status(code);
        let waits = matches!(
            error,
            Error::Play(PlayError::Pending) | Error::TooManyGames { .. } | Error::Unavailable(_)
        );

        // when
        let response = Problem::from(error).into_response();

        // then
        assert_eq!(response.status().as_u16(), status, "{name}");
        let retry_after = response.headers().contains_key(RETRY_AFTER);
        assert_eq!(retry_after, waits, "{name}");
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
        let body: serde_json::Value = serde_json::from_slice(&body.unwrap()).unwrap();
        let errors = body["errors"].as_array().unwrap();
        assert!(
            errors.iter().all(|error| error["code"] == code.as_str()),
            "{name}"
        );
        if let Some(message) = told(status) {
            assert_eq!(errors[0]["message"], message, "{name}");
        }
    }
}

/// A client that retries soon would fail again.
#[tokio::test]
async fn a_full_store_is_unavailable_for_an_hour_and_says_so() {
    let error = Error::StoreFull("the items of one player fill the table".into());
    let response = Problem::from(error).into_response();
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()[RETRY_AFTER], "3600");
    let body = axum::body::to_bytes(response.into_body(), usize::MAX).await;
    let body: serde_json::Value = serde_json::from_slice(&body.unwrap()).unwrap();
    assert_eq!(body["errors"][0]["code"], "unavailable");
    let message = "the service cannot store more for this player; the request had no effect";
    assert_eq!(body["errors"][0]["message"], message);
}
