//! The writer of questions.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Drafts, DraftsError, GameId, Keyword, QuestionsLimit};

use crate::built_in;
use crate::data::FactsError;
use crate::failure::nothing_found;
use crate::library::Library;
use crate::questions::{Sitting, drafts};
use crate::review::Review;
use crate::search::strands;
use crate::topic::Topic;

/// How many of a player's earlier games about the same are looked at.
const REMEMBERED: usize = 20;

/// Writes questions from facts that it carries.
///
/// The same brief always gets the same questions: all chance comes from the id of the game. A
/// player who had games about the same keywords before gets what was not asked in the latest of
/// them, as far as there are facts. It checks the brief's deadline before each fact. A clone shares
/// the facts.
///
/// ```
/// use quizcraft_core::gateway::{Brief, QuestionWriter};
/// use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};
/// use quizcraft_generator::FactWriter;
///
/// # futures_util::FutureExt::now_or_never(async {
/// let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
/// let keywords = Keywords::new(["Napoleon", "history"])?;
/// let brief = Brief::new(game, player, keywords, QuestionsLimit::DEFAULT);
///
/// let drafts = FactWriter::new().write(&brief).await?;
/// assert_eq!(drafts.iter().len(), 15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # }).unwrap().unwrap();
/// ```
#[derive(Debug, Clone)]
pub struct FactWriter {
    facts: Arc<Library>,
}

impl FactWriter {
    /// A writer with the built-in facts.
    #[must_use]
    pub fn new() -> Self {
        Self {
            facts: built_in::library(),
        }
    }

    /// A writer with facts of your own instead: for each topic a file's name, which only errors
    /// mention, and its text. The format is the one of the built-in files, which the page
    /// `facts/README.md` of this crate describes.
    ///
    /// ```
    /// use quizcraft_generator::FactWriter;
    ///
    /// let seas = "topic: Seas\ntable: sea\nrows: name\nNorth Sea | shallow\n";
    /// let error = FactWriter::from_files([("seas.txt", seas)]).unwrap_err();
    /// let complaint = "seas.txt:4: 2 cells where the line \"rows:\" names 1 columns";
    /// assert_eq!(error.to_string(), complaint);
    /// ```
    ///
    /// # Errors
    ///
    /// A [`FactsError`] with the file and line of the first mistake.
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, FactsError> {
        Library::read(files).map(|library| Self {
            facts: Arc::new(library),
        })
    }

    /// What it knows, in the order of its files.
    ///
    /// ```
    /// use quizcraft_generator::FactWriter;
    ///
    /// let writer = FactWriter::new();
    /// let names: Vec<_> = writer.topics().map(|topic| topic.name().to_owned()).collect();
    /// assert!(names.contains(&"History".to_owned()));
    /// ```
    #[must_use]
    pub fn topics(&self) -> impl ExactSizeIterator<Item = Topic> {
        let topics = self.facts.topics.iter();
        topics.map(|topic| Topic::of(&self.facts, topic))
    }
}

impl Default for FactWriter {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl QuestionWriter for FactWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let library = &self.facts;
        let keywords: Vec<_> = brief.keywords().iter().map(Keyword::as_str).collect();
        let strands = strands(library, &keywords);
        let review = Review::knowing(brief.keywords(), |word| library.meant(word));
        let sitting = |game: GameId, limit: QuestionsLimit| Sitting {
            seed: *game.as_bytes(),
            limit: limit.get().min(QuestionsLimit::MAX).into(),
        };
        let latest = brief.earlier().iter().rev().take(REMEMBERED).rev();
        let earlier: Vec<_> = latest.map(|e| sitting(e.game, e.limit)).collect();
        let sitting = sitting(brief.game(), brief.limit());
        let in_time = || !brief.is_overdue(Instant::now());
        let drafts = drafts(library, &strands, &sitting, &earlier, &review, &in_time);
        if !in_time() {
            return Err(WriteError::OutOfTime);
        }
        Drafts::new(drafts).map_err(|error| match error {
            DraftsError::None => WriteError::Impossible(nothing_found(library, brief.keywords())),
            fault => WriteError::Temporary(Box::new(fault)),
        })
    }
}
