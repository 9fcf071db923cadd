//! The same rules for claims apply, whether this service or API Gateway verified the token.

use http::Request;
use quizcraft_core::Timestamp;
use quizcraft_identity::{ApiGatewayClaims, ApiGatewayVerifier, TokenFault};
use serde_json::{Value, json};

use crate::support::NOW;
use crate::tokens::{AUDIENCE, ISSUER, Issuer, claims, fault, key_set, verify};

/// Valid claims with changes; `null` removes a claim.
fn with(changes: &Value) -> Value {
    let mut claims = claims();
    let all = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        all.insert(name.clone(), value.clone());
    }
    all.retain(|_, value| !value.is_null());
    claims
}

/// The fault of these claims in a token that this service verifies.
fn fault_by_us(claims: &Value) -> Option<TokenFault> {
    let issuer = Issuer::ed("ed-1");
    verify(&key_set(&[&issuer]), &issuer.token(claims)).err()
}

/// The fault of these claims behind API Gateway, which converts them to strings.
fn fault_by_gateway(claims: &Value) -> Option<TokenFault> {
    let claims = claims.as_object().unwrap();
    let strings = claims
        .iter()
        .map(|(name, value)| (name.clone(), in_words(value)));
    let strings: ApiGatewayClaims = strings.collect();
    let by_words = fault_of(strings);
    let typed = fault_of(ApiGatewayClaims::from(claims.clone()));
    assert_eq!(by_words, typed, "{claims:?}");
    typed
}

fn fault_of(claims: ApiGatewayClaims) -> Option<TokenFault> {
    let mut request = Request::new(());
    request.extensions_mut().insert(claims);
    let (request, ()) = request.into_parts();
    let verifier = ApiGatewayVerifier::new(ISSUER, AUDIENCE);
    let verified = verifier.verify(&request, Timestamp::from_secs(NOW));
    verified.err().map(fault)
}

#[test]
fn null_claims_count_as_absent() {
    let mut claims = with(&json!({"aud": null, "client_id": AUDIENCE}));
    for name in ["aud", "typ", "token_use", "events", "nbf", "iat", "azp"] {
        claims[name] = json!(null);
    }
    assert_null_fault(&claims, None);
    for name in ["iss", "sub", "exp"] {
        let mut claims = claims.clone();
        claims[name] = json!(null);
        assert_null_fault(&claims, Some(TokenFault::Claim(name)));
    }
}

/// Asserts the fault of claims of which some are null, which strings cannot express.
#[track_caller]
fn assert_null_fault(claims: &Value, expected: Option<TokenFault>) {
    assert_eq!(fault_by_us(claims), expected, "by us: {claims}");
    let typed = ApiGatewayClaims::from(claims.as_object().unwrap().clone());
    assert_eq!(fault_of(typed), expected, "by a gateway: {claims}");
}

/// A claim as API Gateway writes it.
fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let list: Vec<_> = list.iter().map(in_words).collect();
            format!("[{}]", list.join(" "))
        }
        other => other.to_string(),
    }
}

#[track_caller]
fn assert_fault(changes: &Value, expected: Option<TokenFault>) {
    let claims = with(changes);
    assert_eq!(fault_by_us(&claims), expected, "by us: {changes}");
    assert_eq!(
        fault_by_gateway(&claims),
        expected,
        "by a gateway: {changes}"
    );
}

#[test]
fn client_id_is_checked_without_an_audience() {
    assert_fault(&json!({"aud": null, "client_id": AUDIENCE}), None);
    let cognito = json!({"aud": null, "client_id": AUDIENCE, "token_use": "access",
        "scope": "openid email", "version": 2, "username": "ada"});
    assert_fault(&cognito, None);
    assert_fault(
        &json!({"aud": null, "client_id": "another"}),
        Some(TokenFault::Audience),
    );
    assert_fault(
        &json!({"aud": null, "client_id": format!("{AUDIENCE} ")}),
        Some(TokenFault::Audience),
    );
    for nowhere in [
        json!({"aud": null}),
        json!({"aud": null, "azp": AUDIENCE}),
        json!({"aud": null, "cid": AUDIENCE}),
    ] {
        assert_fault(&nowhere, Some(TokenFault::Claim("aud")));
    }
}

#[test]
fn client_id_is_ignored_with_an_audience() {
    for others in [json!("another"), json!(["another", "others"]), json!("")] {
        let changes = json!({"aud": others, "client_id": AUDIENCE});
        assert_fault(&changes, Some(TokenFault::Audience));
    }
    for ours in [json!(AUDIENCE), json!(["another", AUDIENCE])] {
        assert_fault(&json!({"aud": ours, "client_id": "another"}), None);
    }
}

#[test]
fn access_token_types_are_accepted() {
    for says in [
        json!({"typ": "Bearer"}),
        json!({"typ": "bearer"}),
        json!({"typ": "JWT"}),
        json!({"typ": "at+jwt"}),
        json!({"typ": "application/at+jwt"}),
        json!({"typ": "access"}),
        json!({"typ": "access_token"}),
        json!({"token_use": "access"}),
        json!({"typ": "Bearer", "token_use": "access"}),
        json!({"token_type": "ID", "nonce": "n-0S6_WzA2Mj", "sid": "1"}),
    ] {
        assert_fault(&says, None);
    }
}

#[test]
fn other_token_types_are_rejected() {
    let words = [
        "Refresh",
        "refresh",
        "ID",
        "id",
        "id_token",
        "Logout",
        "Offline",
        "RequestedToken",
        "DPoP",
        "logout+jwt",
        "application/logout+jwt",
        "Bearer ID",
        " Bearer",
        "",
    ];
    for word in words {
        assert_fault(&json!({"typ": word}), Some(TokenFault::Type));
        assert_fault(&json!({"token_use": word}), Some(TokenFault::Type));
    }
    for says in [
        json!({"typ": ["Bearer"]}),
        json!({"typ": 1}),
        json!({"token_use": true}),
        json!({"token_use": "access", "typ": "ID"}),
        json!({"token_use": "id", "typ": "Bearer"}),
        json!({"token_use": "id", "aud": AUDIENCE}),
        json!({"events": {"http://schemas.openid.net/event/backchannel-logout": {}}}),
    ] {
        assert_fault(&says, Some(TokenFault::Type));
    }
}

#[test]
fn other_audiences_are_rejected_for_every_token_type() {
    for says in ["Bearer", "at+jwt"] {
        let changes = json!({"typ": says, "aud": "another"});
        assert_fault(&changes, Some(TokenFault::Audience));
    }
    let refused = with(&json!({"typ": "ID", "iss": "https://evil.example/"}));
    assert_eq!(fault_by_us(&refused), Some(TokenFault::Issuer));
    assert_eq!(fault_by_gateway(&refused), Some(TokenFault::Issuer));
}
