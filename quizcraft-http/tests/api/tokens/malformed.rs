use quizcraft_http::auth::{BearerToken, TokenFault};
use serde_json::json;

use super::issuer::{Issuer, base64, claims, key_set, parts, refused, verify};

#[test]
fn a_token_has_three_parts() {
    let keys = key_set(&[&Issuer::ed("ed-1")]);
    for (token, count) in [
        ("opaque-token", 1),
        ("header.payload", 2),
        ("a.b.c.", 4),
        ("an.encrypted.token.has.five", 5),
    ] {
        refused(&keys, token, token, TokenFault::Parts(count));
    }
}

#[test]
fn a_token_begins_with_a_header() {
    // given
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    let good = issuer.token(&claims());
    let [header, payload, signature] = parts(&good);

    for (name, header) in [
        ("nothing", String::new()),
        ("no base64", format!("!{header}")),
        ("padding", format!("{header}==")),
        ("the other alphabet", "+/+/".to_owned()),
        ("no JSON", base64("alg: EdDSA")),
        ("no text", base64([0xff, 0xfe])),
        ("a list", base64(r#"["EdDSA"]"#)),
        ("no alg", base64(r#"{"kid": "ed-1"}"#)),
        ("two alg", base64(r#"{"alg": "EdDSA", "alg": "none"}"#)),
        ("an alg that is no text", base64(r#"{"alg": 1}"#)),
        (
            "a kid that is no text",
            base64(r#"{"alg": "EdDSA", "kid": 1}"#),
        ),
        ("the payload", payload.to_owned()),
    ] {
        let token = format!("{header}.{payload}.{signature}");
        refused(&keys, name, &token, TokenFault::Header);
    }
}

#[test]
fn what_can_not_be_decoded_is_not_signed() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    let good = issuer.token(&claims());
    let [header, payload, signature] = parts(&good);
    for (name, token) in [
        ("the payload", format!("{header}.!{payload}.{signature}")),
        ("the signature", format!("{header}.{payload}.!{signature}")),
        ("padding", format!("{good}==")),
        ("a blank", format!("{good} ")),
    ] {
        refused(&keys, name, &token, TokenFault::Signature);
    }
}

#[test]
fn what_the_issuer_signs_may_still_be_no_claims() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    let header = issuer.header().to_string();
    for (name, token) in [
        ("no JSON", issuer.sign_raw(&header, "no JSON")),
        ("nothing", issuer.sign_raw(&header, "")),
        ("a list", issuer.token(&json!(["sub"]))),
        ("text", issuer.token(&json!("sub"))),
    ] {
        refused(&keys, name, &token, TokenFault::Claim("set"));
    }
}

#[test]
fn a_token_may_have_16_kib_and_no_byte_more() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    let mut claims = claims();
    claims["roles"] = json!("x".repeat(10_000));
    assert!(verify(&keys, &issuer.token(&claims)).is_ok());
    let full = "x".repeat(BearerToken::MAX_BYTES);
    refused(&keys, "full", &full, TokenFault::Parts(1));
    refused(&keys, "over", &format!("{full}x"), TokenFault::TooLong);
}
