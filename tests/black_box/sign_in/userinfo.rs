//! Tokens without the player's address, which is read from the userinfo endpoint.

use serde_json::{Value, json};

#[cfg(feature = "dynamodb")]
use crate::support::TestDir;
use crate::support::{Launch, Player, Provider, Server};

fn verified(name: &str) -> Value {
    let email = format!("{name}@example.org");
    json!({"sub": format!("auth|{name}"), "email": email, "email_verified": true})
}

/// Returns a player with this token.
fn with(server: &Server, token: &str) -> Player {
    Player(server.anonymous().with_token(token))
}

#[tokio::test]
async fn the_userinfo_endpoint_is_called_once_per_token() {
    // Given a token without an address, and a provider that returns the address,
    let provider = Provider::start().await;
    provider.set_userinfo(200, &verified("ada"));
    let server = provider.serve().await;
    let ada = with(&server, &provider.token_without_address("ada"));

    // when a whole game is played with it, then the endpoint is called once,
    let id = ada.ready(&["chemistry"], 2).await;
    ada.finish(&id).await;
    assert_eq!(provider.userinfo_requests(), 1);

    // and a token with the same address belongs to the same player.
    let with_address = provider.player(&server, "ada");
    assert_eq!(with_address.games().await, ada.games().await);
    assert_eq!(provider.userinfo_requests(), 1);
}

#[tokio::test]
async fn an_unverified_address_is_rejected() {
    // Given a game of a player whose address is verified,
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let ada = provider.player(&server, "ada");
    ada.start(&["chemistry"], 1).await;

    // when another account has the same address, unverified,
    let said = json!({"sub": "auth|eve", "email": "ada@example.org", "email_verified": false});
    provider.set_userinfo(200, &said);
    let token = provider.token_without_address("eve");

    // then its token is rejected until the address is verified.
    for _ in 0..2 {
        let refused = server.anonymous().with_token(&token).get("/games").await;
        refused.fails(403, "email_not_verified");
    }
    provider.set_userinfo(200, &verified("eve"));
    assert!(with(&server, &token).games().await.is_empty());
}

#[tokio::test]
async fn a_token_that_the_provider_rejects_is_rejected() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let token = provider.token_without_address("ada");
    for (status, said) in [
        (401, json!({"error": "invalid_token"})),
        (403, json!(null)),
        (200, verified("bob")),
    ] {
        provider.set_userinfo(status, &said);
        let reply = server.anonymous().with_token(&token).get("/games").await;
        let reply = reply.fails(401, "unauthenticated");
        assert!(reply.header("www-authenticate").contains("invalid_token"));
    }
}

#[tokio::test]
async fn an_error_of_the_provider_is_a_503() {
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let token = provider.token_without_address("ada");
    for status in [429, 500, 503] {
        provider.set_userinfo(status, &json!(null));
        let reply = server.anonymous().with_token(&token).get("/games").await;
        let reply = reply.fails(503, "unavailable");
        assert_eq!(
            reply.header("retry-after"),
            "7",
            "the value of the provider"
        );
    }
    provider.set_userinfo(200, &verified("ada"));
    assert!(with(&server, &token).games().await.is_empty());
}

#[tokio::test]
async fn the_names_of_the_address_claims_are_configurable() {
    let provider = Provider::start().await;
    let launch = Launch::default()
        .arg("--email-claim", "https://example.org/email")
        .env(
            "QUIZCRAFT_EMAIL_VERIFIED_CLAIM",
            "https://example.org/verified",
        );
    let server = provider.configure(launch).start().await;
    let mut claims = provider.claims("eve");
    claims["https://example.org/email"] = json!("ada@example.org");
    claims["https://example.org/verified"] = json!("true");
    let ada = with(&server, &provider.sign(&claims));
    assert!(ada.games().await.is_empty());
    claims["https://example.org/verified"] = json!("false");
    let refused = server.anonymous().with_token(&provider.sign(&claims));
    refused.get("/games").await.fails(403, "email_not_verified");
    assert_eq!(provider.userinfo_requests(), 0);
}

#[cfg(feature = "dynamodb")]
#[tokio::test]
async fn a_known_token_is_still_known_after_a_restart() {
    // Given a server with a file, which has looked up the address of a token,
    let folder = TestDir::new();
    let file = folder.path("games.db");
    let provider = Provider::start().await;
    provider.set_userinfo(200, &verified("ada"));
    let launch = || provider.configure(Launch::default().arg("--data", &file));
    let token = provider.token_without_address("ada");
    let server = launch().start().await;
    with(&server, &token).start(&["chemistry"], 1).await;
    assert!(server.stop().await.status.success());

    // when it is restarted with the file, then it does not call the endpoint again.
    let server = launch().start().await;
    assert_eq!(with(&server, &token).games().await.len(), 1);
    assert_eq!(provider.userinfo_requests(), 1);
}

#[cfg(feature = "dynamodb")]
#[tokio::test]
async fn a_damaged_entry_of_a_token_is_replaced() {
    // Given a token whose row in the file is damaged,
    let folder = TestDir::new();
    let file = folder.path("games.db");
    let provider = Provider::start().await;
    provider.set_userinfo(200, &verified("ada"));
    let launch = || provider.configure(Launch::default().arg("--data", &file));
    let token = provider.token_without_address("ada");
    for content in ["'{'", "'{}'", "x'00ff'"] {
        let server = launch().start().await;
        with(&server, &token).games().await;
        assert!(server.stop().await.status.success());
        let database = rusqlite::Connection::open(&file).unwrap();
        let sql = format!("UPDATE \"Token\" SET item_json = {content}");
        assert_eq!(database.execute(&sql, []).unwrap(), 1);
        drop(database);

        // when a server is started with the file, then it looks the player up again,
        let before = provider.userinfo_requests();
        let server = launch().start().await;
        with(&server, &token).games().await;
        assert_eq!(provider.userinfo_requests(), before + 1, "{content}");
        assert!(server.stop().await.status.success());

        // and the next one knows the token.
        let server = launch().start().await;
        with(&server, &token).games().await;
        assert_eq!(provider.userinfo_requests(), before + 1, "{content}");
        assert!(server.stop().await.status.success());
    }
}

#[tokio::test]
async fn the_userinfo_response_may_be_a_signed_jwt() {
    // Given a provider whose userinfo response is a signed JWT,
    let provider = Provider::start().await;
    let server = provider.serve().await;
    let mut said = verified("ada");
    said["iss"] = json!(provider.issuer);
    provider.set_signed_userinfo(&said);

    // then the token belongs to the player with the address in the JWT.
    let ada = with(&server, &provider.token_without_address("ada"));
    ada.start(&["chemistry"], 1).await;
    assert_eq!(provider.player(&server, "ada").games().await.len(), 1);

    // A JWT with another issuer is rejected.
    said["iss"] = json!("https://id.example.org/");
    provider.set_signed_userinfo(&said);
    let token = provider.token_with("email", &json!(null));
    let reply = server.anonymous().with_token(&token).get("/games").await;
    reply.fails(503, "unavailable");
}
