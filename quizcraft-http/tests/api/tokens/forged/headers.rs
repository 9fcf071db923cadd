//! Malformed headers and headers with other token types, signed by the issuer.

use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use super::{Fixture, Forgery};
use crate::tokens::issuer::{base64, claims, parts};

pub(super) fn forgeries(fixture: &Fixture) -> Vec<Forgery> {
    let kinds = [others(fixture), critical(fixture), unreadable(fixture)];
    kinds.into_iter().flatten().collect()
}

/// Tokens that are not access tokens.
fn others(fixture: &Fixture) -> Vec<Forgery> {
    let types = [
        "logout+jwt",
        "secevent+jwt",
        "id_token",
        "id+jwt",
        "dpop+jwt",
        "application/logout+jwt",
        "at+jwt ",
        "JWE",
        "",
    ];
    let forge = |typ| {
        let token = signed_with(fixture, "typ", json!(typ));
        Forgery::new(format!("typ {typ:?}"), token, TokenFault::Type)
    };
    types.into_iter().map(forge).collect()
}

/// Tokens with critical extensions.
fn critical(fixture: &Fixture) -> Vec<Forgery> {
    let lists = [
        json!(["exp"]),
        json!(["b64"]),
        json!(["http://example.com/UNDEFINED"]),
        json!([]),
    ];
    let mut forgeries: Vec<_> = lists
        .into_iter()
        .map(|list| {
            let name = format!("crit {list}");
            Forgery::new(
                name,
                signed_with(fixture, "crit", list),
                TokenFault::Critical,
            )
        })
        .collect();
    let unencoded = json!({"alg": "EdDSA", "kid": "ed-1", "b64": false, "crit": ["b64"]});
    let unencoded = fixture.ed.sign(&unencoded, &claims());
    forgeries.push(Forgery::new("b64 false", unencoded, TokenFault::Critical));
    let text = signed_with(fixture, "crit", json!("exp"));
    forgeries.push(Forgery::new(
        "crit that is no list",
        text,
        TokenFault::Header,
    ));
    forgeries
}

fn unreadable(fixture: &Fixture) -> Vec<Forgery> {
    let [header, payload, signature] = parts(&fixture.valid_token);
    let headers = [
        ("no header", String::new()),
        ("a header that is not base64", format!("!{header}")),
        ("a header with padding", format!("{header}==")),
        ("a header in the other alphabet", "+/+/".to_owned()),
        ("a header that is not JSON", base64("alg: EdDSA")),
        ("a header that is not UTF-8", base64([0xff, 0xfe])),
        ("a header that is a list", base64(r#"["EdDSA"]"#)),
        ("a header that is null", base64("null")),
        ("no alg", base64(r#"{"kid": "ed-1"}"#)),
        ("two alg", base64(r#"{"alg": "EdDSA", "alg": "none"}"#)),
        ("an alg that is a number", base64(r#"{"alg": 1}"#)),
        ("an alg that is null", base64(r#"{"alg": null}"#)),
        ("an alg that is a list", base64(r#"{"alg": ["EdDSA"]}"#)),
        (
            "a kid that is a number",
            base64(r#"{"alg": "EdDSA", "kid": 1}"#),
        ),
        (
            "a kid that is an object",
            base64(r#"{"alg": "EdDSA", "kid": {}}"#),
        ),
        (
            "a typ that is a number",
            base64(r#"{"alg": "EdDSA", "typ": 1}"#),
        ),
        ("the claims in place of the header", payload.to_owned()),
    ];
    let forge = |(name, header)| {
        let token = format!("{header}.{payload}.{signature}");
        Forgery::new(name, token, TokenFault::Header)
    };
    headers.into_iter().map(forge).collect()
}

/// Valid claims and a valid header with one parameter changed.
fn signed_with(fixture: &Fixture, name: &str, value: Value) -> String {
    let mut header = fixture.ed.header();
    header[name] = value;
    fixture.ed.sign(&header, &claims())
}
