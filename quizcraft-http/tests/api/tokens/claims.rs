//! Boundary values of claims. More invalid claims are among the forgeries.

use quizcraft_identity::TokenFault;
use serde_json::{Value, json};

use super::issuer::{AUDIENCE, ISSUER, Issuer, claims_with, key_set, verify};
use crate::support::NOW;

/// The fault of claims that cannot be parsed because a value has a wrong type.
const SPOILT: TokenFault = TokenFault::Claim("set");

/// The fault of a token with one claim changed, if it has one.
fn fault(name: &str, value: &Value) -> Option<TokenFault> {
    let issuer = Issuer::ed("ed-1");
    verify(&key_set(&[&issuer]), &issuer.token_with(name, value)).err()
}

#[test]
fn issuer_is_compared_byte_by_byte() {
    assert_eq!(fault("iss", &json!(ISSUER)), None);
    let other = json!("https://id.example.org");
    assert_eq!(fault("iss", &other), Some(TokenFault::Issuer));
}

#[test]
fn audience_may_be_a_list() {
    for ours in [
        json!(AUDIENCE),
        json!([AUDIENCE]),
        json!(["https://other.example.org", AUDIENCE]),
        json!([1, null, AUDIENCE]),
    ] {
        assert_eq!(fault("aud", &ours), None, "{ours}");
    }
}

#[test]
fn claims_with_wrong_types_are_rejected() {
    for name in ["sub", "exp", "nbf", "iat"] {
        for value in [json!(["ada"]), json!({}), json!([NOW + 60])] {
            let wrong = fault(name, &value);
            let expected = [Some(SPOILT), Some(TokenFault::Claim(name))];
            assert!(expected.contains(&wrong), "{name} {value}: {wrong:?}");
        }
    }
}

#[test]
fn token_is_valid_until_the_second_of_expiry() {
    for (value, expected) in [
        (json!(NOW + 1), None),
        (json!(1_700_000_001.5), None),
        (json!(1.700_000_001e9), None),
        (json!(u64::MAX), None),
        (json!(NOW), Some(TokenFault::Expired)),
        (json!(1_700_000_000.9), Some(TokenFault::Expired)),
    ] {
        assert_eq!(fault("exp", &value), expected, "{value}");
    }
}

#[test]
fn clock_of_the_issuer_may_be_a_minute_ahead() {
    for name in ["nbf", "iat"] {
        for (value, expected) in [
            (json!(null), None),
            (json!(0), None),
            (json!(NOW), None),
            (json!(NOW + 60), None),
            (json!(NOW + 61), Some(TokenFault::NotYetValid)),
        ] {
            assert_eq!(fault(name, &value), expected, "{name} {value}");
        }
    }
}

#[test]
fn expiry_is_checked_before_the_other_times() {
    let issuer = Issuer::ed("ed-1");
    let mut claims = claims_with("exp", &json!(NOW));
    claims["nbf"] = json!(NOW + 3600);
    let refused = verify(&key_set(&[&issuer]), &issuer.token(&claims));
    assert_eq!(refused.err(), Some(TokenFault::Expired));
}
