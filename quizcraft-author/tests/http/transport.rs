//! What all clients have in common: statuses, time-outs, limits and redirects.

use std::time::Duration;

use quizcraft_author::{
    BaseUrl, ChatModel, HttpClient, HttpError, ModelError, OpenAiChat, Timeouts,
};
use serde_json::json;
use tokio::net::TcpSocket;

use crate::server::{Reply, Server};
use crate::{base, client, model_name, request};

/// Returns the error of a request to a server that sends one reply.
async fn error_of(reply: Reply) -> ModelError {
    let server = Server::start([reply]).await;
    let model = OpenAiChat::new(client(), base(&server, "/v1"), model_name());
    let error = model.complete(&request()).await.unwrap_err();
    assert_eq!(server.requests().len(), 1);
    error
}

/// Returns the wait that a transient error requests.
fn retry_after(error: &ModelError) -> Option<Duration> {
    match error {
        ModelError::Temporary { retry_after, .. } => *retry_after,
        other => panic!("expected a transient error, not {other:?}"),
    }
}

/// Returns the cause of a permanent error.
fn permanent(error: ModelError) -> HttpError {
    match error {
        ModelError::Permanent { source } => *source.downcast().unwrap(),
        other => panic!("expected a permanent error, not {other:?}"),
    }
}

/// Returns the cause of an unusable reply of unknown usage.
fn unusable(error: ModelError) -> HttpError {
    match error {
        ModelError::Unusable {
            source,
            usage: None,
        } => *source.downcast().unwrap(),
        other => panic!("expected an unusable reply, not {other:?}"),
    }
}

/// Returns the cause of a transient error.
fn temporary(error: ModelError) -> HttpError {
    match error {
        ModelError::Temporary { source, .. } => *source.downcast().unwrap(),
        other => panic!("expected a transient error, not {other:?}"),
    }
}

#[tokio::test]
async fn statuses_of_overload_are_transient() {
    for status in [408, 425, 429, 500, 502, 503, 504, 529] {
        let error = error_of(Reply::status(status)).await;
        assert_eq!(retry_after(&error), None);
    }
}

#[tokio::test]
async fn other_statuses_are_permanent_and_named() {
    for status in [301, 400, 409, 413, 422] {
        let error = permanent(error_of(Reply::status(status)).await);
        assert_eq!(
            error.to_string(),
            format!("the server returned status {status}")
        );
    }
}

#[tokio::test]
async fn other_statuses_of_a_success_are_unusable_and_named() {
    for status in [201, 202, 203, 204, 206, 226, 299] {
        let error = unusable(error_of(Reply::status(status)).await);
        assert_eq!(
            error.to_string(),
            format!("the server returned status {status}")
        );
    }
}

#[tokio::test]
async fn statuses_of_an_invalid_key_or_an_unknown_model_are_transient_and_named() {
    for status in [401, 403, 404] {
        let error = error_of(Reply::status(status)).await;
        assert_eq!(retry_after(&error), Some(Duration::from_secs(1)));
        assert_eq!(
            temporary(error).to_string(),
            format!("the server returned status {status}")
        );
    }
}

#[tokio::test]
async fn retry_after_is_a_number_of_seconds() {
    let reply = Reply::status(429).with("retry-after", "7");
    assert_eq!(
        retry_after(&error_of(reply).await),
        Some(Duration::from_secs(7))
    );
}

#[tokio::test]
async fn retry_after_is_a_date_on_the_clock_of_the_server() {
    let reply = Reply::status(503)
        .with("date", "Sun, 06 Nov 1994 08:49:37 GMT")
        .with("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT");
    assert_eq!(
        retry_after(&error_of(reply).await),
        Some(Duration::from_secs(30))
    );
}

#[tokio::test]
async fn a_date_in_the_past_is_no_wait() {
    let reply = Reply::status(429).with("retry-after", "Sun, 06 Nov 1994 08:49:37 GMT");
    assert_eq!(retry_after(&error_of(reply).await), Some(Duration::ZERO));
}

#[tokio::test]
async fn milliseconds_are_more_precise() {
    let reply = Reply::status(429)
        .with("retry-after", "1")
        .with("retry-after-ms", "250.5");
    let wait = Duration::from_micros(250_500);
    assert_eq!(retry_after(&error_of(reply).await), Some(wait));
}

