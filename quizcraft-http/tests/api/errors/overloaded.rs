//! The router for connections over the limit of a server.

use std::sync::Arc;

use http::Method;
use quizcraft_http::{Api, Origin, overloaded_router};
use quizcraft_memory::Memory;

use crate::support::{Call, Log, Names, oneshot};

#[tokio::test]
async fn every_request_is_rejected_in_the_form_of_the_api() {
    let log = Log::of_all();
    let api = Api::new(Memory::new().quiz(), Arc::new(Names));
    let router = overloaded_router(&api.with_cors_origin(Origin::any()));
    for call in [
        Call::get("/games").by("ada"),
        Call::post("/games").by("ada").raw_json("{}"),
        Call::post("/quiz/v1/games"),
        Call::get("/health"),
        Call::new(Method::DELETE, "/nowhere"),
    ] {
        // When the router receives a request,
        let answer = oneshot(&router, call.header("origin", "https://quiz.example.org")).await;

        // then a web page can read the error, and the log reports no failure.
        answer.expect_error(503, "unavailable");
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert!(answer.header("access-control-allow-origin").is_some());
        log.assert_no_error(&answer);
    }
}
