//! Invalid claims, signed by the issuer.

use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use super::{Fixture, Forgery};
use crate::support::NOW;
use crate::tokens::issuer::{AUDIENCE, ISSUER, base64, claims, claims_with};

pub(super) fn forgeries(fixture: &Fixture) -> Vec<Forgery> {
    let kinds = [
        no_claims(fixture),
        exchanged(fixture, "iss", TokenFault::Issuer, other_issuers()),
        exchanged(fixture, "aud", TokenFault::Audience, other_audiences()),
        exchanged(fixture, "exp", TokenFault::Expired, past()),
        exchanged(fixture, "nbf", TokenFault::NotYetValid, future()),
        exchanged(fixture, "iat", TokenFault::NotYetValid, future()),
        mistyped(fixture),
    ];
    kinds.into_iter().flatten().collect()
}

/// Valid claims with one changed to each of these values.
fn exchanged(
    fixture: &Fixture,
    claim: &'static str,
    fault: TokenFault,
    values: Vec<Value>,
) -> Vec<Forgery> {
    let forge = |value: Value| {
        let mut claims = claims();
        claims[claim] = value.clone();
        let token = fixture.ed.token(&claims);
        Forgery::new(format!("{claim} {value}"), token, fault)
    };
    values.into_iter().map(forge).collect()
}

fn other_issuers() -> Vec<Value> {
    let shorter = ISSUER.trim_end_matches('/');
    vec![
        json!(shorter),
        json!(format!("{ISSUER}/")),
        json!(format!("{ISSUER}tenant")),
        json!(format!("{shorter}.evil.example/")),
        json!(format!("https://evil.example/?{ISSUER}")),
        json!(ISSUER.to_uppercase()),
        json!(ISSUER.replace("https", "http")),
        json!(format!(" {ISSUER}")),
        json!(format!("{ISSUER}\0")),
        json!(""),
    ]
}

fn other_audiences() -> Vec<Value> {
    vec![
        json!("https://other.example.org"),
        json!(format!("{AUDIENCE}/")),
        json!(format!("{AUDIENCE} https://other.example.org")),
        json!(format!("[{AUDIENCE}]")),
        json!(""),
        json!(["https://other.example.org"]),
        json!([format!("{AUDIENCE}.evil.example")]),
        json!([[AUDIENCE]]),
        json!([{"aud": AUDIENCE}]),
        json!([]),
    ]
}

fn past() -> Vec<Value> {
    vec![
        json!(NOW),
        json!(NOW - 1),
        json!(1_700_000_000.999),
        json!(0),
        json!(0.5),
    ]
}

/// Dates beyond the accepted clock skew.
fn future() -> Vec<Value> {
    vec![json!(NOW + 61), json!(1_700_000_061.5), json!(u64::MAX)]
}

/// Claims that are missing or of a wrong type.
fn mistyped(fixture: &Fixture) -> Vec<Forgery> {
    let mut all = Vec::new();
    for claim in ["iss", "aud", "sub", "exp"] {
        let token = fixture.ed.token(&claims_with(claim, &Value::Null));
        all.push(Forgery::new(
            format!("no {claim}"),
            token,
            TokenFault::Claim(claim),
        ));
    }
    let huge: Value = serde_json::from_str("1e300").unwrap();
    let strings = || json!((NOW + 60).to_string());
    for (claim, values) in [
        (
            "iss",
            vec![
                json!(null),
                json!(1),
                json!([ISSUER]),
                json!({"iss": ISSUER}),
            ],
        ),
        (
            "aud",
            vec![json!(null), json!(1), json!(true), json!({"aud": AUDIENCE})],
        ),
        ("sub", vec![json!(null), json!(1), json!(true), json!("")]),
        (
            "exp",
            vec![
                json!(null),
                strings(),
                json!(true),
                json!(-1),
                json!(-0.5),
                huge.clone(),
            ],
        ),
        (
            "nbf",
            vec![strings(), json!(false), json!(-1), huge.clone()],
        ),
        ("iat", vec![strings(), json!(false), json!(-1), huge]),
    ] {
        all.extend(exchanged(fixture, claim, TokenFault::Claim(claim), values));
    }
    all
}

/// Signed payloads that are not claims.
fn no_claims(fixture: &Fixture) -> Vec<Forgery> {
    let header = fixture.ed.header().to_string();
    let latin = {
        let claims = claims_with("name", &json!("?")).to_string();
        let bytes = claims.into_bytes().into_iter();
        bytes.map(|byte| if byte == b'?' { 0xff } else { byte })
    };
    let latin: Vec<u8> = latin.collect();
    [
        (
            "claims that are not JSON",
            fixture.ed.sign_raw(&header, "no JSON"),
        ),
        ("empty claims", fixture.ed.sign_raw(&header, "")),
        ("claims that are a list", fixture.ed.token(&json!(["sub"]))),
        ("claims that are text", fixture.ed.token(&json!("sub"))),
        ("claims that are a number", fixture.ed.token(&json!(1))),
        ("claims that are null", fixture.ed.token(&Value::Null)),
        ("claims within claims", fixture.ed.token(&json!([claims()]))),
        (
            "claims in half an object",
            fixture.ed.sign_raw(&header, r#"{"sub": "#),
        ),
        (
            "claims with more behind",
            fixture.ed.sign_raw(&header, "{}{}"),
        ),
        (
            "claims in invalid UTF-8",
            fixture
                .ed
                .sign_message(&format!("{}.{}", base64(&header), base64(latin))),
        ),
    ]
    .map(|(name, token)| Forgery::new(name, token, TokenFault::Claim("set")))
    .into()
}
