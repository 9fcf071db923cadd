//! `quizcraft play`: plays a game in the terminal, with the same use cases as the API.

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

/// Plays one game, from the choice of keywords to the summary.
pub(crate) fn play(options: &PlayOptions) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()?;
    runtime.block_on(play_async(options))
}

async fn play_async(options: &PlayOptions) -> Result<(), Failure> {
    let mut screen = Screen::new();
    let keywords = keywords(&options.keywords, &mut screen)?;
    let quiz = Memory::new().quiz();
    let game = prepared(&quiz, &keywords, options.questions).await?;
    let session = Session { quiz, game };
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

/// Starts a game and prepares it.
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
        Prepared::NotPending | Prepared::Gone => Err(game_failure(Error::NoSuchGame)),
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
    /// Asks all questions in order, until the player leaves.
    async fn play(&self, screen: &mut Screen) -> Result<(), Failure> {
        loop {
            let posed = match self.quiz.ask(&PLAYER, &self.game.id()).await {
                Ok(posed) => posed,
                Err(Error::Play(PlayError::QuestionsLimitReached { .. })) => return Ok(()),
                Err(error) => return Err(game_failure(error)),
            };
            screen.pose(&posed, self.game.questions_limit())?;
            let Some(choice) = choose(screen, &posed)? else {
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

/// Returns the option that the player chooses, or `None` if the player leaves.
fn choose(screen: &mut Screen, posed: &Posed) -> io::Result<Option<String>> {
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
