use quizcraft_core::{Cursor, Game, Games, Stage};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Integer;
use super::keywords::keywords;

/// A game to be made.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = NewGame)]
pub(crate) struct NewGameBody {
    /// What it is to be about: 1 to 10 different keywords of 1 to 50 characters, each with a visible
    /// character and without control characters.
    #[schema(schema_with = keywords)]
    pub(crate) keywords: Vec<String>,
    /// How many questions it is to have at most: 1 to 50, by default 15.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 50, default = 15, example = 15)]
    pub(crate) questions_limit: Option<Integer>,
}

/// Where a game stands, as far as the deployed client knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schema(as = Status)]
pub(crate) enum StatusBody {
    /// Its questions are being written.
    Pending,
    /// It can be played.
    Ready,
    /// It is over; if it has a `failure`, it never began.
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
    /// Where it stands.
    #[schema(inline = false)]
    status: StatusBody,
    /// What it is about, sorted.
    #[schema(example = json!(["Napoleon", "history"]))]
    keywords: Vec<String>,
    /// How many questions are answered.
    #[schema(example = 3)]
    questions_answered: u16,
    /// How many questions it has, or may have while it is pending.
    #[schema(example = 15)]
    questions_limit: u16,
    /// How many questions are answered rightly.
    #[schema(example = 2)]
    questions_correct: u16,
    /// When it was created: milliseconds since 1970, of a whole second.
    #[schema(multiple_of = 1000, example = 1_700_000_000_000_u64)]
    creation_time: u64,
    /// Why it has no questions and never will, if that is so.
    #[schema(required, example = json!(null))]
    failure: Option<String>,
}

/// A page of games, newest first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Games)]
pub(crate) struct GamesBody {
    /// The games.
    games: Vec<GameBody>,
    /// The cursor of the next page, if there is one.
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
        }
    }
}

/// The deployed client fails to decode a status that it does not know, so a game that failed is
/// finished to it: one without questions.
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
