//! The observable results of the quiz, as plain values that the model can construct.

use quizcraft_core::{
    Choice, Error, Failure, Feedback, Game, GameId, Kind, Kinds, Posed, RawResponse, Stage,
    Summary, Verdict,
};

/// The result of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    Nothing,
    Started {
        is_new: bool,
        game: SeenGame,
    },
    Games {
        games: Vec<SeenGame>,
        is_last: bool,
    },
    Game(SeenGame),
    Questions(Vec<SeenQuestion>),
    Question(SeenQuestion),
    Posed {
        index: u16,
        prompt: String,
        kind: Kind,
        options: Vec<String>,
    },
    Feedback {
        index: u16,
        is_right: bool,
        score: u16,
        solution: String,
        clarification: String,
    },
    Prepared {
        what: &'static str,
        game: Option<SeenGame>,
    },
}

/// The outcome of a step.
pub(super) type Outcome = Result<Seen, Error>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SeenGame {
    pub(super) id: GameId,
    pub(super) keywords: Vec<String>,
    pub(super) kinds: Kinds,
    pub(super) created: u64,
    pub(super) status: &'static str,
    pub(super) limit: u16,
    pub(super) answered: u16,
    pub(super) correct: u16,
    /// The total score in thousandths.
    pub(super) score: u32,
    pub(super) failure: Option<Failure>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SeenQuestion {
    pub(super) index: u16,
    pub(super) prompt: String,
    /// The response, its score, the solution and the clarification.
    pub(super) answered: Option<(RawResponse, u16, String, String)>,
}

/// Returns an outcome that can be compared; errors are compared by their debug output.
pub(super) fn comparable(outcome: Outcome) -> Result<Seen, String> {
    outcome.map_err(|error| format!("{error:?}"))
}

impl From<&Game> for SeenGame {
    fn from(game: &Game) -> Self {
        Self {
            id: game.id(),
            keywords: game.keywords().iter().map(ToString::to_string).collect(),
            kinds: game.kinds(),
            created: game.created().as_secs(),
            status: match game.stage() {
                Stage::Pending(_) => "pending",
                Stage::Ready(_) => "ready",
                Stage::Finished(_) => "finished",
                Stage::Failed(_) => "failed",
            },
            limit: game.questions_limit(),
            answered: game.questions_answered(),
            correct: game.questions_correct(),
            score: game.score().thousandths(),
            failure: game.failure().cloned(),
        }
    }
}

impl From<Summary> for SeenQuestion {
    fn from(summary: Summary) -> Self {
        Self {
            index: summary.index.get(),
            prompt: summary.prompt.to_string(),
            answered: summary.answered.map(|answered| {
                let Feedback {
                    score,
                    solution,
                    clarification,
                    ..
                } = answered.feedback;
                (
                    answered.response.to_raw(),
                    score.thousandths(),
                    solution.to_string(),
                    clarification.to_string(),
                )
            }),
        }
    }
}

/// Sorts the options, since the model does not know their order.
impl From<Posed> for Seen {
    fn from(posed: Posed) -> Self {
        let mut options: Vec<_> = posed.options.iter().map(Choice::to_string).collect();
        options.sort_unstable();
        Self::Posed {
            index: posed.index.get(),
            prompt: posed.prompt.to_string(),
            kind: posed.kind,
            options,
        }
    }
}

impl From<Feedback> for Seen {
    fn from(feedback: Feedback) -> Self {
        Self::Feedback {
            index: feedback.index.get(),
            is_right: feedback.verdict == Verdict::Right,
            score: feedback.score.thousandths(),
            solution: feedback.solution.to_string(),
            clarification: feedback.clarification.to_string(),
        }
    }
}
