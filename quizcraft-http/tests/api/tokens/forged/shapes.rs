//! Malformed tokens, and several tokens.

use quizcraft_identity::{BearerToken, TokenFault};
use serde_json::json;

use super::{Fixture, Forgery};
use crate::tokens::issuer::{Issuer, claims, key_set, parts, refused, verify};

pub(super) fn forgeries(fixture: &Fixture) -> Vec<Forgery> {
    let good = &fixture.valid_token;
    let [header, payload, signature] = parts(good);
    let parts = |name, token: &str, count| Forgery::new(name, token, TokenFault::PartCount(count));
    let two = [format!("Bearer {good}"), format!("Bearer {good}")];
    vec![
        parts("an opaque token", "opaque-token", 1),
        parts("no signature and no dot", &format!("{header}.{payload}"), 2),
        parts("a part too many", &format!("{good}."), 4),
        parts("a dot before it", &format!(".{good}"), 4),
        parts("an encrypted token", "an.encrypted.token.has.five", 5),
        parts(
            "two tokens in one header",
            &format!("{good}, Bearer {good}"),
            5,
        ),
        parts("nothing but dots", "....", 5),
        Forgery::new("two dots", "..", TokenFault::Header),
        Forgery::new(
            "blanks between the parts",
            format!("{header} . {payload} . {signature}"),
            TokenFault::Header,
        ),
        Forgery::new(
            "too long",
            format!("{good}{}", "A".repeat(BearerToken::MAX_BYTES)),
            TokenFault::TooLong,
        ),
        Forgery {
            name: "two headers".to_owned(),
            headers: two.into(),
            fault: TokenFault::MultipleTokens,
        },
        Forgery {
            name: "two headers, one of another scheme".to_owned(),
            headers: vec![
                format!("Bearer {good}"),
                "Basic YWRhOnNlY3JldA==".to_owned(),
            ],
            fault: TokenFault::MultipleTokens,
        },
    ]
}

#[test]
fn tokens_are_limited_to_16_kib() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    let mut claims = claims();
    claims["roles"] = json!("x".repeat(10_000));
    assert!(verify(&keys, &issuer.token(&claims)).is_ok());
    let full = "x".repeat(BearerToken::MAX_BYTES);
    refused(&keys, "full", &full, TokenFault::PartCount(1));
    refused(&keys, "over", &format!("{full}x"), TokenFault::TooLong);
}

#[test]
fn token_with_trailing_whitespace_is_rejected() {
    let issuer = Issuer::ed("ed-1");
    let spoilt = format!("{} ", issuer.token(&claims()));
    refused(
        &key_set(&[&issuer]),
        "a blank",
        &spoilt,
        TokenFault::Signature,
    );
}
