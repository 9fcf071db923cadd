use super::{Model, ModelQuestion, ModelStage, Outcome, Seen};
use crate::state_machine::seen::SeenQuestion;
use crate::state_machine::step::GameRef;
use crate::state_machine::world::{self, CHOICES, OPTIONS};
use quizcraft_core::{
    DecimalError, Error, GameId, InvalidResponse, Kind, PlayError, QuestionIndex,
};

impl Model {
    pub(super) fn questions(&mut self, game_ref: &GameRef) -> Outcome {
        let position = self.read(game_ref)?;
        Ok(Seen::Questions(match &self.games[position].stage {
            ModelStage::Open(questions) => (1..).zip(questions).map(summary).collect(),
            ModelStage::Pending { .. } | ModelStage::Failed(_) => Vec::new(),
        }))
    }

    pub(super) fn question(&mut self, game_ref: &GameRef, index: u16) -> Outcome {
        let Seen::Questions(questions) = self.questions(game_ref)? else {
            return Err(Error::NoSuchGame);
        };
        let question = questions
            .into_iter()
            .find(|question| question.index == index);
        question
            .map(Seen::Question)
            .ok_or(PlayError::NoSuchQuestion.into())
    }

    pub(super) fn ask(&mut self, game_ref: &GameRef) -> Outcome {
        let (id, questions) = self.playable(game_ref)?;
        let position = next(id, questions)?;
        let written = &questions[position].written;
        let mut options = match written.kind {
            Kind::Number | Kind::Text => Vec::new(),
            _ => world::rotated(0),
        };
        options.sort_unstable();
        Ok(Seen::Posed {
            index: number(position),
            prompt: written.prompt.clone(),
            kind: written.kind,
            options,
        })
    }

    pub(super) fn answer(
        &mut self,
        game_ref: &GameRef,
        named: Option<u16>,
        choice: usize,
    ) -> Outcome {
        let (id, questions) = self.playable(game_ref)?;
        let position = match named {
            None => next(id, questions)?,
            Some(index) if usize::from(index) > questions.len() => {
                return Err(PlayError::NoSuchQuestion.into());
            }
            Some(index) => usize::from(index) - 1,
        };
        match questions[position].written.kind {
            _ if choice < OPTIONS => {}
            Kind::Text => {}
            Kind::Number => {
                let invalid = InvalidResponse::Number(DecimalError::Malformed);
                return Err(PlayError::from(invalid).into());
            }
            _ => return Err(PlayError::from(InvalidResponse::NoSuchOption).into()),
        }
        match questions[position].choice {
            Some(recorded) if recorded == choice => {}
            Some(_) => return Err(PlayError::AlreadyAnswered.into()),
            None => record(id, questions, position, choice)?,
        }
        Ok(feedback(position, &questions[position]))
    }
}

fn record(
    id: GameId,
    questions: &mut [ModelQuestion],
    position: usize,
    choice: usize,
) -> Result<(), Error> {
    let next = next(id, questions)?;
    if next == position {
        questions[position].choice = Some(choice);
        return Ok(());
    }
    let next = QuestionIndex::new(number(next).into());
    let next = next.unwrap_or(QuestionIndex::FIRST);
    Err(PlayError::OutOfOrder { next }.into())
}

/// Returns the position of the first question that is not answered.
fn next(id: GameId, questions: &[ModelQuestion]) -> Result<usize, Error> {
    let next = questions
        .iter()
        .position(|question| !question.is_answered());
    let limit = super::count(questions, |_| true);
    next.ok_or_else(|| PlayError::QuestionsLimitReached { game: id, limit }.into())
}

fn number(position: usize) -> u16 {
    u16::try_from(position + 1).unwrap_or(u16::MAX)
}

fn summary((index, question): (u16, &ModelQuestion)) -> SeenQuestion {
    let written = &question.written;
    SeenQuestion {
        index,
        prompt: written.prompt.clone(),
        answered: question.choice.map(|choice| {
            (
                world::response(written.kind, choice),
                question.score(),
                solution(written),
                written.clarification.clone(),
            )
        }),
    }
}

fn feedback(position: usize, question: &ModelQuestion) -> Seen {
    let written = &question.written;
    Seen::Feedback {
        index: number(position),
        is_right: question.score() == 1_000,
        score: question.score(),
        solution: solution(written),
        clarification: written.clarification.clone(),
    }
}

/// Returns the solution as players read it.
fn solution(written: &world::Written) -> String {
    match written.kind {
        Kind::Single | Kind::Text => CHOICES[written.solution].to_owned(),
        Kind::Number => written.solution.to_string(),
        Kind::Multiple => world::several(written.solution).join(", "),
        _ => world::rotated(written.solution).join(", "),
    }
}
