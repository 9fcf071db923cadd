//! CORS.

use http::Method;
use quizcraft_http::Origin;
use serde_json::json;

use crate::support::{Answer, App, Call};

const ORIGIN: &str = "https://quiz.example.org";

fn app() -> App {
    App::configured(|api| api.with_cors_origin(ORIGIN.parse().unwrap()))
}

fn preflight(path: &str, origin: &str) -> Call {
    Call::new(Method::OPTIONS, path)
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header(
            "access-control-request-headers",
            "authorization,content-type,idempotency-key",
        )
}

/// The members of a header that holds a list, sorted, in lower case.
fn members(answer: &Answer, name: &str) -> Vec<String> {
    let value = answer.header(name).unwrap_or_default();
    let mut members: Vec<_> = value
        .split(',')
        .map(|member| member.trim().to_lowercase())
        .collect();
    members.sort_unstable();
    members
}

fn cors_headers(answer: &Answer) -> Vec<&str> {
    let names = answer.headers.keys().map(http::HeaderName::as_str);
    names
        .filter(|name| name.starts_with("access-control-"))
        .collect()
}

#[tokio::test]
async fn preflight_lists_methods_and_headers() {
    let app = app();
    for path in ["/games", "/quiz/v1/games", "/games/1/questions/answer"] {
        let answer = app.send(preflight(path, ORIGIN)).await;
        assert!(answer.status.is_success(), "{}", answer.status);
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
        let methods = members(&answer, "access-control-allow-methods");
        assert_eq!(methods, ["get", "post", "put"]);
        let headers = members(&answer, "access-control-allow-headers");
        assert_eq!(
            headers,
            ["authorization", "content-type", "idempotency-key"]
        );
        assert_eq!(answer.header("access-control-allow-credentials"), None);
    }
}

#[tokio::test]
async fn responses_are_readable_by_the_allowed_origin() {
    // given
    let app = app();
    let call = |call: Call| call.header("origin", ORIGIN);
    let rome = json!({"keywords": ["Rome"]});

    for (call, status) in [
        (call(Call::get("/games").by("ada")), 200),
        (call(Call::post("/games").by("ada").json(&rome)), 201),
        (call(Call::get("/games")), 401),
        (call(Call::get("/nothing")), 404),
        (call(Call::new(Method::DELETE, "/games")), 405),
        (
            call(Call::post("/games").header("content-length", "65537")),
            413,
        ),
    ] {
        // when
        let answer = app.send(call).await;

        // then
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("access-control-allow-origin"), Some(ORIGIN));
        assert_eq!(
            members(&answer, "access-control-expose-headers"),
            [
                "location",
                "retry-after",
                "www-authenticate",
                "x-request-id"
            ]
        );
    }
}

#[tokio::test]
async fn other_origins_are_rejected() {
    let app = app();
    for origin in [
        "https://evil.example.org",
        "http://quiz.example.org",
        "https://quiz.example.org:8443",
        "https://quiz.example.org.evil.example",
        "null",
    ] {
        let preflight = app.send(preflight("/games", origin)).await;
        assert_eq!(preflight.header("access-control-allow-origin"), None);
        let call = Call::get("/games").by("ada").header("origin", origin);
        let answer = app.send(call).await;
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert_eq!(answer.header("access-control-expose-headers"), None);
        assert!(members(&answer, "vary").contains(&"origin".to_owned()));
    }
}

#[tokio::test]
async fn no_cors_headers_without_a_configured_origin() {
    let app = App::new();
    let preflight = app.send(preflight("/games", ORIGIN)).await;
    preflight.expect_error(405, "method_not_allowed");
    assert_eq!(cors_headers(&preflight), [""; 0]);
    let call = Call::get("/games").by("ada").header("origin", ORIGIN);
    assert_eq!(cors_headers(&app.send(call).await), [""; 0]);
}

#[tokio::test]
async fn wildcard_origin_is_supported() {
    let app = App::configured(|api| api.with_cors_origin(Origin::any()));
    let answer = app.send(preflight("/games", ORIGIN)).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

#[test]
fn origins_are_parsed_as_browsers_send_them() {
    for text in [
        ORIGIN,
        "http://localhost:1234",
        "https://quiz.example.org:8443",
        "http://127.0.0.1",
        "http://[::1]:8080",
        "https://xn--qui-cma.example.org",
    ] {
        assert!(text.parse::<Origin>().is_ok(), "{text}");
    }
    for text in [
        "",
        "*",
        "null",
        "https://",
        "localhost:1234",
        "quiz.example.org",
        "/games",
        "ftp://quiz.example.org",
        "https://quiz.example.org/",
        "https://quiz.example.org/page",
        "https://quiz.example.org?a=b",
        "https://Quiz.example.org",
        "HTTPS://quiz.example.org",
        "https://quiz.example.org:443",
        "http://quiz.example.org:80",
        "http://quiz.example.org:",
        "http://quiz.example.org:08080",
        "http://quiz.example.org:70000",
        "https://ada@quiz.example.org",
        "http://127.1",
        "https://999.1.1.1",
        "http://[0:0:0:0:0:0:0:1]",
        "https://quíz.example.org",
        "https://quiz.example.org https://quiz.example.net",
        " https://quiz.example.org",
    ] {
        assert!(text.parse::<Origin>().is_err(), "{text}");
    }
}
