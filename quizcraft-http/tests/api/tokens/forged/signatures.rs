//! Invalid signatures.

use quizcraft_identity::TokenFault;
use serde_json::json;

use super::{Fixture, Forgery};
use crate::tokens::issuer::{Issuer, base64, claims, claims_with, key_set, parts, verify};

pub(super) fn forgeries(fixture: &Fixture) -> Vec<Forgery> {
    let good = &fixture.valid_token;
    let [header, payload, signature] = parts(good);
    let other = fixture.ed.token(&json!({"sub": "another subject"}));
    let [_, other_payload, other_signature] = parts(&other);
    let with = |signature: &str| format!("{header}.{payload}.{signature}");
    let by_rsa = fixture.rsa.token(&claims());
    let [rsa_header, rsa_payload, _] = parts(&by_rsa);
    let admin = base64(claims_with("sub", &json!("admin")).to_string());
    [
        ("no signature", with("")),
        ("half a signature", with(signature.get(..40).unwrap())),
        ("a signature too long", with(&format!("{signature}AAAA"))),
        ("a signature with padding", with(&format!("{signature}=="))),
        (
            "a signature that is not base64",
            with(&format!("!{signature}")),
        ),
        ("a signature of zeros", with(&base64([0; 64]))),
        ("the signature of another token", with(other_signature)),
        ("the claims in place of the signature", with(payload)),
        (
            "signature and claims exchanged",
            format!("{header}.{signature}.{payload}"),
        ),
        (
            "the claims of another token",
            format!("{header}.{other_payload}.{signature}"),
        ),
        (
            "claims that were replaced",
            format!("{header}.{admin}.{signature}"),
        ),
        (
            "claims that are not base64",
            format!("{header}.!{payload}.{signature}"),
        ),
        (
            "claims with padding",
            format!("{header}.{payload}=.{signature}"),
        ),
        ("no claims", format!("{header}..{signature}")),
        ("another header", fixture.with_header("EdDSA", "ed-1")),
        (
            "the signature of another key",
            format!("{rsa_header}.{rsa_payload}.{signature}"),
        ),
        (
            "an ES256 signature of zeros",
            format!("{}.{}", es256_message(fixture), base64([0; 64])),
        ),
        (
            "an ES256 signature in DER",
            format!("{}.{}", es256_message(fixture), base64([0x30; 70])),
        ),
    ]
    .map(|(name, token)| Forgery::new(name, token, TokenFault::Signature))
    .into()
}

/// The signed part of an ES256 token of the issuer.
fn es256_message(fixture: &Fixture) -> String {
    let token = fixture.ec.token(&claims());
    let [header, payload, _] = parts(&token);
    format!("{header}.{payload}")
}

#[test]
fn changing_a_character_invalidates_a_token() {
    for issuer in [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")] {
        let keys = key_set(&[&issuer]);
        let good = issuer.token(&claims());
        assert!(verify(&keys, &good).is_ok());
        for at in (0..good.len()).step_by(5) {
            let mut altered: Vec<_> = good.chars().collect();
            altered[at] = if altered[at] == 'x' { 'y' } else { 'x' };
            let altered: String = altered.into_iter().collect();
            assert!(verify(&keys, &altered).is_err(), "{at} of {good}");
        }
    }
}
