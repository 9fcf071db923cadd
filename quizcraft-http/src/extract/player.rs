use std::sync::Arc;

use axum::extract::FromRequestParts;
use http::request::Parts;
use quizcraft_core::PlayerId;
use quizcraft_identity::Refusal;
use tokio::time::{Instant, timeout_at};

use crate::api::Api;
use crate::problem::Problem;
use crate::request_timeout::RequestDeadline;

/// Extracts the authenticated player.
pub(crate) struct Player(pub(crate) PlayerId);

impl FromRequestParts<Arc<Api>> for Player {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Arc<Api>) -> Result<Self, Problem> {
        let authenticated = api.authenticator.authenticate(parts);
        let player = match parts.extensions.get::<RequestDeadline>() {
            Some(deadline) => timeout_at(Instant::from_std(deadline.instant()), authenticated)
                .await
                .unwrap_or_else(|_| Err(Refusal::unavailable(TIMED_OUT, None))),
            None => authenticated.await,
        };
        Ok(Self(player?))
    }
}

/// The error of an authentication that does not end by the deadline.
const TIMED_OUT: &str = "authentication timed out";
