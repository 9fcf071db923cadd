use quizcraft_http::auth::TokenFault;
use serde_json::{Value, json};

use super::issuer::{AUDIENCE, ISSUER, Issuer, claims_with, key_set, verify};
use crate::support::NOW;

/// The fault of some lists and objects where a value is to be: they spoil all claims together.
const SPOILT: TokenFault = TokenFault::Claim("set");

/// The fault of a token with one claim exchanged, if it has one.
fn fault(name: &str, value: &Value) -> Option<TokenFault> {
    let issuer = Issuer::ed("ed-1");
    verify(&key_set(&[&issuer]), &issuer.token_with(name, value)).err()
}

#[test]
fn a_token_is_from_our_issuer_to_the_letter() {
    assert_eq!(fault("iss", &json!(ISSUER)), None);
    for other in [
        "https://id.example.org",
        "https://id.example.org//",
        "https://ID.example.org/",
        "http://id.example.org/",
        "https://id.example.org.evil.example/",
        " https://id.example.org/",
        "",
    ] {
        assert_eq!(fault("iss", &json!(other)), Some(TokenFault::Issuer));
    }
    for wrong in [
        json!(null),
        json!([ISSUER]),
        json!(1),
        json!({"url": ISSUER}),
    ] {
        assert_eq!(fault("iss", &wrong), Some(TokenFault::Claim("iss")));
    }
}

#[test]
fn a_token_is_for_our_audience_perhaps_among_others() {
    for ours in [
        json!(AUDIENCE),
        json!([AUDIENCE]),
        json!(["https://other.example.org", AUDIENCE]),
        json!([1, null, AUDIENCE]),
    ] {
        assert_eq!(fault("aud", &ours), None, "{ours}");
    }
    for others in [
        json!("https://other.example.org"),
        json!("https://quiz.example.org/"),
        json!(format!("{AUDIENCE} https://other.example.org")),
        json!(""),
        json!(["https://other.example.org"]),
        json!([[AUDIENCE]]),
        json!([]),
    ] {
        assert_eq!(
            fault("aud", &others),
            Some(TokenFault::Audience),
            "{others}"
        );
    }
    for wrong in [json!(null), json!(1), json!({"aud": AUDIENCE}), json!(true)] {
        assert_eq!(
            fault("aud", &wrong),
            Some(TokenFault::Claim("aud")),
            "{wrong}"
        );
    }
}

#[test]
fn a_token_has_a_subject() {
    let wrong = Some(TokenFault::Claim("sub"));
    for value in [json!(null), json!(1), json!(true)] {
        assert_eq!(fault("sub", &value), wrong, "{value}");
    }
    for value in [json!(["ada"]), json!({})] {
        assert_eq!(fault("sub", &value), Some(SPOILT), "{value}");
    }
}

#[test]
fn a_token_is_good_until_the_second_of_its_expiry() {
    for (value, expected) in [
        (json!(NOW + 1), None),
        (json!(1_700_000_001.5), None),
        (json!(u64::MAX), None),
        (json!(NOW), Some(TokenFault::Expired)),
        (json!(1_700_000_000.9), Some(TokenFault::Expired)),
        (json!(NOW - 1), Some(TokenFault::Expired)),
        (json!(0), Some(TokenFault::Expired)),
        (json!(null), Some(TokenFault::Claim("exp"))),
        (json!(-1), Some(TokenFault::Claim("exp"))),
        (json!(1e300), Some(TokenFault::Claim("exp"))),
        (
            json!((NOW + 60).to_string()),
            Some(TokenFault::Claim("exp")),
        ),
        (json!([NOW + 60]), Some(SPOILT)),
        (json!(true), Some(TokenFault::Claim("exp"))),
    ] {
        assert_eq!(fault("exp", &value), expected, "{value}");
    }
}

#[test]
fn a_token_may_be_issued_by_a_clock_that_is_a_minute_ahead() {
    for name in ["nbf", "iat"] {
        let wrong = Some(TokenFault::Claim(name));
        for (value, expected) in [
            (json!(null), None),
            (json!(NOW), None),
            (json!(NOW + 60), None),
            (json!(NOW + 61), Some(TokenFault::NotYet)),
            (json!(u64::MAX), Some(TokenFault::NotYet)),
            (json!((NOW - 10).to_string()), wrong),
            (json!(-1), wrong),
            (json!(false), wrong),
        ] {
            assert_eq!(fault(name, &value), expected, "{name} {value}");
        }
        let list = fault(name, &json!([NOW]));
        assert!(list == wrong || list == Some(SPOILT), "{name}: {list:?}");
    }
}

#[test]
fn a_time_that_is_null_is_no_time() {
    let issuer = Issuer::ed("ed-1");
    for name in ["exp", "nbf", "iat"] {
        let mut claims = claims_with(name, &json!(0));
        claims[name] = Value::Null;
        let refused = verify(&key_set(&[&issuer]), &issuer.token(&claims));
        assert_eq!(refused.err(), Some(TokenFault::Claim(name)));
    }
}
