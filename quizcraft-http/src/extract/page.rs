use std::num::{IntErrorKind, ParseIntError};

use axum::extract::{FromRequestParts, Query};
use http::request::Parts;
use quizcraft_core::{Cursor, PageLimit};
use serde::Deserialize;

use crate::problem::Problem;

/// Extracts the requested page of games from the query.
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

/// Parses the limit. Saturates at the range of `i64`, so that the domain reports the accepted range.
fn limit(text: &str) -> Result<PageLimit, Problem> {
    let number = text
        .parse()
        .or_else(|error: ParseIntError| match error.kind() {
            IntErrorKind::PosOverflow => Ok(i64::MAX),
            IntErrorKind::NegOverflow => Ok(i64::MIN),
            _ => Err(invalid("invalid limit: expected a whole number")),
        })?;
    PageLimit::new(number).map_err(|error| invalid(&error.to_string()))
}

fn invalid(message: &str) -> Problem {
    Problem::InvalidRequest(message.to_owned())
}
