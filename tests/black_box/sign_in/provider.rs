//! The server under an identity provider of one's own.

use serde_json::{Value, json};

use crate::support::{AUDIENCE, Launch, Player, Provider};

#[tokio::test]
async fn a_game_is_played_with_a_providers_tokens() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let ada = provider.player(&server, "ada");
    let id = ada.ready(&["Napoleon", "history"], 5).await;
    ada.finish(&id).await;

    // Who signs in anew is the same player, however the address is written.
    let token = provider.token_but("email", &json!(" Ada@Example.org"));
    let again = Player(server.anonymous().with_token(&token));
    assert_eq!(again.games().await, ada.games().await);
    let bob = provider.player(&server, "bob");
    assert!(bob.games().await.is_empty());
}

#[tokio::test]
async fn a_provider_can_be_named_by_variables() {
    let provider = Provider::start().await;
    let launch = Launch::default().env("QUIZCRAFT_ISSUER", &provider.issuer);
    let server = launch.env("QUIZCRAFT_AUDIENCE", AUDIENCE).start().await;
    let ada = provider.player(&server, "ada");
    assert!(ada.games().await.is_empty());
}

#[tokio::test]
async fn a_token_may_be_for_several_audiences() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let token = provider.token_but("aud", &json!(["another", AUDIENCE]));
    server
        .anonymous()
        .with_token(&token)
        .get("/games")
        .await
        .is(200);
}

#[tokio::test]
async fn with_a_provider_nobody_else_gives_tokens() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let email = json!({"email": "ada@example.org"});
    let reply = server.anonymous().post("/dev/token", &email).await;
    reply.fails(404, "not_found");
    let stdout = server.stop().await.stdout;
    assert!(!stdout.contains("/dev/token"), "{stdout}");
}

#[tokio::test]
async fn with_a_provider_the_server_may_listen_anywhere() {
    let provider = Provider::start().await;
    let launch = Launch::default().arg("--addr", "0.0.0.0:0");
    let server = provider.trusted_by(launch).start().await;
    assert!(server.base().starts_with("http://0.0.0.0:"));
    server.anonymous().get("/health").await.is(200);
}

#[tokio::test]
async fn an_access_token_of_cognito_is_good_and_an_id_token_is_not() {
    // Given tokens of one client, whose id stands for the audience,
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let mut access = provider.claims("ada");
    access.as_object_mut().unwrap().remove("aud");
    access["client_id"] = json!(AUDIENCE);
    access["token_use"] = json!("access");
    let mut id = provider.claims("ada");
    id["token_use"] = json!("id");

    // then the one is good here, as it is behind API Gateway, and the other is none.
    let get = async |claims: &Value| {
        let client = server.anonymous().with_token(&provider.sign(claims));
        client.get("/games").await
    };
    get(&access).await.is(200);
    let refused = get(&id).await.fails(401, "unauthenticated");
    assert!(refused.header("www-authenticate").contains("another type"));
    access["client_id"] = json!("another");
    get(&access).await.fails(401, "unauthenticated");
}
