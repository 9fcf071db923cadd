//! Providers that do not answer as they should.

use serde_json::json;
use tokio::net::TcpListener;

use crate::support::{AUDIENCE, Launch, Provider, Refusing, Reply, Server};

/// A server that takes the tokens of an issuer that may not be there.
async fn trusting(issuer: &str) -> Server {
    let launch = Launch::default().arg("--issuer", issuer);
    launch.arg("--audience", AUDIENCE).start().await
}

/// A request with a token that needs the provider's keys.
async fn with_a_token(server: &Server, provider: &Provider) -> Reply {
    let token = provider.sign(&provider.claims("ada"));
    server.anonymous().with_token(&token).get("/games").await
}

/// Checks that the reply asks for another try, and that the log names this.
async fn assert_unavailable(server: Server, provider: &Provider, named: &str) {
    let reply = with_a_token(&server, provider).await;
    let reply = reply.fails(503, "unavailable");
    assert!(!reply.header("retry-after").is_empty());
    assert!(!reply.text.contains(named), "{}", reply.text);
    let log = server.stop().await.stderr;
    assert!(log.contains(named), "{named} in {log}");
}

#[tokio::test]
async fn a_provider_that_is_not_there_signs_nobody_out() {
    let provider = Provider::start().await;
    let place = Refusing::somewhere();
    let server = trusting(&place.url()).await;
    assert_unavailable(server, &provider, &place.url()).await;
}

#[tokio::test]
async fn a_provider_that_never_answers_is_given_up() {
    // Its connections are accepted by the operating system only.
    let provider = Provider::start().await;
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}/", silent.local_addr().unwrap());
    assert_unavailable(trusting(&issuer).await, &provider, "timed out").await;
}

#[tokio::test]
async fn a_provider_that_calls_itself_otherwise_is_not_believed() {
    for name in ["https://id.example.org/", "without a slash"] {
        let called = |issuer: &str| match name {
            "without a slash" => issuer.trim_end_matches('/').to_owned(),
            other => other.to_owned(),
        };
        let provider = Provider::claiming(called).await;
        let server = trusting(&provider.issuer).await;
        let claimed = called(&provider.issuer);
        // The log quotes the cause, in which the name is quoted already.
        let named = format!(r#"names the issuer \"{claimed}\""#);
        assert_unavailable(server, &provider, &named).await;
    }
}

#[tokio::test]
async fn who_is_known_plays_on_while_the_provider_is_down() {
    // Given a server that has seen a token of one player,
    let mut provider = Provider::start().await;
    let server = provider.serve().await;
    let known = provider.player(&server, "ada");
    known.games().await;

    // when the provider goes away,
    let verified = json!({"sub": "auth|eve", "email": "eve@example.org", "email_verified": true});
    provider.says(200, &verified);
    provider.stop().await;

    // then that player plays on, and so does another: the keys are known;
    known.games().await;
    provider.player(&server, "bob").games().await;

    // but whose address only the provider can tell, has to come again.
    let token = provider.token_without_address("eve");
    let reply = server.anonymous().with_token(&token).get("/games").await;
    reply.fails(503, "unavailable");
}

#[tokio::test]
async fn the_provider_is_not_asked_before_it_is_needed() {
    // Given a server whose provider does not answer yet,
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}/", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let server = trusting(&issuer).await;

    // when requests come that need no provider, then it hears of none.
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
