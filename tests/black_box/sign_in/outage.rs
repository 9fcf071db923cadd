//! Unreachable and misbehaving identity providers.

use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{AUDIENCE, Launch, Provider, RefusingAddress, Reply, Server};

/// Starts a server that accepts tokens of this issuer.
async fn server_with_issuer(issuer: &str) -> Server {
    let launch = Launch::default().arg("--issuer", issuer);
    launch.arg("--audience", AUDIENCE).start().await
}

/// Sends a request whose token is verified with the provider's keys.
async fn get_with_token(server: &Server, provider: &Provider) -> Reply {
    let token = provider.sign(&provider.claims("ada"));
    server.anonymous().with_token(&token).get("/games").await
}

/// Asserts that the response is a 503 with Retry-After, and that only the log contains `cause`.
async fn assert_unavailable(server: Server, provider: &Provider, cause: &str) {
    let reply = get_with_token(&server, provider).await;
    let reply = reply.fails(503, "unavailable");
    assert!(!reply.header("retry-after").is_empty());
    assert!(!reply.text.contains(cause), "{}", reply.text);
    let log = server.stop().await.stderr;
    assert!(log.contains(cause), "expected {cause} in {log}");
}

#[tokio::test]
async fn an_unreachable_provider_is_a_503() {
    let provider = Provider::start().await;
    let address = RefusingAddress::on_free_port();
    let server = server_with_issuer(&address.url()).await;
    assert_unavailable(server, &provider, &address.url()).await;
}

#[tokio::test]
async fn requests_to_a_silent_provider_time_out() {
    // Only the operating system accepts its connections.
    let provider = Provider::start().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}/", silent.local_addr().unwrap());
    assert_unavailable(server_with_issuer(&issuer).await, &provider, "timed out").await;
}

#[tokio::test]
async fn a_provider_with_another_issuer_name_is_rejected() {
    for name in ["https://id.example.org/", "without a slash"] {
        let called = |issuer: &str| match name {
            "without a slash" => issuer.trim_end_matches('/').to_owned(),
            other => other.to_owned(),
        };
        let provider = Provider::with_issuer_name(called).await;
        let server = server_with_issuer(&provider.issuer).await;
        let claimed = called(&provider.issuer);
        // The log quotes the cause, which quotes the name.
        let named = format!(r#"names the issuer \"{claimed}\""#);
        assert_unavailable(server, &provider, &named).await;
    }
}

#[tokio::test]
async fn known_keys_and_players_are_used_while_the_provider_is_down() {
    // Given a server that has seen a token of one player,
    let mut provider = Provider::start().await;
    let server = provider.serve().await;
    let known = provider.player(&server, "ada");
    known.games().await;

    // when the provider stops,
    let verified = json!({"sub": "auth|eve", "email": "eve@example.org", "email_verified": true});
    provider.set_userinfo(200, &verified);
    provider.stop().await;

    // then tokens of that player and others are accepted, because the keys are cached;
    known.games().await;
    provider.player(&server, "bob").games().await;

    // but a token that needs the userinfo endpoint gets a 503.
    let token = provider.token_without_address("eve");
    let reply = server.anonymous().with_token(&token).get("/games").await;
    reply.fails(503, "unavailable");
}

#[tokio::test]
async fn the_provider_is_not_contacted_before_it_is_needed() {
    // Given a server whose provider does not respond,
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}/", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let server = server_with_issuer(&issuer).await;

    // when requests arrive that need no provider, then the server does not connect to it.
    server
        .anonymous()
        .get("/games")
        .await
        .fails(401, "unauthenticated");
    server.anonymous().get("/health").await.is(200);
    let no_jwt = server.anonymous().with_token("opaque").get("/games").await;
    no_jwt.fails(401, "unauthenticated");
    let body = json!({"keywords": ["Rome"]});
    let anonymous = server.anonymous().post("/games", &body).await;
    anonymous.fails(401, "unauthenticated");
    let none = listener.accept().unwrap_err().kind();
    assert_eq!(none, std::io::ErrorKind::WouldBlock);
}
