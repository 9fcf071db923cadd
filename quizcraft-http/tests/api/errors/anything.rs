//! Arbitrary input never causes a server error.

use http::Method;
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::runtime::Builder;

use crate::support::{App, Call};

/// Any JSON value, often in the shape of a request.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,60}".prop_map(Value::from),
    ];
    let name = prop_oneof![
        "keywords",
        "questions_limit",
        "kinds",
        "choice",
        "response",
        "question",
        ".{0,8}"
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..12).prop_map(Value::from),
            prop::collection::hash_map(name.clone(), inner, 0..5).prop_map(|fields| json!(fields)),
        ]
    })
}

/// Any value that a header can have.
fn any_header() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![Just(b'\t'), b' '..=b'~', 0x80..=0xff_u8];
    prop::collection::vec(byte, 0..80)
}

/// Sends one request to a service with a game. The helpers check the response, too.
fn status_of(call: impl FnOnce(&str) -> Call) -> u16 {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let app = App::new();
        let game = app.ready("ada", 2).await;
        app.send(call(&game).by("ada")).await.status.as_u16()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn arbitrary_bytes_cause_no_server_error(bytes: Vec<u8>) {
        let status = status_of(|_| Call::post("/games").raw_json(bytes));
        prop_assert!(status < 500, "{status}");
    }

    #[test]
    fn arbitrary_json_causes_no_server_error(body in any_json()) {
        let start = status_of(|_| Call::post("/games").json(&body));
        prop_assert!(matches!(start, 201 | 400), "{start}");
        let path = |game: &str| format!("/games/{game}/questions/answer");
        let answer = status_of(|game| Call::post(&path(game)).json(&body));
        prop_assert!(matches!(answer, 200 | 400 | 404 | 409), "{answer}");
    }

    #[test]
    fn arbitrary_paths_cause_no_server_error(
        segments in prop::collection::vec("[a-z0-9%._~!$&'()*+,;=:@-]{0,9}|games|questions|ask", 0..6),
        query in "[a-z0-9%._~&=/?-]{0,20}",
        post: bool,
    ) {
        let path = format!("/{}?{query}", segments.join("/"));
        let method = if post { Method::POST } else { Method::GET };
        let status = status_of(|_| Call::new(method, &path));
        prop_assert!(status < 500, "{status}");
    }

    #[test]
    fn arbitrary_headers_cause_no_server_error(value in any_header()) {
        for name in ["authorization", "idempotency-key", "content-type", "origin", "accept"] {
            let call = Call::post("/games").header(name, &value);
            let status = status_of(|_| call.json(&json!({"keywords": ["Rome"]})));
            prop_assert!(status < 500, "{name}: {status}");
        }
    }
}