#[tokio::test]
async fn a_malformed_wait_is_ignored_and_a_long_one_is_a_day() {
    for malformed in ["soon", "-1", ""] {
        let reply = Reply::status(429)
            .with("retry-after", malformed)
            .with("retry-after-ms", "NaN");
        assert_eq!(retry_after(&error_of(reply).await), None, "{malformed}");
    }
    let reply = Reply::status(429).with("retry-after", "99999999");
    assert_eq!(
        retry_after(&error_of(reply).await),
        Some(Duration::from_hours(24))
    );
}

#[tokio::test]
async fn a_connection_that_ends_within_the_body_is_transient() {
    let error = temporary(error_of(Reply::cut()).await);
    assert!(matches!(error, HttpError::Connection(_)), "{error:?}");
}

#[tokio::test]
async fn a_server_that_does_not_listen_is_transient() {
    // The port is reserved, so that no other server can listen on it.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let url = format!("http://{}/v1", socket.local_addr().unwrap());
    let server = BaseUrl::parse(&url).unwrap();
    let model = OpenAiChat::new(client(), server, model_name());
    let error = temporary(model.complete(&request()).await.unwrap_err());
    assert!(matches!(error, HttpError::Connection(_)), "{error:?}");
}

/// Returns the error of a request over https to a server that does not speak TLS.
async fn error_over_https(client: HttpClient) -> HttpError {
    let server = Server::start([]).await;
    let url = server.url("/v1").replace("http:", "https:");
    let model = OpenAiChat::new(client, BaseUrl::parse(&url).unwrap(), model_name());
    let error = model.complete(&request()).await.unwrap_err();
    assert!(server.requests().is_empty());
    temporary(error)
}

#[tokio::test]
async fn https_is_never_sent_without_tls() {
    let error = error_over_https(client()).await;
    assert!(matches!(error, HttpError::Connection(_)), "{error:?}");
}

#[cfg(feature = "public-roots")]
#[tokio::test]
async fn the_public_roots_are_usable() {
    let error = error_over_https(client().with_public_roots()).await;
    assert!(matches!(error, HttpError::Connection(_)), "{error:?}");
}

#[tokio::test]
async fn a_silent_server_is_a_transient_error_after_the_time_out() {
    let timeouts = Timeouts::new(Duration::from_millis(200), Duration::from_millis(200)).unwrap();
    let server = Server::start([Reply::silence()]).await;
    let client = HttpClient::new(timeouts);
    let model = OpenAiChat::new(client, base(&server, "/v1"), model_name());
    let error = temporary(model.complete(&request()).await.unwrap_err());
    assert!(matches!(error, HttpError::TimedOut), "{error:?}");
}

#[tokio::test]
async fn an_endless_body_is_refused_at_the_limit() {
    let error = unusable(error_of(Reply::endless()).await);
    assert!(
        matches!(error, HttpError::TooLarge { max: 1_048_576 }),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_large_body_is_refused_by_its_declared_length() {
    let body = vec![b' '; 3_000_000];
    let error = unusable(error_of(Reply::new(200, "application/json", body)).await);
    assert!(matches!(error, HttpError::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn garbage_is_unusable() {
    for garbage in ["", "{", "[]", "\u{0}\u{1}", "{\"choices\": 7}"] {
        let error = unusable(error_of(Reply::new(200, "application/json", garbage)).await);
        assert!(
            matches!(error, HttpError::Malformed { .. }),
            "{garbage}: {error:?}"
        );
    }
}

#[tokio::test]
async fn another_media_type_is_unusable() {
    let reply = json!({"choices": [{"message": {"content": "{}"}}]}).to_string();
    let error = unusable(error_of(Reply::new(200, "text/html; charset=utf-8", reply)).await);
    assert!(matches!(error, HttpError::Malformed { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let target = Server::start([Reply::status(200)]).await;
    let error = permanent(error_of(Reply::redirect(&target.url("/elsewhere"))).await);
    assert!(
        matches!(error, HttpError::Status { status: 302, .. }),
        "{error:?}"
    );
    assert!(target.requests().is_empty());
}

#[tokio::test]
async fn a_huge_error_body_is_not_read() {
    let body = vec![b'x'; 3_000_000];
    let error = permanent(error_of(Reply::new(400, "application/json", body)).await);
    assert!(
        matches!(error, HttpError::Status { status: 400, .. }),
        "{error:?}"
    );
}
