//! Encodings of the numbers of keys.

use quizcraft_identity::{KeyFault, KeySet};
use serde_json::{Value, json};

use super::issuer::{Issuer, base64, claims, from_base64, verify};

/// Returns a JSON Web Key Set with this key.
fn read(key: &Value) -> KeySet {
    KeySet::from_jwks(json!({"keys": [key]}).to_string()).unwrap()
}

/// The text of an unusable key.
fn fault(key: &Value) -> KeyFault {
    let keys = read(key);
    assert!(keys.is_empty(), "{key}");
    let [unusable] = keys.unusable() else {
        panic!("{:?}", keys.unusable());
    };
    assert_eq!(unusable.id(), key["kid"].as_str());
    unusable.fault()
}

/// A key with another encoding of one of its numbers.
fn with(key: &Value, name: &str, write: impl Fn(Vec<u8>) -> String) -> Value {
    let number = from_base64(key[name].as_str().unwrap());
    let mut key = key.clone();
    key[name] = json!(write(number));
    key
}

fn with_zeros(zeros: usize) -> impl Fn(Vec<u8>) -> String {
    move |number| base64([vec![0; zeros], number].concat())
}

fn without_zeros(number: Vec<u8>) -> String {
    let significant = number.into_iter().skip_while(|byte| *byte == 0);
    base64(significant.collect::<Vec<_>>())
}

fn padded(number: Vec<u8>) -> String {
    let text = base64(number);
    let padding = "=".repeat((4 - text.len() % 4) % 4);
    text + &padding
}

fn in_the_other_alphabet(number: Vec<u8>) -> String {
    base64(number).replace('-', "+").replace('_', "/")
}

/// An elliptic curve key with a coordinate that begins with a zero byte, as about one in 256 does.
fn with_a_small(coordinate: &str) -> Issuer {
    let is_small = |issuer: &Issuer| {
        let number = from_base64(issuer.jwk()[coordinate].as_str().unwrap());
        number.len() == 32 && number[0] == 0
    };
    let mut keys = std::iter::repeat_with(|| Issuer::ec("ec-1"));
    keys.find(is_small).unwrap()
}

#[test]
fn numbers_may_have_leading_zeros_and_padding() {
    let (rsa, ec, ed) = (Issuer::rsa(), Issuer::ec("ec-1"), Issuer::ed("ed-1"));
    for (issuer, names) in [(rsa, ["n", "e"]), (ec, ["x", "y"])] {
        let (jwk, token) = (issuer.jwk(), issuer.token(&claims()));
        for name in names {
            for zeros in [1, 2, 16] {
                let keys = read(&with(&jwk, name, with_zeros(zeros)));
                assert!(verify(&keys, &token).is_ok(), "{zeros} zeros before {name}");
                assert!(keys.unusable().is_empty());
            }
            for write in [padded, in_the_other_alphabet] {
                let key = with(&jwk, name, write);
                assert!(verify(&read(&key), &token).is_ok(), "{key}");
            }
        }
    }
    for write in [padded, in_the_other_alphabet] {
        let key = with(&ed.jwk(), "x", write);
        assert!(verify(&read(&key), &ed.token(&claims())).is_ok(), "{key}");
    }
}

#[test]
fn coordinates_may_lack_leading_zeros() {
    for name in ["x", "y"] {
        let issuer = with_a_small(name);
        let key = with(&issuer.jwk(), name, without_zeros);
        assert_ne!(key, issuer.jwk());
        assert!(
            verify(&read(&key), &issuer.token(&claims())).is_ok(),
            "{key}"
        );
    }
}

