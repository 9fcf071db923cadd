//! A service behind API Gateway, which verifies the tokens.

mod claims;
mod outside;
mod same_rules;
mod tokens;

use std::sync::Arc;

use axum::Router;
use quizcraft_identity::PlayerIds;
use quizcraft_identity::TokenAuthenticator;
use quizcraft_identity::{ApiGatewayClaims, ApiGatewayVerifier};

use crate::support::{Answer, Call, NOW, StillClock, guarded, oneshot};
use crate::tokens::{AUDIENCE, ISSUER};

const SUBJECT: &str = "auth0|5f7c8ec7c33c6c004bbafe82";

/// The second at which the claims expire.
const EXPIRY: u64 = NOW + 3600;

/// Claims as API Gateway passes them, with changes; `None` removes a claim.
fn claims_with(changes: &[(&str, Option<&str>)]) -> ApiGatewayClaims {
    let (expiry, issued) = (EXPIRY.to_string(), (NOW - 10).to_string());
    let good = [
        ("iss", ISSUER),
        ("aud", AUDIENCE),
        ("sub", SUBJECT),
        ("exp", expiry.as_str()),
        ("iat", issued.as_str()),
        ("scope", "openid email"),
        ("email", "ada@example.org"),
        ("email_verified", "true"),
    ];
    let stays = |name: &str| changes.iter().all(|(changed, _)| *changed != name);
    let kept = good.into_iter().filter(|(name, _)| stays(name));
    let changed = changes
        .iter()
        .filter_map(|(name, value)| Some((*name, (*value)?)));
    kept.chain(changed).collect()
}

fn authenticator(clock: Arc<StillClock>) -> TokenAuthenticator {
    let verifier = ApiGatewayVerifier::new(ISSUER, AUDIENCE);
    TokenAuthenticator::behind_api_gateway(verifier, PlayerIds::unkeyed(), clock)
}

fn service() -> Router {
    guarded(authenticator(Arc::new(StillClock::at(NOW))))
}

/// Returns the response to a request with these claims of API Gateway.
async fn believed(service: &Router, claims: ApiGatewayClaims) -> Answer {
    oneshot(service, Call::get("/games").verified(claims)).await
}
