//! Valid events in which one thing is changed: the laws of what a function makes of them.

use proptest::option;
use proptest::prelude::{Strategy, any};
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{HttpEvent, Outcome, World, any_json, pointers, replace};

/// What the API reads of an event, and what stands above it.
const NEEDED: [&str; 22] = [
    "",
    "/body",
    "/headers",
    "/headers/authorization",
    "/headers/content-type",
    "/headers/idempotency-key",
    "/headers/x-request-id",
    "/isBase64Encoded",
    "/rawPath",
    "/rawQueryString",
    "/requestContext",
    "/requestContext/authorizer",
    "/requestContext/authorizer/jwt",
    "/requestContext/authorizer/jwt/claims",
    "/requestContext/authorizer/jwt/claims/aud",
    "/requestContext/authorizer/jwt/claims/email",
    "/requestContext/authorizer/jwt/claims/email_verified",
    "/requestContext/authorizer/jwt/claims/exp",
    "/requestContext/authorizer/jwt/claims/iss",
    "/requestContext/authorizer/jwt/claims/sub",
    "/requestContext/http",
    "/requestContext/http/method",
];

/// These as well: a request may come without them, and not with another type.
const NEEDED_IF_THERE: [&str; 4] = [
    "/requestContext/authorizer/jwt/claims/iat",
    "/requestContext/authorizer/jwt/claims/nbf",
    "/requestContext/domainName",
    "/requestContext/stage",
];

/// An event with everything in it that API Gateway may send.
fn full() -> HttpEvent {
    let mut event = HttpEvent::post("/games", &json!({"keywords": ["chemistry"]}))
        .with_header("idempotency-key", "one")
        .with_header("x-request-id", "mine-17")
        .with_query("limit=5&a=b&a=c");
    event["cookies"] = json!(["a=1", "b=2"]);
    event["stageVariables"] = json!({"size": "5"});
    let context = &mut event["requestContext"];
    context["authentication"] = json!({"clientCert": {
        "clientCertPem": "CERT_CONTENT", "subjectDN": "www.example.org", "issuerDN": "Example",
        "serialNumber": "a1:a1", "validity": {"notBefore": "May 28 2026", "notAfter": "Aug 5 2027"},
    }});
    let authorizer = &mut context["authorizer"];
    authorizer["jwt"]["scopes"] = json!(["openid", "email"]);
    authorizer["jwt"]["claims"]["nbf"] = json!("1700000000");
    authorizer["jwt"]["claims"]["https://example.org/roles"] = json!("[one two]");
    authorizer["lambda"] = json!({"key": "value"});
    authorizer["iam"] =
        json!({"userArn": "arn:aws:iam::1:user/ada", "cognitoIdentity": {"amr": []}});
    event
}

/// Changes the event at one of these places in any way, many times; gives each outcome to the check.
fn for_any_change(places: &[String], check: impl Fn(&Outcome, &Outcome) -> Result<(), String>) {
    let runtime = Runtime::new().unwrap();
    let (api, _world) = runtime.block_on(async {
        let world = World::new().await;
        (world.api().start().await, world)
    });
    let full = full();
    let send = |event: &Value| runtime.block_on(api.invoke(event.to_string()));
    send(&full);
    // The game is there, so that every repeat has the same answer.
    let usual = send(&full);
    let changes = (any::<Index>(), option::weighted(0.8, any_json()));
    let places_and_values = changes.prop_map(|(place, value)| (place.get(places), value));
    let mut runner = TestRunner::new(Config::with_cases(256));
    let ran = runner.run(&places_and_values, |(place, value)| {
        let mut event = (*full).clone();
        replace(&mut event, place, value.as_ref());
        let outcome = send(&event);
        check(&usual, &outcome)
            .map_err(|fault| TestCaseError::fail(format!("{place}: {fault}: {outcome:?}")))
    });
    ran.unwrap_or_else(|error| panic!("{error}"));
    assert!(
        api.stderr().is_empty(),
        "nothing panicked: {:?}",
        api.stderr()
    );
}

#[test]
fn what_is_not_needed_may_be_any_json_or_missing() {
    let needed = |place: &String| {
        NEEDED.contains(&place.as_str()) || NEEDED_IF_THERE.contains(&place.as_str())
    };
    let mut places = pointers(&full());
    places.retain(|place| !needed(place));
    assert!(places.len() > 40, "{places:?}");
    for_any_change(&places, |usual, outcome| {
        (usual == outcome)
            .then_some(())
            .ok_or_else(|| "another answer".to_owned())
    });
}

#[test]
fn what_is_needed_is_answered_whatever_it_is() {
    let places = [&NEEDED[1..], &NEEDED_IF_THERE[..]].concat();
    let places: Vec<_> = places.into_iter().map(str::to_owned).collect();
    for_any_change(&places, |_, outcome| {
        let Outcome::Response(answer) = outcome else {
            return Err("an error of the function".to_owned());
        };
        let status = answer["statusCode"].as_u64().unwrap();
        let body: Value = serde_json::from_str(answer["body"].as_str().unwrap_or_default())
            .map_err(|error| error.to_string())?;
        let has_code = body["errors"][0]["code"].is_string();
        ((status < 400) != has_code)
            .then_some(())
            .ok_or_else(|| "neither a success nor an error with a code".to_owned())
    });
}
