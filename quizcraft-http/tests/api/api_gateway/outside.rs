//! Data from clients is never treated as claims of API Gateway.

use serde_json::json;

use super::service;
use crate::support::{Call, oneshot};
use crate::tokens::{Issuer, base64, claims};

#[tokio::test]
async fn tokens_without_claims_are_rejected() {
    let service = service();
    let good = Issuer::ed("ed-1").token(&claims());
    let unsigned = json!({"alg": "none"}).to_string();
    let unsigned = format!("{}.{}.", base64(unsigned), base64(claims().to_string()));
    for token in [good.as_str(), unsigned.as_str(), "opaque"] {
        oneshot(&service, Call::get("/games").by(token))
            .await
            .expect_missing_token();
    }
    oneshot(&service, Call::get("/games"))
        .await
        .expect_missing_token();
}

#[tokio::test]
async fn clients_cannot_send_claims() {
    // given
    let service = service();
    let good = Issuer::ed("ed-1").token(&claims());
    let json = claims().to_string();
    let event = json!({
        "requestContext": {"authorizer": {"jwt": {"claims": claims(), "scopes": null}}},
    });
    let encoded = base64(&json);

    for (name, value) in [
        ("x-amzn-request-context", event.to_string()),
        ("x-amzn-lambda-context", event.to_string()),
        ("x-amzn-apigateway-claims", json.clone()),
        ("x-apigateway-event", event.to_string()),
        ("x-amzn-oidc-data", good.clone()),
        (
            "x-amzn-oidc-identity",
            "auth0|5f7c8ec7c33c6c004bbafe82".to_owned(),
        ),
        ("x-amzn-oidc-accesstoken", good.clone()),
        ("x-apigateway-api-userinfo", encoded.clone()),
        ("x-endpoint-api-userinfo", encoded.clone()),
        ("x-gateway-claims", json.clone()),
        ("gatewayclaims", json.clone()),
        ("x-jwt-claims", json.clone()),
        ("x-jwt-payload", encoded),
        ("x-forwarded-access-token", good.clone()),
        ("x-forwarded-email", "ada@example.org".to_owned()),
        ("x-forwarded-user", "ada@example.org".to_owned()),
        ("x-auth-request-email", "ada@example.org".to_owned()),
        ("email", "ada@example.org".to_owned()),
        ("claims", json),
    ] {
        // when
        let bare = Call::get("/games").header(name, &value);
        let with_token = Call::get("/games").by(&good).header(name, &value);

        // then
        oneshot(&service, bare).await.expect_missing_token();
        oneshot(&service, with_token).await.expect_missing_token();
    }
}

#[tokio::test]
async fn claims_in_body_or_query_are_ignored() {
    let service = service();
    let body = json!({"keywords": ["Rome"], "requestContext": {"authorizer": {"jwt": {"claims": claims()}}}});
    let call = Call::post("/games?email=ada@example.org&email_verified=true");
    oneshot(&service, call.json(&body))
        .await
        .expect_missing_token();
}