#[test]
fn invalid_numbers_are_reported() {
    let (rsa, ec, ed) = (
        Issuer::rsa().jwk(),
        Issuer::ec("ec-1").jwk(),
        Issuer::ed("ed-1").jwk(),
    );
    let even = |mut number: Vec<u8>| {
        *number.last_mut().unwrap() &= 0xfe;
        base64(number)
    };
    let changed = |mut number: Vec<u8>| {
        *number.last_mut().unwrap() ^= 1;
        base64(number)
    };
    let of = |bytes: &'static [u8]| move |_: Vec<u8>| base64(bytes);
    let longer = |number: Vec<u8>| base64([number, vec![1]].concat());
    let shorter = |number: Vec<u8>| base64(&number[1..]);
    let no_base64 = |_: Vec<u8>| "!".repeat(43);
    for (name, key) in [
        ("an even modulus", with(&rsa, "n", even)),
        ("an even exponent", with(&rsa, "e", even)),
        ("an exponent of one", with(&rsa, "e", of(&[1]))),
        ("an exponent of zero", with(&rsa, "e", of(&[0, 0]))),
        ("no exponent", with(&rsa, "e", of(&[]))),
        (
            "an exponent of 34 bits",
            with(&rsa, "e", of(&[2, 0, 0, 0, 1])),
        ),
        ("a modulus that is not base64", with(&rsa, "n", no_base64)),
        ("a point that is not on the curve", with(&ec, "y", changed)),
        ("a coordinate too long", with(&ec, "x", longer)),
        ("a coordinate that is not base64", with(&ec, "x", no_base64)),
        (
            "a point at nothing",
            with(&with(&ec, "x", of(&[])), "y", of(&[])),
        ),
        ("an Ed25519 key too long", with(&ed, "x", longer)),
        ("an Ed25519 key too short", with(&ed, "x", shorter)),
        (
            "an Ed25519 key with a zero in front",
            with(&ed, "x", with_zeros(1)),
        ),
    ] {
        assert_eq!(fault(&key), KeyFault::Numbers, "{name}");
    }
}

#[test]
fn missing_parameters_are_reported() {
    let (rsa, ed) = (Issuer::rsa().jwk(), Issuer::ed("ed-1").jwk());
    let but = |key: &Value, name: &str, value: Value| {
        let mut key = key.clone();
        key[name] = value;
        key
    };
    let of_bits = |bits: usize| but(&rsa, "n", json!(base64(vec![0xff; bits / 8])));
    for (key, expected) in [
        (of_bits(2040), KeyFault::Size(2040)),
        (of_bits(8200), KeyFault::Size(8200)),
        (but(&rsa, "n", json!("")), KeyFault::Size(0)),
        (but(&rsa, "n", json!(1)), KeyFault::Malformed),
        (but(&rsa, "n", json!(null)), KeyFault::Malformed),
        (but(&ed, "x", json!(null)), KeyFault::Malformed),
        (but(&ed, "kty", json!(null)), KeyFault::Malformed),
        (but(&ed, "use", json!("enc")), KeyFault::Purpose),
        (but(&ed, "key_ops", json!(["sign"])), KeyFault::Purpose),
        (but(&ed, "alg", json!("ES256")), KeyFault::Unsupported),
        (but(&ed, "crv", json!("Ed448")), KeyFault::Unsupported),
        (but(&ed, "kty", json!("oct")), KeyFault::Unsupported),
    ] {
        assert_eq!(fault(&key), expected, "{key}");
    }
    assert_eq!(fault(&json!("key")), KeyFault::Malformed);
}

#[test]
fn unknown_parameters_are_ignored() {
    let issuer = Issuer::ed("ed-1");
    let mut key = issuer.jwk();
    for (name, value) in [("x5c", json!(1)), ("x5t", json!([])), ("ext", json!("yes"))] {
        key[name] = value;
    }
    assert!(verify(&read(&key), &issuer.token(&claims())).is_ok());
}

#[test]
fn display_of_an_unusable_key_contains_only_its_id() {
    let mut key = Issuer::rsa().jwk();
    key["e"] = json!("AA");
    let keys = read(&key);
    let shown = format!("{} {keys:?}", keys.unusable()[0]);
    assert!(
        shown.starts_with(r#"the key "rsa-1" cannot be used: its numbers"#),
        "{shown}"
    );
    assert!(!shown.contains(key["n"].as_str().unwrap()), "{shown}");
    key["kid"] = json!("k".repeat(1000));
    assert_eq!(
        read(&key).unusable()[0].id(),
        Some("k".repeat(200).as_str())
    );
}
