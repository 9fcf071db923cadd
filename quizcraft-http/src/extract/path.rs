use axum::extract::{FromRequestParts, RawPathParams};
use http::request::Parts;
use quizcraft_core::{Error, GameId, QuestionIndex};

use crate::problem::Problem;

/// Extracts the game's id from the path. A malformed id results in "game not found".
pub(crate) struct GamePath(pub(crate) GameId);

/// Extracts the ids of the game and the question from the path. A malformed number results in "question not
/// found".
pub(crate) struct QuestionPath(pub(crate) GameId, pub(crate) QuestionIndex);

impl<S: Send + Sync> FromRequestParts<S> for GamePath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let game = segment(parts, state, "game").await;
        let game = game.and_then(|text| text.parse().ok());
        game.map(Self).ok_or(Problem::Quiz(Error::NoSuchGame))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for QuestionPath {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let GamePath(game) = GamePath::from_request_parts(parts, state).await?;
        let question = segment(parts, state, "question").await;
        let index = question.as_deref().and_then(index);
        Ok(Self(game, index.unwrap_or(QuestionIndex::named(0))))
    }
}

/// Returns a segment of the path, or `None` if it is not UTF-8.
async fn segment<S: Send + Sync>(parts: &mut Parts, state: &S, name: &str) -> Option<String> {
    let segments = RawPathParams::from_request_parts(parts, state).await.ok()?;
    segments
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Parses a question's number: decimal digits without a sign or leading zeros.
fn index(text: &str) -> Option<QuestionIndex> {
    let index = QuestionIndex::new(text.parse().ok()?)?;
    (index.to_string() == text).then_some(index)
}
