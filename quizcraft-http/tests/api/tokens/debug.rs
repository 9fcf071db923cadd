use quizcraft_core::Timestamp;
use quizcraft_http::auth::{BearerToken, Refusal};

use super::issuer::{Issuer, claims, key_set, verifier};
use crate::support::NOW;

#[test]
fn what_is_printed_for_debugging_holds_no_secret() {
    // given
    let issuer = Issuer::rsa();
    let token = issuer.token(&claims());
    let bearer = BearerToken::new(&token).unwrap();
    let keys = key_set(&[&issuer]);
    let verifier = verifier(keys.clone());
    let verified = verifier.verify(&bearer, Timestamp::from_secs(NOW)).unwrap();
    let refusal = verifier.verify(&bearer, Timestamp::from_secs(u64::MAX));
    let refusal = Refusal::from(refusal.unwrap_err());

    // when
    let shown = [
        format!("{bearer:?} {bearer:#?}"),
        format!("{verified:?} {verified:#?}"),
        format!("{keys:?} {keys:#?}"),
        format!("{verifier:?} {verifier:#?}"),
        format!("{refusal:?} {refusal}"),
    ];

    // then
    let jwk = issuer.jwk();
    let modulus = jwk["n"].as_str().unwrap();
    let parts: Vec<_> = token.split('.').collect();
    for (shown, part) in shown
        .iter()
        .flat_map(|s| parts.iter().map(move |p| (s, *p)))
    {
        assert!(!shown.contains(part), "{shown}");
    }
    for (shown, secret) in shown
        .iter()
        .flat_map(|shown| [modulus, "ada@", "auth0|", "5f7c8ec7"].map(|secret| (shown, secret)))
    {
        assert!(!shown.contains(secret), "{shown}");
    }
    assert_eq!(shown[0], "BearerToken(…) BearerToken(…)");
}
