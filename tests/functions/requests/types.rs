//! Events whose fields have other types than documented. API Gateway has sent such events.

use serde_json::{Value, json};

use crate::support::{AUDIENCE, HttpEvent, ISSUER, Player, World, now, token};

/// A change of an event.
type Change = Box<dyn Fn(&mut HttpEvent)>;

fn change(change: impl Fn(&mut HttpEvent) + 'static) -> Change {
    Box::new(change)
}

/// Returns a change that sets a value in the request context.
fn context(pointer: &'static str, value: Value) -> Change {
    change(move |event| {
        let (parents, name) = pointer.rsplit_once('/').unwrap();
        let mut place = &mut event["requestContext"];
        for parent in parents.split('/').filter(|parent| !parent.is_empty()) {
            place = &mut place[parent];
        }
        place[name] = value.clone();
    })
}

fn field(name: &'static str, value: Value) -> Change {
    change(move |event| event[name] = value.clone())
}

#[tokio::test]
async fn unused_fields_may_have_any_type() {
    let world = World::new().await;
    let api = world.api().start().await;
    for (number, change) in [
        context("/authorizer/jwt/scopes", json!("openid email")),
        context("/authorizer/jwt/scopes", json!([null, 1])),
        context("/authorizer/lambda", json!("x")),
        context("/authorizer/iam", json!([])),
        context("/authorizer/jwt/claims/locale", json!(null)),
        context(
            "/authorizer/jwt/claims/roles",
            json!({"quiz": [1, "two", null]}),
        ),
        context("/timeEpoch", json!(1.5)),
        context("/timeEpoch", json!("1773119783220")),
        context("/timeEpoch", json!(null)),
        context("/time", json!(17)),
        context(
            "/authentication",
            json!({"clientCert": {"subjectDN": "CN=ada"}}),
        ),
        context("/authentication", json!({"clientCert": {"validity": null}})),
        context("/authentication", json!("none")),
        context("/stage", json!(null)),
        context("/domainName", json!(null)),
        context("/http/sourceIp", json!(null)),
        context("/http/userAgent", json!([])),
        context("/accountId", json!(123_456_789_012_u64)),
        field("version", json!(2.0)),
        field("routeKey", json!(null)),
        field("pathParameters", json!(null)),
        field("pathParameters", json!({"proxy": null})),
        field("queryStringParameters", json!({"limit": null})),
        field("queryStringParameters", json!({"limit": 5, "other": ["a"]})),
        field("stageVariables", json!({"size": 5, "other": null})),
        field("cookies", json!(null)),
        field("cookies", json!("a=1")),
        field("cookies", json!([null, {"a": 1}, "b=2"])),
        field("rawQueryString", json!(null)),
        field("isBase64Encoded", json!(null)),
        field("body", json!(null)),
        change(|event| event["headers"]["x-count"] = json!(5)),
        change(|event| event["headers"]["x-list"] = json!(["a", "b"])),
        change(|event| event["headers"]["x-null"] = json!(null)),
        change(|event| event["headers"]["no name"] = json!("x")),
        change(|event| event["headers"]["x-control"] = json!("\u{1}")),
    ]
    .into_iter()
    .enumerate()
    {
        let mut event = HttpEvent::get("/games");
        change(&mut event);
        let reply = event.to(&api).await;
        assert_eq!(reply.status, 200, "{number}: {reply:?}");
    }
    let mut event = HttpEvent::get("/games");
    event["headers"] = json!(null);
    event.to(&api).await.is(200);
}

/// These values are JSON that `serde_json::Value` cannot represent.
#[tokio::test]
async fn unused_fields_may_be_unrepresentable() {
    let world = World::new().await;
    let api = world.api().start().await;
    let event = HttpEvent::get("/games").to_string();
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    for value in ["1e9999", r#""\ud800""#, &deep] {
        let event = event.replace("\"10/Mar/2026:05:16:23 +0000\"", value);
        let event = event.replacen('{', &format!("{{\"unknown\": {value}, "), 1);
        let reply = crate::support::Reply::of(api.invoke(event).await);
        assert_eq!(reply.status, 200, "{value}: {reply:?}");
    }
}

