use axum::extract::FromRequestParts;
use http::request::Parts;
use quizcraft_core::PlayerId;

use crate::Api;
use crate::problem::Problem;

/// The player who sent a request, as the authenticator vouches.
pub(crate) struct Player(pub(crate) PlayerId);

impl FromRequestParts<Api> for Player {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        Ok(Self(api.authenticator.authenticate(parts).await?))
    }
}
