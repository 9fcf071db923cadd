use std::sync::Arc;

use quizcraft_identity::{EmailClaims, TokenFault};

use super::{EXPIRY, authenticator, believed, claims_with, service};
use crate::support::{NOW, StillClock, guarded};
use crate::tokens::{AUDIENCE, ISSUER};

#[tokio::test]
async fn string_claims_are_accepted() {
    let service = service();
    let among = format!("[https://other.example.org {AUDIENCE}]");
    let alone = format!("[{AUDIENCE}]");
    for changes in [
        [("aud", Some(AUDIENCE)), ("nbf", None)],
        [("aud", Some(&among)), ("nbf", None)],
        [("aud", Some(&alone)), ("nbf", None)],
        [("aud", None), ("client_id", Some(AUDIENCE))],
        [("aud", Some(AUDIENCE)), ("client_id", Some("another"))],
        [("exp", Some("1700003600.5")), ("nbf", Some("1700000060"))],
        [("exp", Some("1.7000036E9")), ("iat", Some("1.7E9"))],
        [("iat", None), ("scope", None)],
    ] {
        let answer = believed(&service, claims_with(&changes)).await;
        assert_eq!(answer.status, 200, "{changes:?}: {answer:?}");
    }
}

#[tokio::test]
async fn claims_of_other_issuers_or_audiences_are_rejected() {
    let service = service();
    let without_slash = ISSUER.trim_end_matches('/');
    let missing = TokenFault::Claim;
    for (changes, fault) in [
        (
            [("iss", Some("https://evil.example.org/")), ("x", None)],
            TokenFault::Issuer,
        ),
        (
            [("iss", Some(without_slash)), ("x", None)],
            TokenFault::Issuer,
        ),
        ([("iss", Some("")), ("x", None)], TokenFault::Issuer),
        ([("iss", None), ("x", None)], missing("iss")),
        (
            [("aud", Some("https://other.example.org")), ("x", None)],
            TokenFault::Audience,
        ),
        ([("aud", Some("[a b]")), ("x", None)], TokenFault::Audience),
        ([("aud", Some("[]")), ("x", None)], TokenFault::Audience),
        ([("aud", Some("")), ("x", None)], TokenFault::Audience),
        (
            [("aud", Some("other")), ("client_id", Some(AUDIENCE))],
            TokenFault::Audience,
        ),
        (
            [("aud", None), ("client_id", Some("other"))],
            TokenFault::Audience,
        ),
        ([("aud", None), ("azp", Some(AUDIENCE))], missing("aud")),
        ([("sub", None), ("x", None)], missing("sub")),
        ([("sub", Some("")), ("x", None)], missing("sub")),
        (
            [("nbf", Some("1700000061")), ("x", None)],
            TokenFault::NotYetValid,
        ),
        (
            [("iat", Some("1700000061")), ("x", None)],
            TokenFault::NotYetValid,
        ),
        ([("iat", Some("now")), ("x", None)], missing("iat")),
    ] {
        let answer = believed(&service, claims_with(&changes)).await;
        assert_eq!(answer.status, 401, "{changes:?}");
        answer.expect_refused(&fault.to_string());
    }
}

#[tokio::test]
async fn malformed_expiry_is_rejected() {
    let service = service();
    for unreadable in [
        None,
        Some(""),
        Some("soon"),
        Some("null"),
        Some("true"),
        Some("-1"),
        Some("1e300"),
        Some("NaN"),
        Some("0x7fffffff"),
        Some("1700003600s"),
        Some(" 1700003600"),
        Some("\"1700003600\""),
        Some("[1700003600]"),
        Some("2030-01-01T00:00:00Z"),
    ] {
        let answer = believed(&service, claims_with(&[("exp", unreadable)])).await;
        assert_eq!(answer.status, 401, "{unreadable:?}");
        answer.expect_refused(&TokenFault::Claim("exp").to_string());
    }
}

#[tokio::test]
async fn claims_are_valid_until_the_second_of_expiry() {
    let clock = Arc::new(StillClock::at(EXPIRY - 1));
    let service = guarded(authenticator(clock.clone()));
    believed(&service, claims_with(&[])).await.expect(200);
    clock.pass(1);
    believed(&service, claims_with(&[]))
        .await
        .expect_refused("the token is expired");
}

#[tokio::test]
async fn unverified_addresses_are_rejected() {
    let service = service();
    for unverified in ["false", "True", "TRUE", "1", "", "yes", "[true]", " true"] {
        let claims = claims_with(&[("email_verified", Some(unverified))]);
        let answer = believed(&service, claims).await;
        assert_eq!(answer.status, 403, "{unverified}");
        answer.expect_error(403, "email_not_verified");
    }
    for no_address in ["", "ada", "null", "[ada@example.org bob@example.org]"] {
        let claims = claims_with(&[("email", Some(no_address))]);
        let answer = believed(&service, claims).await;
        assert_eq!(answer.status, 403, "{no_address}");
    }
}

#[tokio::test]
async fn names_of_email_claims_are_configurable() {
    let clock = Arc::new(StillClock::at(NOW));
    let names = EmailClaims::new("https://quiz/mail", "https://quiz/ok");
    let service = guarded(authenticator(clock).with_email_claims(names));
    let address = ("https://quiz/mail", Some("ada@example.org"));
    for (verified, status) in [(Some("true"), 200), (Some("false"), 403)] {
        let claims = claims_with(&[address, ("https://quiz/ok", verified)]);
        assert_eq!(believed(&service, claims).await.status, status);
    }
}
