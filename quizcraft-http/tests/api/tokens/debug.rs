use quizcraft_identity::{ApiGatewayClaims, BearerToken};

use super::issuer::{Issuer, claims, key_set, verifier, verify_at};
use crate::support::NOW;

#[test]
fn debug_output_contains_no_secrets() {
    // given
    let issuer = Issuer::rsa();
    let token = issuer.token(&claims());
    let bearer = BearerToken::new(&token).unwrap();
    let keys = key_set(&[&issuer]);
    let verifier = verifier(keys.clone());
    let verified = verify_at(&keys, &bearer, NOW).unwrap();
    let refusal = verify_at(&keys, &bearer, u64::MAX).unwrap_err();

    let given =
        ApiGatewayClaims::from_iter([("sub", "auth0|5f7c8ec7"), ("email", "ada@example.org")]);

    // when
    let shown = [
        format!("{bearer:?} {bearer:#?}"),
        format!("{verified:?} {verified:#?}"),
        format!("{keys:?} {keys:#?}"),
        format!("{verifier:?} {verifier:#?}"),
        format!("{refusal:?} {refusal}"),
        format!("{given:?} {given:#?}"),
    ];

    // then
    let claims = ["ada@", "auth0|", "5f7c8ec7"].map(str::to_owned);
    let parts = token.split('.').map(str::to_owned);
    let secrets = parts.chain(claims).chain(issuer.key_material());
    for secret in secrets {
        for shown in &shown {
            assert!(!shown.contains(&secret), "{shown}");
        }
    }
    assert_eq!(shown[0], "BearerToken(…) BearerToken(…)");
}
