//! Tokens that the issuer did not sign. Whoever forges one knows everything that is public.

use jsonwebtoken::{Algorithm, EncodingKey};
use quizcraft_http::auth::{KeySet, TokenFault};
use serde_json::json;

use super::issuer::{Issuer, base64, claims, key_set, parts, refused, verify};

/// Three keys, and a good token by the Ed25519 one to make bad ones of.
struct Given {
    rsa: Issuer,
    ed: Issuer,
    keys: KeySet,
    good: String,
}

impl Given {
    fn new() -> Self {
        let (rsa, ec, ed) = (Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1"));
        Self {
            keys: key_set(&[&rsa, &ec, &ed]),
            good: ed.token(&claims()),
            rsa,
            ed,
        }
    }

    /// The good token under a header that names this algorithm and key.
    fn under(&self, algorithm: &str, key: &str) -> String {
        let [_, payload, signature] = parts(&self.good);
        let header = base64(json!({"alg": algorithm, "kid": key}).to_string());
        format!("{header}.{payload}.{signature}")
    }

    /// The good claims signed by HMAC with something that everybody knows.
    fn by_hmac(&self, secret: &[u8], key: &str) -> String {
        let unsigned = self.under("HS256", key);
        let (message, _) = unsigned.rsplit_once('.').unwrap();
        let secret = EncodingKey::from_secret(secret);
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &secret, Algorithm::HS256);
        format!("{message}.{}", signature.unwrap())
    }
}

#[test]
fn a_token_without_a_signature_is_refused_whatever_it_calls_that() {
    let given = Given::new();
    for algorithm in [
        "none", "None", "NONE", "nOnE", "", "eddsa", "EdDSA ", "HS1", "ES256K",
    ] {
        let signed = given.under(algorithm, "ed-1");
        let (message, _) = signed.rsplit_once('.').unwrap();
        refused(&given.keys, algorithm, &signed, TokenFault::Header);
        let unsigned = format!("{message}.");
        refused(&given.keys, algorithm, &unsigned, TokenFault::Header);
    }
}

#[test]
fn a_public_key_is_no_secret_to_sign_with() {
    let given = Given::new();
    let (ed, rsa) = (given.ed.jwk(), given.rsa.jwk());
    let (x, n) = (ed["x"].as_str().unwrap(), rsa["n"].as_str().unwrap());
    for (name, secret, key) in [
        ("the Ed25519 key", x.to_owned(), "ed-1"),
        ("the modulus", n.to_owned(), "rsa-1"),
        ("the JWK", rsa.to_string(), "rsa-1"),
        ("nothing", String::new(), "ed-1"),
    ] {
        let token = given.by_hmac(secret.as_bytes(), key);
        refused(&given.keys, name, &token, TokenFault::Algorithm);
    }
}

#[test]
fn a_token_does_not_choose_the_algorithm_of_a_key() {
    let given = Given::new();
    for (algorithm, key) in [
        ("RS256", "ed-1"),
        ("ES256", "ed-1"),
        ("EdDSA", "ec-1"),
        ("EdDSA", "rsa-1"),
        ("PS256", "rsa-1"),
        ("RS384", "rsa-1"),
        ("RS512", "rsa-1"),
        ("ES384", "ec-1"),
        ("HS512", "rsa-1"),
    ] {
        let token = given.under(algorithm, key);
        refused(&given.keys, algorithm, &token, TokenFault::Algorithm);
    }
}

#[test]
fn a_key_that_the_issuer_does_not_have_signs_nothing() {
    let given = Given::new();
    for id in ["ed-2", "", "ED-1", "../ed-1", "ed-1 "] {
        let token = Issuer::ed(id).token(&claims());
        refused(&given.keys, id, &token, TokenFault::UnknownKey);
    }
    let stranger = Issuer::ed("ed-1").token(&claims());
    let name = "a stranger's key by the name of ours";
    refused(&given.keys, name, &stranger, TokenFault::Signature);
}

#[test]
fn a_signature_fits_what_it_signs_and_nothing_else() {
    // given
    let given = Given::new();
    let [header, payload, signature] = parts(&given.good);
    let other = given.ed.token(&json!({"sub": "somebody else"}));
    let [_, other_payload, other_signature] = parts(&other);
    let half = signature.get(..40).unwrap();

    for (name, token) in [
        ("no signature", format!("{header}.{payload}.")),
        ("half a signature", format!("{header}.{payload}.{half}")),
        ("a signature too long", format!("{}AAAA", given.good)),
        ("another's", format!("{header}.{payload}.{other_signature}")),
        (
            "another payload",
            format!("{header}.{other_payload}.{signature}"),
        ),
        ("no payload", format!("{header}..{signature}")),
        ("another header", given.under("EdDSA", "ed-1")),
    ] {
        refused(&given.keys, name, &token, TokenFault::Signature);
    }
    assert!(
        verify(&given.keys, &given.good).is_ok(),
        "the good one is good"
    );
}

#[test]
fn changing_a_character_spoils_a_token() {
    for issuer in [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")] {
        let keys = key_set(&[&issuer]);
        let good = issuer.token(&claims());
        assert!(verify(&keys, &good).is_ok());
        for at in (0..good.len()).step_by(5) {
            let mut spoilt: Vec<_> = good.chars().collect();
            spoilt[at] = if spoilt[at] == 'x' { 'y' } else { 'x' };
            let spoilt: String = spoilt.into_iter().collect();
            assert!(verify(&keys, &spoilt).is_err(), "{at} of {good}");
        }
    }
}
