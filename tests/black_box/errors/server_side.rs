//! Server-side errors: clients receive a status and a code, never the cause.

use std::time::Duration;

use async_trait::async_trait;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_identity::{Authenticator, Refusal};
use quizcraft_memory::{Memory, QueuePolicy};
use serde_json::{Value, json};

use crate::support::{
    Client, Ending, InProcessServer, Player, Provider, RawConnection, TokenIsName, api, serve,
};

#[tokio::test]
async fn an_unverified_address_is_forbidden() {
    let provider = Provider::start().await;
    // The userinfo endpoint does not say that the address is verified either.
    provider.set_userinfo(200, &json!({"sub": "auth|ada", "email": "ada@example.org"}));
    let server = provider.serve().await;
    for verified in [json!(false), json!("false"), json!(1), Value::Null] {
        let token = provider.token_with("email_verified", &verified);
        let reply = server.anonymous().with_token(&token).get("/games").await;
        reply.fails(403, "email_not_verified");
    }
}

/// An authenticator that fails.
enum FailingAuthenticator {
    Panics,
    Unavailable,
    Hangs,
}

#[async_trait]
impl Authenticator for FailingAuthenticator {
    async fn authenticate(&self, _: &Parts) -> Result<PlayerId, Refusal> {
        match self {
            Self::Panics => panic!("a secret cause"),
            Self::Unavailable => Err(Refusal::unavailable(
                "a secret cause",
                Some(Duration::from_secs(7)),
            )),
            Self::Hangs => std::future::pending().await,
        }
    }
}

#[tokio::test]
async fn responses_do_not_contain_the_cause_of_an_error() {
    let rows = [
        (FailingAuthenticator::Panics, 500, "internal", ""),
        (FailingAuthenticator::Unavailable, 503, "unavailable", "7"),
        (FailingAuthenticator::Hangs, 503, "unavailable", "2"),
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
async fn a_request_whose_body_never_arrives_times_out() {
    let server = InProcessServer::new(QueuePolicy::default()).await;
    let api = api(server.quiz.clone(), TokenIsName);
    let (base, task) = serve(api.with_timeout(Duration::from_millis(200))).await;
    let player = Player(Client::of(&base).with_token("ada"));
    let mut raw = RawConnection::to(base.strip_prefix("http://").unwrap())
        .await
        .unwrap();
    let head = "POST /games HTTP/1.1\r\nhost: here\r\nauthorization: Bearer ada\r\n\
                content-type: application/json\r\ncontent-length: 23\r\n\r\n{\"keywords\":";
    raw.send(head).await;
    let Ending::Answered { status, body } = raw.read_ending().await else {
        panic!("no answer");
    };
    assert_eq!(status, 408);
    assert!(body.contains(r#""code":"invalid_request""#));
    assert_eq!(player.games().await, [Value::Null; 0], "no game is stored");
    task.abort();
}
