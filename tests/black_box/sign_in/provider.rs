//! A server that is configured with an identity provider.

use serde_json::{Value, json};

use crate::support::{AUDIENCE, Launch, Player, Provider};

#[tokio::test]
async fn a_game_can_be_played_with_tokens_of_a_provider() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let ada = provider.player(&server, "ada");
    let id = ada.ready(&["Napoleon", "history"], 5).await;
    ada.finish(&id).await;

    // A new token with the address in another spelling belongs to the same player.
    let token = provider.token_with("email", &json!(" Ada@Example.org"));
    let again = Player(server.anonymous().with_token(&token));
    assert_eq!(again.games().await, ada.games().await);
    let bob = provider.player(&server, "bob");
    assert!(bob.games().await.is_empty());
}

#[tokio::test]
async fn a_provider_can_be_set_by_variables() {
    let provider = Provider::start().await;
    let launch = Launch::default().env("QUIZCRAFT_ISSUER", &provider.issuer);
    let server = launch.env("QUIZCRAFT_AUDIENCE", AUDIENCE).start().await;
    let ada = provider.player(&server, "ada");
    assert!(ada.games().await.is_empty());
}

#[tokio::test]
async fn a_token_may_have_several_audiences() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let token = provider.token_with("aud", &json!(["another", AUDIENCE]));
    server
        .anonymous()
        .with_token(&token)
        .get("/games")
        .await
        .is(200);
}

#[tokio::test]
async fn a_server_with_a_provider_issues_no_development_tokens() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let email = json!({"email": "ada@example.org"});
    let reply = server.anonymous().post("/dev/token", &email).await;
    reply.fails(404, "not_found");
    let stdout = server.stop().await.stdout;
    assert!(!stdout.contains("/dev/token"), "{stdout}");
}

#[tokio::test]
async fn a_server_with_a_provider_may_listen_on_any_address() {
    let provider = Provider::start().await;
    let launch = Launch::default().arg("--addr", "0.0.0.0:0");
    let server = provider.configure(launch).start().await;
    assert!(server.base().starts_with("http://0.0.0.0:"));
    server.anonymous().get("/health").await.is(200);
}

#[tokio::test]
async fn an_access_token_of_cognito_is_accepted_and_an_id_token_is_not() {
    // Given an access token with a client id instead of an audience, and an id token,
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let mut access = provider.claims("ada");
    access.as_object_mut().unwrap().remove("aud");
    access["client_id"] = json!(AUDIENCE);
    access["token_use"] = json!("access");
    let mut id = provider.claims("ada");
    id["token_use"] = json!("id");

    // then only the access token is accepted, as behind API Gateway.
    let get = async |claims: &Value| {
        let client = server.anonymous().with_token(&provider.sign(claims));
        client.get("/games").await
    };
    get(&access).await.is(200);
    let refused = get(&id).await.fails(401, "unauthenticated");
    assert!(refused.header("www-authenticate").contains("wrong type"));
    access["client_id"] = json!("another");
    get(&access).await.fails(401, "unauthenticated");
}
