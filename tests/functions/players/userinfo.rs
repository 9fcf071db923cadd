//! Players whose address is not in their token: the provider is asked, once.

use serde_json::{Value, json};

use crate::support::{AUDIENCE, Function, HttpEvent, Player, Provider, World, claims, token};

/// A player whose token tells no address, and the provider that knows it.
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
async fn the_provider_is_asked_once_and_by_one_process() {
    // Given a game of a player whose address an earlier token told,
    let world = World::new().await;
    let known = world.api().start().await;
    Player::of(&known, "ada").start(&["chemistry"], 3).await;
    let guest = Guest::ada().await;

    // when a process gets a token that does not tell the address, several times,
    let api = guest.start(&world).await;
    assert_eq!(
        guest.provider.asked(),
        0,
        "the provider is not called at the start"
    );
    for _ in 0..3 {
        let games = guest.event().to(&api).await.is(200).body;
        assert_eq!(games["games"].as_array().unwrap().len(), 1, "it is ada");
    }

    // then the provider was asked once: where userinfo is, and who it is.
    assert_eq!(guest.provider.asked(), 2);
    assert_eq!(world.tables.tokens().await, 1);

    // And another process asks the table.
    let other = guest.start(&world).await;
    let games = guest.event().to(&other).await.is(200).body;
    assert_eq!(games["games"].as_array().unwrap().len(), 1);
    assert_eq!(
        guest.provider.asked(),
        2,
        "the provider was not called again"
    );
}

#[tokio::test]
async fn a_token_that_is_not_that_of_the_claims_is_refused() {
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
    assert_eq!(guest.provider.asked(), 0);
}

#[tokio::test]
async fn the_token_may_come_in_a_header_of_any_case() {
    let world = World::new().await;
    let guest = Guest::ada().await;
    let api = guest.start(&world).await;
    let event = guest.event().without_header("authorization");
    let event = event.with_header("Authorization", &format!("bearer {}", guest.token));
    event.to(&api).await.is(200);
}

#[tokio::test]
async fn a_function_starts_without_its_provider_and_says_when_it_needs_it() {
    // Given an unreachable provider,
    let world = World::new().await;
    let guest = Guest::ada().await;
    let issuer = "http://127.0.0.1:1/";
    let api = world.api().env("JWT_ISSUER", issuer).start().await;

    // then a token that tells the address is good, and one that does not has to wait.
    let told = HttpEvent::get("/games").with_claim("iss", issuer);
    told.to(&api).await.is(200);
    let untold = guest.event().with_claim("iss", issuer);
    let reply = untold.to(&api).await.fails(503, "unavailable");
    assert!(!reply.header("retry-after").is_empty());
    assert_eq!(
        world.tables.tokens().await,
        0,
        "a failure is not remembered"
    );
}

#[tokio::test]
async fn a_token_that_the_provider_refuses_is_refused() {
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
        challenge.contains("the identity provider refuses"),
        "{challenge}"
    );
    assert_eq!(world.tables.tokens().await, 0);
}
