use axum::extract::FromRequestParts;
use http::HeaderName;
use http::request::Parts;
use quizcraft_core::IdempotencyKey;

use crate::problem::Problem;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// The `Idempotency-Key` of a request, if it has one.
pub(crate) struct Idempotency(pub(crate) Option<IdempotencyKey>);

impl<S: Send + Sync> FromRequestParts<S> for Idempotency {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut values = parts.headers.get_all(HEADER).iter();
        let (first, second) = (values.next(), values.next());
        if second.is_some() {
            return Err(Problem::InvalidRequest(
                "the request has more than one idempotency-key header".to_owned(),
            ));
        }
        let key = first.map(|value| IdempotencyKey::new(String::from_utf8_lossy(value.as_bytes())));
        let key = key.transpose();
        key.map(Self)
            .map_err(|error| Problem::InvalidRequest(error.to_string()))
    }
}
