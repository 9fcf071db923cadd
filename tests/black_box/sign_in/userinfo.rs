//! Tokens that do not tell the player's address: the provider does.

use serde_json::{Value, json};

#[cfg(feature = "dynamodb")]
use crate::support::Folder;
use crate::support::{Launch, Player, Provider, Server};

fn verified(name: &str) -> Value {
    let email = format!("{name}@example.org");
    json!({"sub": format!("auth|{name}"), "email": email, "email_verified": true})
}

/// The player with this token.
fn with(server: &Server, token: &str) -> Player {
    Player(server.anonymous().with_token(token))
}

#[tokio::test]
async fn the_provider_is_asked_once_for_a_token() {
    // Given a token that does not tell the player's address, and a provider that does,
    let provider = Provider::start().await;
    provider.says(200, &verified("ada"));
    let server = provider.serve().await;
    let ada = with(&server, &provider.token_without_address("ada"));

    // when a whole game is played with it, then the provider is asked once;
    let id = ada.ready(&["chemistry"], 2).await;
    ada.finish(&id).await;
    assert_eq!(provider.was_asked(), 1);

    // and a token that tells the same address is the same player's.
    let told = provider.player(&server, "ada");
    assert_eq!(told.games().await, ada.games().await);
    assert_eq!(provider.was_asked(), 1);
}

#[tokio::test]
async fn an_address_that_nobody_vouches_for_opens_nothing() {
    // Given a game of a player whose address is verified,
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let ada = provider.player(&server, "ada");
    ada.start(&["chemistry"], 1).await;

    // when another account has the same address, unverified,
    let said = json!({"sub": "auth|eve", "email": "ada@example.org", "email_verified": false});
    provider.says(200, &said);
    let token = provider.token_without_address("eve");

    // then it is rejected, for as long as that is so.
    for _ in 0..2 {
        let refused = server.anonymous().with_token(&token).get("/games").await;
        refused.fails(403, "email_not_verified");
    }
    provider.says(200, &verified("eve"));
    assert!(with(&server, &token).games().await.is_empty());
}

#[tokio::test]
async fn what_the_provider_refuses_is_refused() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let token = provider.token_without_address("ada");
    for (status, said) in [
        (401, json!({"error": "invalid_token"})),
        (403, json!(null)),
        (200, verified("bob")),
    ] {
        provider.says(status, &said);
        let reply = server.anonymous().with_token(&token).get("/games").await;
        let reply = reply.fails(401, "unauthenticated");
        assert!(reply.header("www-authenticate").contains("invalid_token"));
    }
}

#[tokio::test]
async fn a_provider_that_cannot_answer_signs_nobody_out() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let token = provider.token_without_address("ada");
    for status in [429, 500, 503] {
        provider.says(status, &json!(null));
        let reply = server.anonymous().with_token(&token).get("/games").await;
        let reply = reply.fails(503, "unavailable");
        assert_eq!(reply.header("retry-after"), "7", "as the provider says");
    }
    provider.says(200, &verified("ada"));
    assert!(with(&server, &token).games().await.is_empty());
}

#[tokio::test]
async fn the_claims_of_the_address_may_have_other_names() {
    let provider = Provider::start().await;
    let launch = Launch::default()
        .arg("--email-claim", "https://example.org/email")
        .env(
            "QUIZCRAFT_EMAIL_VERIFIED_CLAIM",
            "https://example.org/verified",
        );
    let server = provider.trusted_by(launch).start().await;
    let mut claims = provider.claims("eve");
    claims["https://example.org/email"] = json!("ada@example.org");
    claims["https://example.org/verified"] = json!("true");
    let ada = with(&server, &provider.sign(&claims));
    assert!(ada.games().await.is_empty());
    claims["https://example.org/verified"] = json!("false");
    let refused = server.anonymous().with_token(&provider.sign(&claims));
    refused.get("/games").await.fails(403, "email_not_verified");
    assert_eq!(provider.was_asked(), 0);
}

#[cfg(feature = "dynamodb")]
#[tokio::test]
async fn a_token_is_known_after_the_server_was_stopped() {
    // Given a player whom a server knows that keeps its tables in a file,
    let folder = Folder::new();
    let file = folder.path("games.db");
    let provider = Provider::start().await;
    provider.says(200, &verified("ada"));
    let launch = || provider.trusted_by(Launch::default().arg("--data", &file));
    let token = provider.token_without_address("ada");
    let server = launch().start().await;
    with(&server, &token).start(&["chemistry"], 1).await;
    assert!(server.stop().await.status.success());

    // when another one starts with the file, then it does not have to ask who that is.
    let server = launch().start().await;
    assert_eq!(with(&server, &token).games().await.len(), 1);
    assert_eq!(provider.was_asked(), 1);
}

#[tokio::test]
async fn the_provider_may_sign_what_it_says() {
    // Given a provider that answers with a JWT that it has signed,
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let mut said = verified("ada");
    said["iss"] = json!(provider.issuer);
    provider.signs(&said);

    // then the token is that of the player whom it names.
    let ada = with(&server, &provider.token_without_address("ada"));
    ada.start(&["chemistry"], 1).await;
    assert_eq!(provider.player(&server, "ada").games().await.len(), 1);

    // What it signed for another provider's players is not used.
    said["iss"] = json!("https://id.example.org/");
    provider.signs(&said);
    let token = provider.token_but("email", &json!(null));
    let reply = server.anonymous().with_token(&token).get("/games").await;
    reply.fails(503, "unavailable");
}
