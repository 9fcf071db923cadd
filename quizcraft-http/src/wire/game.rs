use quizcraft_core::{Cursor, Failure, Game, Games, Stage};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use utoipa::ToSchema;

use super::Integer;
use super::keywords::keywords;
use super::kind::{KindBody, requested_kinds};
use super::score;

/// The request to start a game.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NewGame)]
pub(crate) struct NewGameBody {
    /// 1 to 10 different keywords of 1 to 50 characters, each with at least one visible character and
    /// without control characters.
    #[schema(schema_with = keywords)]
    pub(crate) keywords: Vec<String>,
    /// The maximum number of questions: 1 to 50, 15 by default.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 50, default = 15, example = 15)]
    pub(crate) questions_limit: Option<Integer>,
    /// The kinds of questions, by name.
    #[schema(schema_with = requested_kinds, required = false)]
    pub(crate) kinds: Option<Vec<String>>,
}

/// The status of a game.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schema(as = Status)]
pub(crate) enum StatusBody {
    /// The questions are being written.
    Pending,
    /// The game can be played.
    Ready,
    /// The game is over. A game with a `failure` has no questions.
    Finished,
}

/// A game.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Game)]
pub(crate) struct GameBody {
    /// The game's id: 64 hexadecimal digits.
    #[schema(
        pattern = "^[0-9a-f]{64}$",
        example = "5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e5f1d8c0e"
    )]
    id: String,
    /// The status.
    #[schema(inline = false)]
    status: StatusBody,
    /// The keywords, sorted.
    #[schema(example = json!(["Napoleon", "history"]))]
    keywords: Vec<String>,
    /// The number of answered questions.
    #[schema(example = 3)]
    questions_answered: u16,
    /// The number of questions; the maximum number while the game is pending.
    #[schema(example = 15)]
    questions_limit: u16,
    /// The number of correct answers.
    #[schema(example = 2)]
    questions_correct: u16,
    /// The time of creation, in milliseconds since the Unix epoch. Always a whole second.
    #[schema(multiple_of = 1000, example = 1_700_000_000_000_u64)]
    creation_time: u64,
    /// The reason why the game has no questions and what to try, as a text for people, if it failed.
    #[schema(required, example = json!(null))]
    failure: Option<String>,
    /// The kinds of questions that the game may contain.
    #[schema(example = json!(["single"]))]
    kinds: Vec<KindBody>,
    /// The sum of the scores.
    #[schema(schema_with = score::total_score)]
    score: Number,
    /// Up to three keywords of new games that have questions of these kinds, if the game failed; `failure` contains them.
    #[schema(max_items = 3, example = json!([]))]
    suggestions: Vec<String>,
}

/// A page of games, newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Games)]
pub(crate) struct GamesBody {
    /// The games.
    games: Vec<GameBody>,
    /// The cursor of the next page; `null` on the last page.
    #[schema(required, example = json!(null))]
    next: Option<String>,
}

impl From<&Game> for GameBody {
    fn from(game: &Game) -> Self {
        Self {
            id: game.id().to_string(),
            status: StatusBody::from(game.stage()),
            keywords: game.keywords().iter().map(ToString::to_string).collect(),
            questions_answered: game.questions_answered(),
            questions_limit: game.questions_limit(),
            questions_correct: game.questions_correct(),
            creation_time: game.created().as_millis(),
            failure: game.failure().map(ToString::to_string),
            kinds: game.kinds().iter().map(KindBody).collect(),
            score: score::total(game.score()),
            suggestions: suggestions(game),
        }
    }
}

fn suggestions(game: &Game) -> Vec<String> {
    let suggestions = game.failure().map(Failure::suggestions).unwrap_or_default();
    suggestions.iter().map(ToString::to_string).collect()
}

/// The deployed client cannot decode an unknown status, so a failed game has the status `FINISHED`.
impl From<&Stage> for StatusBody {
    fn from(stage: &Stage) -> Self {
        match stage {
            Stage::Pending(_) => Self::Pending,
            Stage::Ready(_) => Self::Ready,
            Stage::Finished(_) | Stage::Failed(_) => Self::Finished,
        }
    }
}

impl From<Games> for GamesBody {
    fn from(page: Games) -> Self {
        Self {
            games: page.games.iter().map(GameBody::from).collect(),
            next: page.next.as_ref().map(Cursor::to_string),
        }
    }
}
