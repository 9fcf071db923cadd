//! Property tests: valid events in which one value is replaced or removed.

use proptest::option;
use proptest::prelude::{Strategy, any};
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::support::{HttpEvent, Outcome, World, any_json, pointers, replace};

/// The fields of an event that the API reads, and their parents.
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

/// Optional fields that the API reads. They must have the right type if they are present.
const OPTIONAL: [&str; 3] = [
    "/requestContext/authorizer/jwt/claims/iat",
    "/requestContext/authorizer/jwt/claims/nbf",
    "/requestContext/stage",
];

/// Returns an event with every field that API Gateway may send.
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

/// Replaces or removes one of the values at `places`, many times, and checks each outcome.
fn check_changes(places: &[String], check: impl Fn(&Outcome, &Outcome) -> Result<(), String>) {
    let runtime = Runtime::new().unwrap();
    let (api, _world) = runtime.block_on(async {
        let world = World::new().await;
        (world.api().start().await, world)
    });
    let full = full();
    let send = |event: &Value| runtime.block_on(api.invoke(event.to_string()));
    send(&full);
    // The game exists now, so every request with its idempotency key gets the same response.
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
fn unused_fields_may_have_any_value_or_be_missing() {
    let needed =
        |place: &String| NEEDED.contains(&place.as_str()) || OPTIONAL.contains(&place.as_str());
    let mut places = pointers(&full());
    places.retain(|place| !needed(place));
    assert!(places.len() > 40, "{places:?}");
    check_changes(&places, |usual, outcome| {
        (usual == outcome)
            .then_some(())
            .ok_or_else(|| "another response".to_owned())
    });
}

#[test]
fn every_value_of_a_used_field_gets_a_response() {
    let places = [&NEEDED[1..], &OPTIONAL[..]].concat();
    let places: Vec<_> = places.into_iter().map(str::to_owned).collect();
    check_changes(&places, |_, outcome| {
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
