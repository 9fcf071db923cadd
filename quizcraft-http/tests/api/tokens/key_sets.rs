use quizcraft_identity::{KeySet, TokenFault, VerificationKey};
use serde_json::{Value, json};

use super::issuer::{Issuer, base64, claims, key_set, verify};

/// Returns a JSON Web Key Set with these keys.
fn read(keys: &[Value]) -> KeySet {
    KeySet::from_jwks(json!({"keys": keys}).to_string()).unwrap()
}

fn with(mut key: Value, name: &str, value: Value) -> Value {
    key[name] = value;
    key
}

/// A public RSA key of this size in bits.
fn rsa_of(bits: usize) -> Value {
    let modulus = base64(vec![0xc5; bits / 8]);
    json!({"kty": "RSA", "kid": "short", "n": modulus, "e": "AQAB"})
}

#[test]
fn unusable_keys_are_skipped() {
    // given
    let (rsa, ec, ed) = (Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1"));
    for (name, useless) in [
        ("RSA of 1024 bits", rsa_of(1024)),
        ("RSA of 2040 bits", rsa_of(2040)),
        ("RSA of no bits", rsa_of(0)),
        (
            "zeros before a short modulus",
            with(
                rsa_of(0),
                "n",
                json!(base64([vec![0; 128], vec![0xc5; 128]].concat())),
            ),
        ),
        (
            "a modulus that is no base64",
            with(rsa_of(2048), "n", json!("!".repeat(400))),
        ),
        ("for encryption", with(rsa.jwk(), "use", json!("enc"))),
        (
            "for encryption, Ed25519",
            with(ed.jwk(), "use", json!("enc")),
        ),
        (
            "for another algorithm",
            with(rsa.jwk(), "alg", json!("RS512")),
        ),
        ("for PSS", with(rsa.jwk(), "alg", json!("PS256"))),
        ("for HMAC", with(rsa.jwk(), "alg", json!("HS256"))),
        (
            "for an algorithm of another type",
            with(ec.jwk(), "alg", json!("RS256")),
        ),
        (
            "for an unknown algorithm",
            with(ed.jwk(), "alg", json!("ML-DSA-65")),
        ),
        (
            "an unknown type",
            json!({"kty": "AKP", "kid": "pq", "pub": "AAAA"}),
        ),
        (
            "a secret",
            json!({"kty": "oct", "kid": "secret", "k": "c2VjcmV0"}),
        ),
        (
            "another curve",
            json!({"kty": "EC", "crv": "P-384", "kid": "p384", "x": "AA", "y": "AA"}),
        ),
        (
            "an unknown curve",
            json!({"kty": "EC", "crv": "secp256k1", "kid": "k1", "x": "AA", "y": "AA"}),
        ),
        (
            "X25519",
            json!({"kty": "OKP", "crv": "X25519", "kid": "x", "x": "AA"}),
        ),
        ("no type", json!({"kid": "nothing"})),
        ("no object", json!("key")),
        ("null", json!(null)),
    ] {
        // when
        let keys = read(&[useless.clone(), rsa.jwk(), ec.jwk(), ed.jwk(), useless]);

        // then
        assert_eq!(keys.len(), 3, "{name}");
        for issuer in [&rsa, &ec, &ed] {
            assert!(verify(&keys, &issuer.token(&claims())).is_ok(), "{name}");
        }
    }
    assert_eq!(
        read(&[rsa_of(2048)]).len(),
        1,
        "of the rest nothing is wrong"
    );
}

#[test]
fn encryption_keys_are_rejected() {
    let issuer = Issuer::ed("ed-1");
    for (name, value) in [("use", json!("enc")), ("key_ops", json!(["encrypt"]))] {
        let keys = read(&[with(issuer.jwk(), name, value)]);
        assert!(keys.is_empty(), "{name}");
        let refused = verify(&keys, &issuer.token(&claims()));
        assert_eq!(refused.err(), Some(TokenFault::UnknownKey));
    }
    let keys = read(&[with(issuer.jwk(), "key_ops", json!(["verify"]))]);
    assert!(verify(&keys, &issuer.token(&claims())).is_ok());
}

#[test]
fn use_and_key_ops_are_optional() {
    for issuer in [Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1")] {
        let mut jwk = issuer.jwk();
        for name in ["alg", "use"] {
            jwk.as_object_mut().unwrap().remove(name);
        }
        assert!(verify(&read(&[jwk]), &issuer.token(&claims())).is_ok());
    }
}

#[test]
fn several_keys_are_accepted() {
    let (old, new) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let keys = key_set(&[&old, &new]);
    for issuer in [old, new] {
        assert!(verify(&keys, &issuer.token(&claims())).is_ok());
    }
}

#[test]
fn key_can_be_created_from_bytes() {
    // given
    let pair = aws_lc_rs::signature::Ed25519KeyPair::generate().unwrap();
    let public = aws_lc_rs::signature::KeyPair::public_key(&pair).as_ref();
    let key = VerificationKey::ed25519("ed-9", public.try_into().unwrap());
    let message = format!(
        "{}.{}",
        base64(r#"{"alg": "EdDSA", "kid": "ed-9"}"#),
        base64(claims().to_string())
    );

    // when
    let token = format!("{message}.{}", base64(pair.sign(message.as_bytes())));

    // then
    assert!(verify(&KeySet::new(vec![key]), &token).is_ok());
}

#[test]
fn malformed_key_set_is_rejected() {
    for text in [
        "",
        "null",
        "[]",
        "{}",
        r#"{"keys": {}}"#,
        r#"{"keys": null}"#,
        "{",
    ] {
        assert!(KeySet::from_jwks(text).is_err(), "{text}");
    }
    assert!(KeySet::from_jwks(r#"{"keys": []}"#).unwrap().is_empty());
}

#[test]
fn keys_of_different_algorithms_may_share_an_id() {
    let (ec, ed) = (Issuer::ec("today"), Issuer::ed("today"));
    for keys in [key_set(&[&ec, &ed]), key_set(&[&ed, &ec])] {
        assert!(verify(&keys, &ec.token(&claims())).is_ok());
        assert!(verify(&keys, &ed.token(&claims())).is_ok());
    }
}

#[test]
fn keys_of_one_algorithm_may_share_an_id() {
    for make in [Issuer::ed, Issuer::ec, Issuer::new_rsa] {
        let (one, other, stranger) = (make("today"), make("today"), make("today"));
        for keys in [key_set(&[&one, &other]), key_set(&[&other, &one])] {
            assert!(verify(&keys, &one.token(&claims())).is_ok());
            assert!(verify(&keys, &other.token(&claims())).is_ok());
            let refused = verify(&keys, &stranger.token(&claims()));
            assert_eq!(refused.err(), Some(TokenFault::Signature));
        }
    }
}

#[test]
fn key_without_id_matches_every_kid() {
    let (issuer, named) = (Issuer::ed("ed-1"), Issuer::ed("ed-2"));
    let mut nameless = issuer.jwk();
    nameless.as_object_mut().unwrap().remove("kid");
    let keys = read(&[named.jwk(), nameless]);
    for good in [&issuer, &named] {
        assert!(verify(&keys, &good.token(&claims())).is_ok());
    }
    let refused = verify(&keys, &Issuer::ed("ed-1").token(&claims()));
    assert_eq!(refused.err(), Some(TokenFault::Signature));
}
