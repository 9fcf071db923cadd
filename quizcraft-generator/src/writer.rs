//! The writer of questions.

use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Draft, Drafts, GameId, Keyword, Keywords, QuestionsLimit};
use quizcraft_facts::{Fact, Facts, FactsError, compile};

use crate::built_in;
use crate::failure::nothing_found;
use crate::questions::{Asked, GameSpec, game};
use crate::reading::KeywordReading;
use quizcraft_review::Review;

use crate::aliases::subjects_tagged;
use crate::search::{Reading, combine, read};
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
    facts: Arc<Facts>,
}

impl FactWriter {
    /// Creates a writer with the built-in facts.
    #[must_use]
    pub fn new() -> Self {
        Self {
            facts: built_in::facts(),
        }
    }

    /// Returns a writer with facts of your own instead: for each topic a file's name, which only
    /// errors mention, and its text. The format is the one of the built-in files, which the page
    /// `facts/README.md` of this crate describes.
    ///
    /// ```
    /// use quizcraft_generator::FactWriter;
    ///
    /// let seas = "topic: Seas\ntable: sea\nrows: name\nNorth Sea | shallow\n";
    /// let error = FactWriter::from_files([("seas.txt", seas)]).unwrap_err();
    /// let complaint = "seas.txt:4: expected 1 cells, as in the line \"rows:\", found 2";
    /// assert_eq!(error.to_string(), complaint);
    /// ```
    ///
    /// # Errors
    ///
    /// A [`FactsError`] with the file and line of the first mistake.
    #[expect(
        clippy::missing_panics_doc,
        reason = "what was just compiled has the layout that is read"
    )]
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, FactsError> {
        let compiled = compile(files, &built_in::lexicon())?;
        #[expect(
            clippy::expect_used,
            reason = "what was just compiled has the layout that is read"
        )]
        let facts = Facts::open(compiled).expect("compiled facts can be read");
        Ok(Self {
            facts: Arc::new(facts),
        })
    }

    /// Returns what it knows, in the order of its files.
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
        self.facts.topics().map(|topic| Topic::of(&topic))
    }

    /// Returns what it takes keywords for, in their order: what each names, how many facts are
    /// about that, and whether the keywords narrow one another.
    ///
    /// ```
    /// use quizcraft_core::Keywords;
    /// use quizcraft_generator::{FactWriter, KeywordUse};
    ///
    /// let readings = FactWriter::new().read(&Keywords::new(["capitals", "Europe", "qwertz"])?);
    /// let used: Vec<_> = readings.iter().map(|reading| reading.used()).collect();
    /// assert_eq!(used, [KeywordUse::Narrowed, KeywordUse::Narrowed, KeywordUse::LeftOut]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn read(&self, keywords: &Keywords) -> Vec<KeywordReading> {
        let readings = self.readings(keywords);
        let combination = combine(&readings);
        KeywordReading::all(&self.facts, readings, &combination)
    }

    /// Returns the questions that [`QuestionWriter::write`] returns for a brief, each with what it
    /// is about.
    ///
    /// # Errors
    ///
    /// The same as those of [`QuestionWriter::write`].
    pub fn compose(&self, brief: &Brief) -> Result<Vec<Written>, WriteError> {
        let readings = self.readings(brief.keywords());
        let found = combine(&readings);
        let review =
            Review::with_aliases(brief.keywords(), |word| subjects_tagged(&self.facts, word));
        let spec = |game: GameId, limit: QuestionsLimit| GameSpec {
            seed: *game.as_bytes(),
            limit: limit.get().min(QuestionsLimit::MAX).into(),
        };
        let latest = brief.earlier().iter().rev().take(REMEMBERED).rev();
        let earlier: Vec<_> = latest.map(|e| spec(e.game, e.limit)).collect();
        let in_time = || !brief.is_overdue(Instant::now());
        let spec = spec(brief.game(), brief.limit());
        let asked = game(&self.facts, &found, &spec, &earlier, &review, &in_time);
        if !in_time() {
            return Err(WriteError::OutOfTime);
        }
        if asked.is_empty() {
            let failure = nothing_found(&self.facts, brief.keywords(), &readings);
            return Err(WriteError::Impossible(failure));
        }
        if tracing::enabled!(tracing::Level::INFO) {
            log(brief, &KeywordReading::all(&self.facts, readings, &found));
        }
        Ok(asked.into_iter().map(Written::new).collect())
    }

    fn readings(&self, keywords: &Keywords) -> Vec<Reading> {
        let texts = keywords.iter().map(Keyword::as_str);
        texts.map(|text| read(&self.facts, text)).collect()
    }
}

/// Logs what the keywords of a game were taken for, without a word of the player's.
fn log(brief: &Brief, readings: &[KeywordReading]) {
    for (number, reading) in (1_u32..).zip(readings) {
        let topics: Vec<&str> = reading.topics().collect();
        tracing::info!(
            game = %brief.game(),
            keyword = number,
            topics = topics.join(", "),
            facts = reading.facts(),
            corrected = reading.corrected().len() > 0,
            used = ?reading.used(),
            "keyword read",
        );
    }
}

/// A question that a [`FactWriter`] wrote, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    draft: Draft,
    topic: String,
    kind: String,
    subject: String,
    words: Vec<String>,
    is_named: bool,
}

impl Written {
    fn new(asked: Asked<'_>) -> Self {
        let table = asked.fact.table();
        Self {
            draft: asked.draft,
            topic: table.topic().name().to_owned(),
            kind: table.kind().to_owned(),
            subject: asked.fact.row().name().as_str().to_owned(),
            words: words(&asked.fact),
            is_named: asked.is_named,
        }
    }

    /// Returns the question.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Returns the name of the topic that it belongs to.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Returns the kind of thing that it is about: `planet`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the thing that it is about: `Jupiter`.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns the further words by which it is found: the keywords of the thing, as they are
    /// compared, what things of its kind and the relation are called, and all that is known of the
    /// thing.
    pub fn words(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Returns whether the question is about a keyword. Otherwise it is about a near subject.
    #[must_use]
    pub fn is_named(&self) -> bool {
        self.is_named
    }
}

fn words(fact: &Fact<'_>) -> Vec<String> {
    let row = fact.row();
    let keywords = row
        .keywords()
        .map(|words| words.to_phrase().as_str().to_owned());
    let kinds = fact
        .table()
        .kinds()
        .chain(fact.column().keywords())
        .map(str::to_owned);
    let columns = fact.table().columns();
    let values = columns.flat_map(|column| row.values(&column));
    let values = values.map(|value| value.label().as_str().to_owned());
    keywords.chain(kinds).chain(values).collect()
}

impl Default for FactWriter {
    fn default() -> Self {
        Self::new()
    }
}

#[async_trait]
impl QuestionWriter for FactWriter {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        let written = self.compose(brief)?;
        let drafts = written.into_iter().map(|written| written.draft).collect();
        Drafts::new(drafts).map_err(|error| WriteError::Temporary(Box::new(error)))
    }
}
