//! What goes wrong on this side, of which a caller learns no more than is of use.

use std::time::Duration;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::{Memory, QueuePolicy};
use serde_json::{Value, json};

use crate::support::{Client, Ending, Named, Player, Provider, Raw, Wired, api, serve};

#[tokio::test]
async fn an_address_that_is_not_vouched_for_is_forbidden() {
    let provider = Provider::start().await;
    // Nor does the provider vouch for it where the token says nothing.
    provider.says(200, &json!({"sub": "auth|ada", "email": "ada@example.org"}));
    let server = provider.serve().await;
    for verified in [json!(false), json!("false"), json!(1), Value::Null] {
        let token = provider.token_but("email_verified", &verified);
        let reply = server.anonymous().with_token(&token).get("/games").await;
        reply.fails(403, "email_not_verified");
    }
}

/// An authenticator that fails, in one of three ways.
enum Failing {
    Dies,
    Waits,
    Hangs,
}

#[async_trait]
impl Authenticator for Failing {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        match self {
            Self::Dies => panic!("a secret of the inside"),
            Self::Waits => Err(Refusal::unavailable(
                "a secret of the inside",
                Some(Duration::from_secs(7)),
            )),
            Self::Hangs => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn what_goes_wrong_inside_stays_inside() {
    let rows = [
        (Failing::Dies, 500, "internal", ""),
        (Failing::Waits, 503, "unavailable", "7"),
        (Failing::Hangs, 503, "unavailable", "2"),
    ];
    for (authenticator, status, code, wait) in rows {
        let api = api(Memory::new().quiz(), authenticator).with_timeout(Duration::from_millis(200));
        let (base, task) = serve(api).await;
        let reply = Client::of(&base).with_token("ada").get("/games").await;
        let reply = reply.fails(status, code);
        assert_eq!(reply.header("retry-after"), wait);
        assert!(!reply.text.contains("secret"), "{reply:?}");
        task.abort();
    }
}

#[tokio::test]
async fn a_body_that_never_comes_runs_out_of_time() {
    let wired = Wired::new(QueuePolicy::default()).await;
    let api = api(wired.quiz.clone(), Named);
    let (base, task) = serve(api.with_timeout(Duration::from_millis(200))).await;
    let player = Player(Client::of(&base).with_token("ada"));
    let mut raw = Raw::to(base.strip_prefix("http://").unwrap())
        .await
        .unwrap();
    let head = "POST /games HTTP/1.1\r\nhost: here\r\nauthorization: Bearer ada\r\n\
                content-type: application/json\r\ncontent-length: 23\r\n\r\n{\"keywords\":";
    raw.send(head).await;
    let Ending::Answered { status, body } = raw.ending().await else {
        panic!("no answer");
    };
    assert_eq!(status, 503);
    assert!(body.contains(r#""code":"unavailable""#));
    assert_eq!(player.games().await, [Value::Null; 0], "no game is stored");
    task.abort();
}
