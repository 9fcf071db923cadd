//! `quizcraft play`: plays a game in the terminal, with the same use cases as the API.

mod entry;
pub(crate) mod screen;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use quizcraft_core::gateway::{BoxError, QuestionWriter, Work, WriteError};
use quizcraft_core::{
    Error, Feedback, Game, GameRequest, Keyword, PlayError, PlayerId, Posed, Prepared, Quiz,
};
use quizcraft_generator::FactWriter;
use quizcraft_memory::{Memory, WriterThreads, WritingPolicy};

use crate::failure::Failure;
use crate::options::PlayOptions;
use crate::phrases::phrases;
use crate::questions::brief;
use entry::Entry;
use screen::Screen;

/// The player at the terminal.
const PLAYER: PlayerId = PlayerId::from_bytes([0; 32]);

/// Plays one game, from the choice of keywords to the summary.
pub(crate) fn play(options: &PlayOptions) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(play_async(options))
}

async fn play_async(options: &PlayOptions) -> Result<(), Failure> {
    let model = options.model.for_terminal()?;
    let mut screen = Screen::new();
    let keywords = keywords(&options.keywords, &mut screen)?;
    let request = GameRequest::parse(&keywords, Some(options.questions)).map_err(game_failure)?;
    let request = request.with_kinds(options.kinds.kinds().map_err(game_failure)?);
    let facts = FactWriter::new();
    let writer: Arc<dyn QuestionWriter> = Arc::new(facts.clone());
    let writer = match model {
        Some(model) => model.after(writer),
        None => writer,
    };
    let limit = options.model.default_writing_timeout();
    let session = Session::prepared(request.clone(), writer, limit).await;
    let session = session.map_err(|failure| failure.or_try(&suggestions(&facts, &request)))?;
    session.play(&mut screen).await?;
    session.show_summary(&mut screen).await
}

/// Returns the keywords of the command line or, if there are none, those that the player enters.
fn keywords(given: &[String], screen: &mut Screen) -> Result<Vec<String>, Failure> {
    if given.is_empty() {
        let question = "What shall the game be about? (words, or phrases separated by commas)";
        let text = screen.ask(question)?.unwrap_or_default();
        let words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
        return Ok(phrases(&words));
    }
    Ok(phrases(given))
}

/// Returns the keywords that the facts suggest, if they have no questions.
fn suggestions(facts: &FactWriter, request: &GameRequest) -> Vec<Keyword> {
    match brief(request, 0).map(|brief| facts.compose(&brief)) {
        Ok(Err(WriteError::Impossible(failure))) => failure.suggestions().to_vec(),
        _ => Vec::new(),
    }
}

fn game_failure(error: impl Into<BoxError>) -> Failure {
    Failure::Game(error.into())
}

/// The game that the player plays.
struct Session {
    quiz: Quiz,
    game: Game,
}

impl Session {
    /// Starts a game and prepares it.
    async fn prepared(
        request: GameRequest,
        writer: Arc<dyn QuestionWriter>,
        limit: Duration,
    ) -> Result<Self, Failure> {
        let quiz = Memory::new().quiz();
        let started = quiz.start(&PLAYER, request, None).await;
        let work = Work::on(started.map_err(game_failure)?.game());
        let policy = WritingPolicy {
            limit,
            ..WritingPolicy::default()
        };
        let writer = WriterThreads::new(writer, policy);
        match quiz.prepare(&work, &writer).await {
            Ok(Prepared::Opened(game)) => Ok(Self { quiz, game }),
            Ok(Prepared::Failed(game)) => Err(match game.failure() {
                Some(failure) => Failure::NoQuestions(failure.clone()),
                None => game_failure(Error::NoSuchGame),
            }),
            // The store in memory is always available, so the writer is not.
            Err(Error::Unavailable(error)) => Err(Failure::NotNow(error, Vec::new())),
            Err(error) => Err(game_failure(error)),
            Ok(_) => Err(game_failure(Error::NoSuchGame)),
        }
    }

    /// Asks all questions in order, until the player leaves.
    async fn play(&self, screen: &mut Screen) -> Result<(), Failure> {
        loop {
            let posed = match self.quiz.ask(&PLAYER, &self.game.id()).await {
                Ok(posed) => posed,
                Err(Error::Play(PlayError::QuestionsLimitReached { .. })) => return Ok(()),
                Err(error) => return Err(game_failure(error)),
            };
            screen.pose(&posed, self.game.questions_limit())?;
            match self.answer(screen, &posed).await? {
                Some(feedback) => screen.feedback(&feedback)?,
                None => return Ok(()),
            }
        }
    }

    /// Records the player's response, and asks again for one until the question allows it. Returns `None` if
    /// the player leaves.
    async fn answer(
        &self,
        screen: &mut Screen,
        posed: &Posed,
    ) -> Result<Option<Feedback>, Failure> {
        loop {
            let response = match screen.entry(posed)? {
                Entry::Response(response) => response,
                Entry::Leave => return Ok(None),
                Entry::Invalid => {
                    screen.hint(posed)?;
                    continue;
                }
            };
            let game = &self.game.id();
            match self
                .quiz
                .answer(&PLAYER, game, Some(posed.index), response)
                .await
            {
                Ok(feedback) => return Ok(Some(feedback)),
                Err(Error::Play(PlayError::InvalidAnswer(error))) => {
                    screen.invalid(error, posed)?;
                }
                Err(error) => return Err(game_failure(error)),
            }
        }
    }

    /// Shows the answered questions and the score.
    async fn show_summary(&self, screen: &mut Screen) -> Result<(), Failure> {
        let game = self
            .quiz
            .view(&PLAYER, &self.game.id())
            .await
            .map_err(game_failure)?;
        let questions = self
            .quiz
            .questions(&PLAYER, &self.game.id())
            .await
            .map_err(game_failure)?;
        Ok(screen.summary(&game, &questions)?)
    }
}
