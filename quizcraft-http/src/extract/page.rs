use axum::extract::{FromRequestParts, Query};
use http::request::Parts;
use quizcraft_core::{Cursor, PageLimit};
use serde::Deserialize;

use crate::problem::Problem;

/// Which page of games a request asks for.
pub(crate) struct PageQuery {
    pub(crate) limit: PageLimit,
    pub(crate) cursor: Option<Cursor>,
}

#[derive(Deserialize)]
struct Raw {
    limit: Option<String>,
    cursor: Option<String>,
}

impl<S: Send + Sync> FromRequestParts<S> for PageQuery {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Query(raw) = Query::<Raw>::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Problem::InvalidRequest(rejection.body_text()))?;
        let limit = raw
            .limit
            .as_deref()
            .map_or(Ok(PageLimit::default()), limit)?;
        Ok(Self {
            limit,
            cursor: raw.cursor.map(Cursor::received),
        })
    }
}

fn limit(text: &str) -> Result<PageLimit, Problem> {
    let number = text.parse().map_err(|_| invalid("limit is not a number"))?;
    PageLimit::new(number).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Problem {
    Problem::InvalidRequest(message.to_owned())
}
