//! Players whose token does not contain their address: the userinfo endpoint is called once.

use serde_json::{Value, json};

use crate::support::{AUDIENCE, Function, HttpEvent, Player, Provider, World, claims, token};

/// A player whose token contains no address, and the provider that returns it.
struct Guest {
    provider: Provider,
    claims: Value,
    token: String,
}

impl Guest {
    async fn ada() -> Self {
        let mut claims = claims("ada");
        for name in ["email", "email_verified"] {
            claims.as_object_mut().unwrap().remove(name);
        }
        let token = token(&claims);
        let provider = Provider::knowing(&token, "auth0|ada", "ada@example.org").await;
        claims["iss"] = json!(provider.issuer);
        Self {
            provider,
            claims,
            token,
        }
    }

    async fn start(&self, world: &World) -> Function {
        let api = world.api().env("JWT_ISSUER", &self.provider.issuer);
        api.start().await
    }

    fn event(&self) -> HttpEvent {
        let mut event = HttpEvent::get("/games").with_token(&self.token);
        event["requestContext"]["authorizer"]["jwt"]["claims"] = self.claims.clone();
        event
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_provider_is_called_once_for_all_processes() {
    // Given a game of a player whose earlier token contained the address,
    let world = World::new().await;
    let known = world.api().start().await;
    Player::of(&known, "ada").start(&["chemistry"], 3).await;
    let guest = Guest::ada().await;

    // when a process receives a token without the address several times,
    let api = guest.start(&world).await;
    assert_eq!(
        guest.provider.calls(),
        0,
        "the provider is not called at the start"
    );
    for _ in 0..3 {
        let games = guest.event().to(&api).await.is(200).body;
        assert_eq!(games["games"].as_array().unwrap().len(), 1, "it is ada");
    }

    // then the provider was called once each for its discovery document and its userinfo.
    assert_eq!(guest.provider.calls(), 2);
    assert_eq!(world.tables.tokens().await, 1);

    // And another process reads the token table.
    let other = guest.start(&world).await;
    let games = guest.event().to(&other).await.is(200).body;
    assert_eq!(games["games"].as_array().unwrap().len(), 1);
    assert_eq!(
        guest.provider.calls(),
        2,
        "the provider was not called again"
    );
}

#[tokio::test]
async fn a_token_that_does_not_match_the_claims_is_rejected() {
    let world = World::new().await;
    let guest = Guest::ada().await;
    let api = guest.start(&world).await;
    let (mut eves, mut later) = (guest.claims.clone(), guest.claims.clone());
    eves["sub"] = json!("auth0|eve");
    later["exp"] = json!("1999999999");
    for token in [token(&eves), token(&later), "opaque".to_owned()] {
        let event = guest.event().with_token(&token);
        let reply = event.to(&api).await.fails(401, "unauthenticated");
        assert!(reply.header("www-authenticate").contains("subject"));
    }
    let without = guest.event().without_header("authorization");
    without.to(&api).await.fails(401, "unauthenticated");
    assert_eq!(guest.provider.calls(), 0);
}

#[tokio::test]
async fn the_authorization_header_may_have_any_letter_case() {
    let world = World::new().await;
    let guest = Guest::ada().await;
    let api = guest.start(&world).await;
    let event = guest.event().without_header("authorization");
    let event = event.with_header("Authorization", &format!("bearer {}", guest.token));
    event.to(&api).await.is(200);
}

#[tokio::test]
async fn a_function_starts_while_its_provider_is_unreachable() {
    // Given an unreachable provider,
    let world = World::new().await;
    let guest = Guest::ada().await;
    let issuer = "http://127.0.0.1:1/";
    let api = world.api().env("JWT_ISSUER", issuer).start().await;

    // then a token with the address is accepted, and one without it is answered with 503.
    let with_address = HttpEvent::get("/games").with_claim("iss", issuer);
    with_address.to(&api).await.is(200);
    let without_address = guest.event().with_claim("iss", issuer);
    let reply = without_address.to(&api).await.fails(503, "unavailable");
    assert!(!reply.header("retry-after").is_empty());
    assert_eq!(world.tables.tokens().await, 0, "a failure is not cached");
}

/// The runtime of a function need not have a trust store.
#[tokio::test]
async fn a_function_without_a_trust_store_can_connect_to_its_provider() {
    // Given a function without a trust store, whose provider does not respond,
    let world = World::new().await;
    let guest = Guest::ada().await;
    let issuer = "https://127.0.0.1:1/";
    let api = world.api().env("JWT_ISSUER", issuer);
    let api = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .fold(api, |api, variable| api.env(variable, "/nonexistent"));
    let api = api.start().await;

    // when the provider is called, then the connection fails, and not the preparation of TLS.
    let event = guest.event().with_claim("iss", issuer);
    event.to(&api).await.fails(503, "unavailable");
    let line = api.lines("the request failed", 1).await.remove(0);
    let cause = line["cause"].as_str().unwrap();
    assert!(cause.contains("Connection refused"), "{cause}");
}

#[tokio::test]
async fn a_token_that_the_provider_rejects_is_rejected() {
    let world = World::new().await;
    let guest = Guest::ada().await;
    let api = guest.start(&world).await;
    let mut claims = guest.claims.clone();
    claims["sub"] = json!("auth0|eve");
    let mut event = guest.event().with_token(&token(&claims));
    event["requestContext"]["authorizer"]["jwt"]["claims"] = claims;
    let event = event.with_claim("aud", AUDIENCE);
    let reply = event.to(&api).await.fails(401, "unauthenticated");
    let challenge = reply.header("www-authenticate");
    assert!(
        challenge.contains("the identity provider rejects"),
        "{challenge}"
    );
    assert_eq!(world.tables.tokens().await, 0);
}