/// In June 2020, API Gateway sent claims with the types of the token instead of strings.
#[tokio::test(flavor = "multi_thread")]
async fn claims_may_have_the_types_of_the_token() {
    let world = World::new().await;
    let api = world.api().start().await;
    Player::of(&api, "ada").start(&["chemistry"], 3).await;
    for (name, value) in [
        ("email_verified", json!(true)),
        ("exp", json!(now() + 600)),
        (
            "exp",
            json!(f64::from(u32::try_from(now() + 600).unwrap()) + 0.5),
        ),
        ("iat", json!(now())),
        ("nbf", json!(null)),
        ("iat", json!(null)),
        ("aud", json!([AUDIENCE])),
        (
            "aud",
            json!(["https://other.example.org", AUDIENCE, null, 5]),
        ),
    ] {
        let event = with_claim(name, &value);
        let games = event.to(&api).await.is(200).body;
        assert_eq!(
            games["games"].as_array().unwrap().len(),
            1,
            "{name} {value}"
        );
    }
    let mut event = HttpEvent::get("/games");
    event["requestContext"]["authorizer"]["jwt"]["claims"] = json!({
        "iss": ISSUER, "aud": [AUDIENCE], "sub": "auth0|ada", "iat": now(), "exp": now() + 600,
        "email": "ada@example.org", "email_verified": true, "nonce": null,
    });
    event.to(&api).await.is(200);
}

#[tokio::test]
async fn claims_of_wrong_types_are_rejected_with_a_reason() {
    let world = World::new().await;
    let api = world.api().start().await;
    for (name, value) in [
        ("sub", json!(null)),
        ("sub", json!(17)),
        ("sub", json!(["auth0|ada"])),
        ("exp", json!(null)),
        ("exp", json!(true)),
        ("exp", json!({})),
        ("nbf", json!([])),
        ("iss", json!([ISSUER])),
        ("iss", json!(null)),
        ("aud", json!(null)),
        ("aud", json!({AUDIENCE: true})),
        ("aud", json!(17)),
    ] {
        let reply = with_claim(name, &value).to(&api).await;
        let reply = reply.fails(401, "unauthenticated");
        let challenge = reply.header("www-authenticate");
        assert!(challenge.contains(name), "{name} {value}: {challenge}");
    }
    // An element of a JSON list is one audience, even if it contains a space.
    let both = with_claim("aud", &json!([format!("evil {AUDIENCE}")]));
    both.to(&api).await.fails(401, "unauthenticated");
    for (name, value) in [
        ("email_verified", json!(false)),
        ("email_verified", json!(1)),
        ("email_verified", json!(["true"])),
        ("email", json!(17)),
        ("email", json!(["ada@example.org"])),
    ] {
        let reply = with_claim(name, &value).to(&api).await;
        reply.fails(403, "email_not_verified");
    }
}

/// Without claims, a request is not authenticated.
#[tokio::test]
async fn an_authorizer_of_a_wrong_type_counts_as_missing() {
    let world = World::new().await;
    let api = world.api().start().await;
    for pointer in ["/authorizer", "/authorizer/jwt", "/authorizer/jwt/claims"] {
        for value in [json!(null), json!("x"), json!(17), json!([]), json!(true)] {
            let mut event =
                HttpEvent::get("/games").with_token(&token(&crate::support::claims("ada")));
            context(pointer, value)(&mut event);
            let reply = event.to(&api).await.fails(401, "unauthenticated");
            assert_eq!(reply.header("www-authenticate"), "Bearer");
        }
    }
}

fn with_claim(name: &str, value: &Value) -> HttpEvent {
    let mut event = HttpEvent::get("/games");
    event["requestContext"]["authorizer"]["jwt"]["claims"][name] = value.clone();
    event
}
