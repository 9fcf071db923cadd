use serde_json::{Value, json};

use crate::support::{AUDIENCE, HttpEvent, Player, World, now};

#[tokio::test]
async fn a_request_without_claims_is_rejected_for_every_token() {
    let world = World::new().await;
    let api = world.api().start().await;
    let with = |authorizer: Value| {
        let mut event = HttpEvent::get("/games");
        event["requestContext"]["authorizer"] = authorizer;
        event
    };
    let mut without = HttpEvent::get("/games");
    let context = without["requestContext"].as_object_mut().unwrap();
    context.remove("authorizer");
    for event in [
        without,
        with(json!(null)),
        with(json!({})),
        with(json!({"jwt": null})),
        with(json!({"lambda": {"sub": "auth0|ada", "email": "ada@example.org"}})),
        with(json!({"iam": {"userArn": "arn:aws:iam::123456789012:user/ada"}})),
    ] {
        let reply = event.to(&api).await.fails(401, "unauthenticated");
        assert_eq!(reply.header("www-authenticate"), "Bearer");
    }
    let empty = with(json!({"jwt": {"claims": {}, "scopes": null}}))
        .to(&api)
        .await;
    empty.fails(401, "unauthenticated");
}

/// Clients control the headers, so they must not replace the authorizer.
#[tokio::test]
async fn claims_in_headers_are_ignored() {
    let world = World::new().await;
    let api = world.api().start().await;
    let mut event = HttpEvent::get("/games");
    let authorizer = event["requestContext"]["authorizer"].take();
    let claims = authorizer.to_string();
    let event = ["x-amzn-request-context", "x-amzn-authorizer", "x-claims"]
        .into_iter()
        .fold(event, |event, name| event.with_header(name, &claims));
    event.to(&api).await.fails(401, "unauthenticated");
}

#[tokio::test]
async fn invalid_claims_are_rejected_with_a_reason() {
    let world = World::new().await;
    let api = world.api().start().await;
    let get = || HttpEvent::get("/games");
    for (event, reason) in [
        (
            get().with_claim("aud", "https://other.example.org"),
            "another audience",
        ),
        (
            get().with_claim("aud", "[https://a.example.org https://b.example.org]"),
            "another audience",
        ),
        (get().with_claim("aud", "[]"), "another audience"),
        (get().without_claim("aud"), "aud"),
        (
            get().with_claim("iss", "https://id.example.org"),
            "another issuer",
        ),
        (get().without_claim("iss"), "iss"),
        (get().with_claim("exp", &now().to_string()), "expired"),
        (get().with_claim("exp", "soon"), "exp"),
        (get().without_claim("exp"), "exp"),
        (get().without_claim("sub"), "sub"),
        (get().with_claim("typ", "Refresh"), "the wrong type"),
        (get().with_claim("token_use", "id"), "the wrong type"),
        (
            get().with_claim("nbf", &(now() + 600).to_string()),
            "not valid yet",
        ),
    ] {
        let reply = event.to(&api).await.fails(401, "unauthenticated");
        let challenge = reply.header("www-authenticate");
        assert!(
            challenge.starts_with("Bearer error=\"invalid_token\""),
            "{challenge}"
        );
        assert!(challenge.contains(reason), "{reason}: {challenge}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_form_of_the_audience_is_accepted() {
    let world = World::new().await;
    let api = world.api().start().await;
    Player::of(&api, "ada").start(&["chemistry"], 3).await;
    let get = || HttpEvent::get("/games");
    for event in [
        get().with_claim("aud", AUDIENCE),
        get().with_claim("aud", &format!("[{AUDIENCE}]")),
        get().with_claim("aud", &format!("[https://other.example.org {AUDIENCE}]")),
        // Tokens of some providers have no audience; the authorizer then checks `client_id`.
        get().without_claim("aud").with_claim("client_id", AUDIENCE),
        // Another expiry or letter case of the address: the same player.
        get().with_claim("exp", &format!("{}.5", now() + 60)),
        get().with_claim("email", "ADA@Example.org"),
    ] {
        let games = event.to(&api).await.is(200).body;
        assert_eq!(games["games"].as_array().unwrap().len(), 1, "it is ada");
    }
}

#[tokio::test]
async fn an_unverified_address_is_rejected() {
    let world = World::new().await;
    let api = world.api().start().await;
    for verified in ["false", "", "1", "TRUE", "null"] {
        let event = HttpEvent::get("/games").with_claim("email_verified", verified);
        event.to(&api).await.fails(403, "email_not_verified");
    }
    let event = HttpEvent::get("/games").with_claim("email", "no address");
    event.to(&api).await.fails(403, "email_not_verified");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_names_of_the_email_claims_are_configurable() {
    // Given a provider with namespaced custom claims,
    let (address, verified) = (
        "https://quiz.example.org/email",
        "https://quiz.example.org/verified",
    );
    let world = World::new().await;
    let api = world.api().start().await;
    Player::of(&api, "ada").start(&["chemistry"], 3).await;
    let api = world.api().env("JWT_EMAIL_CLAIM", address);
    let api = api.env("JWT_EMAIL_VERIFIED_CLAIM", verified).start().await;

    // then only those claims count.
    let event = HttpEvent::get("/games").with_claim("email", "eve@example.org");
    let event = event.with_claim(address, "ada@example.org");
    let ada = event.clone().with_claim(verified, "true");
    let games = ada.to(&api).await.is(200).body;
    assert_eq!(games["games"].as_array().unwrap().len(), 1);
    let unverified = event.with_claim(verified, "false");
    unverified.to(&api).await.fails(403, "email_not_verified");
}
