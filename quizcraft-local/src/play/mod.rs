//! `quizcraft play`: a game in the terminal, over the same use cases.

mod screen;

use std::io;
use std::sync::Arc;

use quizcraft_core::gateway::{BoxError, Work};
use quizcraft_core::{Error, Game, GameRequest, PlayError, PlayerId, Posed, Prepared, Quiz};
use quizcraft_generator::FactWriter;
use quizcraft_memory::{Memory, WriterThreads, WritingPolicy};

use crate::failure::Failure;
use crate::options::PlayOptions;
use crate::phrases::phrases;
use screen::{Key, Screen};

/// The player at the terminal.
const PLAYER: PlayerId = PlayerId::from_bytes([0; 32]);

/// Plays one game, from its keywords to its summary.
pub(crate) fn play(options: &PlayOptions) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    runtime.block_on(play_here(options))
}

async fn play_here(options: &PlayOptions) -> Result<(), Failure> {
    let mut screen = Screen::new();
    let keywords = keywords(&options.keywords, &mut screen)?;
    let quiz = Memory::new().quiz();
    let game = prepared(&quiz, &keywords, options.questions).await?;
    let table = Table { quiz, game };
    table.play(&mut screen).await?;
    table.sum_up(&mut screen).await
}

/// Returns the keywords of the command line, or else those that the player names when asked: one
/// for each word, unless commas say where one ends.
fn keywords(given: &[String], screen: &mut Screen) -> Result<Vec<String>, Failure> {
    if given.is_empty() {
        let question = "What shall it be about? (words, or phrases between commas)";
        let text = screen.ask(question)?.unwrap_or_default();
        let words: Vec<_> = text.split_whitespace().map(str::to_owned).collect();
        return Ok(phrases(&words));
    }
    Ok(phrases(given))
}

/// Starts a game and has its questions written.
async fn prepared(quiz: &Quiz, keywords: &[String], questions: i64) -> Result<Game, Failure> {
    let request = GameRequest::parse(keywords, Some(questions)).map_err(game_failure)?;
    let started = quiz
        .start(&PLAYER, request, None)
        .await
        .map_err(game_failure)?;
    let work = Work::on(started.game());
    let writer = WriterThreads::new(Arc::new(FactWriter::new()), WritingPolicy::default());
    match quiz.prepare(&work, &writer).await.map_err(game_failure)? {
        Prepared::Opened(game) => Ok(game),
        Prepared::Failed(game) => {
            let why = game.failure().map(ToString::to_string).unwrap_or_default();
            Err(Failure::Game(why.into()))
        }
        Prepared::Before | Prepared::Gone => Err(game_failure(Error::NoSuchGame)),
    }
}

fn game_failure(error: impl Into<BoxError>) -> Failure {
    Failure::Game(error.into())
}

/// A game on the table.
struct Table {
    quiz: Quiz,
    game: Game,
}

impl Table {
    /// Asks question after question, until all are answered or the player leaves.
    async fn play(&self, screen: &mut Screen) -> Result<(), Failure> {
        loop {
            let posed = match self.quiz.ask(&PLAYER, &self.game.id()).await {
                Ok(posed) => posed,
                Err(Error::Play(PlayError::QuestionsLimitReached { .. })) => return Ok(()),
                Err(error) => return Err(game_failure(error)),
            };
            screen.pose(&posed, self.game.questions_limit())?;
            let Some(choice) = chosen(screen, &posed)? else {
                return Ok(());
            };
            let game = &self.game.id();
            let feedback = self
                .quiz
                .answer(&PLAYER, game, Some(posed.index), &choice)
                .await;
            screen.feedback(&feedback.map_err(game_failure)?)?;
        }
    }

    /// Shows every question that was answered, and the score.
    async fn sum_up(&self, screen: &mut Screen) -> Result<(), Failure> {
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

/// Returns the option that the player picks; nothing if the player leaves.
fn chosen(screen: &mut Screen, posed: &Posed) -> io::Result<Option<String>> {
    loop {
        match screen.key()? {
            Key::Leave => return Ok(None),
            Key::Option(number) => {
                let option = number
                    .checked_sub(1)
                    .and_then(|place| posed.options.get(place));
                match option {
                    Some(option) => return Ok(Some(option.to_string())),
                    None => screen.hint(posed.options.len())?,
                }
            }
            Key::Other => screen.hint(posed.options.len())?,
        }
    }
}
