use std::sync::Arc;

use http::Request;
use http::request::Parts;
use quizcraft_identity::PlayerIds;
use quizcraft_identity::{ApiGatewayClaims, ApiGatewayVerifier};
use quizcraft_identity::{Authenticator, TokenAuthenticator};
use serde_json::json;

use crate::support::{Asked, NOW, StillClock};
use crate::tokens::{AUDIENCE, ISSUER, base64};

/// The capacity of the local cache.
const CAPACITY: usize = 10_000;

/// A request with its own token, verified by API Gateway, so that it needs no signature.
fn request(id: usize) -> Parts {
    let exp = (NOW + 3600).to_string();
    let claims = [
        ("iss", ISSUER),
        ("aud", AUDIENCE),
        ("sub", "ada"),
        ("exp", &exp),
    ];
    let said = json!({"sub": "ada", "exp": NOW + 3600, "jti": id});
    let said = base64(said.to_string());
    let token = format!("Bearer e30.{said}.c2lnbmF0dXJl");
    let request = Request::builder().header("authorization", token);
    let request = request.extension(ApiGatewayClaims::from_iter(claims));
    request.body(()).unwrap().into_parts().0
}

#[tokio::test]
async fn local_cache_is_bounded() {
    // given
    let identities = Arc::new(Asked::by_subject());
    let authenticator = TokenAuthenticator::behind_api_gateway(
        ApiGatewayVerifier::new(ISSUER, AUDIENCE),
        PlayerIds::unkeyed(),
        Arc::new(StillClock::at(NOW)),
    )
    .with_identities(identities.clone());
    let tokens = CAPACITY + CAPACITY / 5;

    // when
    for id in (0..tokens).chain(0..tokens) {
        authenticator.authenticate(&request(id)).await.unwrap();
    }

    // then
    let remembered = 2 * tokens - identities.times();
    assert!(remembered <= CAPACITY, "{remembered}");
    assert!(remembered > 0, "what fits is remembered");
}
