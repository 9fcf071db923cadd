use quizcraft_http::auth::TokenFault;
use serde_json::{Value, json};

use super::issuer::{Issuer, claims, key_set, verify};

/// The header of an issuer's tokens with one more parameter.
fn header_with(issuer: &Issuer, name: &str, value: Value) -> Value {
    let mut header = issuer.header();
    header[name] = value;
    header
}

#[test]
fn a_token_is_verified_by_each_algorithm() {
    let issuers = [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")];
    let keys = key_set(&issuers.each_ref());
    for issuer in &issuers {
        let verified = verify(&keys, &issuer.token(&claims())).unwrap();
        assert_eq!(verified.subject(), "auth0|5f7c8ec7c33c6c004bbafe82");
        assert_eq!(verified.get("email"), Some(&json!("ada@example.org")));
    }
}

#[test]
fn a_token_that_names_no_key_is_good_where_there_is_one() {
    // given
    let (ed, ec) = (Issuer::ed("ed-1"), Issuer::ec("ec-1"));
    let nameless = ed.sign(&json!({"alg": "EdDSA"}), &claims());

    // then
    assert!(verify(&key_set(&[&ed]), &nameless).is_ok());
    let several = verify(&key_set(&[&ed, &ec]), &nameless);
    assert_eq!(several.err(), Some(TokenFault::NoKeyNamed));
    let none = verify(&key_set(&[]), &nameless);
    assert_eq!(none.err(), Some(TokenFault::UnknownKey));
    let other = verify(&key_set(&[&Issuer::ed("ed-1")]), &nameless);
    assert_eq!(other.err(), Some(TokenFault::Signature));
}

#[test]
fn what_a_token_says_of_keys_elsewhere_is_not_looked_at() {
    // given
    let (ours, theirs) = (Issuer::ed("ed-1"), Issuer::ed("ed-1"));
    let keys = key_set(&[&ours]);
    for (name, value) in [
        ("jku", json!("https://evil.example.org/jwks.json")),
        ("jwk", theirs.jwk()),
        ("x5u", json!("https://evil.example.org/chain.pem")),
        ("x5c", json!(["MIIB"])),
        ("x5t", json!("dGVzdA")),
    ] {
        // when
        let by_us = ours.sign(&header_with(&ours, name, value.clone()), &claims());
        let by_them = theirs.sign(&header_with(&ours, name, value), &claims());

        // then
        assert!(verify(&keys, &by_us).is_ok(), "{name}");
        let refused = verify(&keys, &by_them);
        assert_eq!(refused.err(), Some(TokenFault::Signature), "{name}");
    }
}

#[test]
fn what_a_token_holds_to_be_critical_is_not_passed_over() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    for critical in [json!(["exp"]), json!(["b64"]), json!([])] {
        let header = header_with(&issuer, "crit", critical);
        let refused = verify(&keys, &issuer.sign(&header, &claims()));
        assert_eq!(refused.err(), Some(TokenFault::Critical), "{header}");
    }
    let header = header_with(&issuer, "crit", json!("exp"));
    let refused = verify(&keys, &issuer.sign(&header, &claims()));
    assert_eq!(refused.err(), Some(TokenFault::Header), "no list");
}

#[test]
fn a_token_that_says_to_be_something_else_is_no_access_token() {
    let issuer = Issuer::ed("ed-1");
    let keys = key_set(&[&issuer]);
    for good in ["JWT", "jwt", "at+jwt", "application/at+JWT"] {
        let header = header_with(&issuer, "typ", json!(good));
        assert!(
            verify(&keys, &issuer.sign(&header, &claims())).is_ok(),
            "{good}"
        );
    }
    for other in ["logout+jwt", "secevent+jwt", "id_token", ""] {
        let header = header_with(&issuer, "typ", json!(other));
        let refused = verify(&keys, &issuer.sign(&header, &claims()));
        assert_eq!(refused.err(), Some(TokenFault::Type), "{other}");
    }
}
