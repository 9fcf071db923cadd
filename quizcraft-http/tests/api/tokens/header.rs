use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use super::issuer::{Issuer, claims, key_set, verify};

/// The header of an issuer's tokens with one more parameter.
fn header_with(issuer: &Issuer, name: &str, value: Value) -> Value {
    let mut header = issuer.header();
    header[name] = value;
    header
}

#[test]
fn each_supported_algorithm_verifies() {
    let issuers = [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")];
    let keys = key_set(&issuers.each_ref());
    for issuer in &issuers {
        let verified = verify(&keys, &issuer.token(&claims())).unwrap();
        assert_eq!(verified.subject(), "auth0|5f7c8ec7c33c6c004bbafe82");
        assert_eq!(verified.get("email"), Some(&json!("ada@example.org")));
    }
}

#[test]
fn token_without_kid_is_verified_with_every_key() {
    // given
    let (ed, ec) = (Issuer::ed("ed-1"), Issuer::ec("ec-1"));
    let nameless = ed.sign(&json!({"alg": "EdDSA"}), &claims());

    // then
    assert!(verify(&key_set(&[&ed]), &nameless).is_ok());
    assert!(verify(&key_set(&[&ec, &ed]), &nameless).is_ok());
    assert!(verify(&key_set(&[&ed, &Issuer::ed("ed-2")]), &nameless).is_ok());
    assert!(verify(&key_set(&[&Issuer::ed("ed-2"), &ed]), &nameless).is_ok());
    let strangers = key_set(&[&Issuer::ed("ed-1"), &Issuer::ed("ed-2")]);
    let strangers = verify(&strangers, &nameless);
    assert_eq!(strangers.err(), Some(TokenFault::Signature));
    let none = verify(&key_set(&[]), &nameless);
    assert_eq!(none.err(), Some(TokenFault::UnknownKey));
    let unlike = verify(&key_set(&[&ec]), &nameless);
    assert_eq!(unlike.err(), Some(TokenFault::Algorithm));
    let other = verify(&key_set(&[&Issuer::ed("ed-1")]), &nameless);
    assert_eq!(other.err(), Some(TokenFault::Signature));
}

#[test]
fn keys_named_in_the_header_are_ignored() {
    let (ours, theirs) = (Issuer::ed("ed-1"), Issuer::ed("ed-1"));
    let keys = key_set(&[&ours]);
    for (name, value) in [
        ("jku", json!("https://evil.example.org/jwks.json")),
        ("jwk", theirs.jwk()),
        ("x5u", json!("https://evil.example.org/chain.pem")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("dGVzdA")),
    ] {
        let token = ours.sign(&header_with(&ours, name, value), &claims());
        assert!(verify(&keys, &token).is_ok(), "{name}");
    }
}

#[test]
fn access_token_types_are_accepted() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    for good in ["JWT", "jwt", "at+jwt", "application/at+JWT"] {
        let token = issuer.sign(&header_with(&issuer, "typ", json!(good)), &claims());
        assert!(verify(&keys, &token).is_ok(), "{good}");
    }
    let untyped = json!({"alg": "EdDSA", "kid": "ed-1"});
    assert!(verify(&keys, &issuer.sign(&untyped, &claims())).is_ok());
}
