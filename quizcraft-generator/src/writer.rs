//! The writer of questions.

use std::num::NonZeroU16;
use std::sync::Arc;
use std::time::Instant;

use async_trait::async_trait;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Draft, Drafts, Keyword, Keywords, QuestionsLimit};
use quizcraft_facts::{Fact, Facts, FactsError, compile};

use quizcraft_review::Review;

use crate::aliases::subjects_with_keyword;
use crate::built_in;
use crate::failure::no_questions;
use crate::memory::Memory;
use crate::questions::{ComposedQuestion, GameSpec, game};
use crate::reading::KeywordReading;
use crate::search::{Combination, KeywordUse, Reading, combine, read};
use crate::topic::Topic;

/// A writer of questions from embedded facts.
///
/// - All randomness is seeded with the game's id, so the same brief always yields the same questions.
/// - Facts that the brief says the player was asked before are used only if there are too few others,
///   and then those asked longest ago come first. Each draft has the fingerprint of its fact: its
///   subject, relation and value, without case, accents and plural. It is the same in both directions,
///   for all kinds of questions, and in every release.
/// - Facts that [another writer](Brief::written) already asks for are not used.
/// - Keywords that a game [leaves out](KeywordUse::LeftOut), because fewer than three facts are about them, are
///   [named as unknown](Drafts::unknown), so that another writer can write about them.
/// - By default a game consists of single choices. Other [kinds](quizcraft_core::Kind) are written where
///   the brief requests them, and shared out evenly as far as the facts allow. In such a game some single
///   choices are statements that are true or false. A game without a question of the requested kinds
///   fails.
/// - The fingerprint of a multiple choice or of an order is that of one of its facts, which the game
///   selected; a game contains none of the others twice.
/// - The writer checks the brief's deadline before each fact.
/// - Clones share the facts.
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

    /// Creates a writer with other facts. Each item is a file with one topic: its name, which occurs
    /// in errors only, and its text. `facts/README.md` of this crate describes the format.
    ///
    /// ```
    /// use quizcraft_generator::FactWriter;
    ///
    /// let seas = "topic: Seas\ntable: sea\nrows: name\nNorth Sea | shallow\n";
    /// let error = FactWriter::from_files([("seas.txt", seas)]).unwrap_err();
    /// let expected = "seas.txt:4: expected 1 cells, as in the line \"rows:\", found 2";
    /// assert_eq!(error.to_string(), expected);
    /// ```
    ///
    /// # Errors
    ///
    /// Returns a [`FactsError`] with the file and line of the first error.
    #[expect(
        clippy::missing_panics_doc,
        reason = "compiled facts always have the layout that is read"
    )]
    pub fn from_files<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, FactsError> {
        let compiled = compile(files, &built_in::lexicon())?;
        #[expect(
            clippy::expect_used,
            reason = "compiled facts always have the layout that is read"
        )]
        let facts = Facts::open(compiled).expect("compiled facts can be read");
        Ok(Self {
            facts: Arc::new(facts),
        })
    }

    /// Returns the topics in the order of the files.
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

    /// Returns the interpretation of each keyword: its meaning, the number of facts about it, and
    /// whether it is combined with others.
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

    /// Composes the questions that [`QuestionWriter::write`] returns for a brief, with their topics and
    /// subjects.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`QuestionWriter::write`]: [`WriteError::Impossible`] if no question could
    /// be composed, [`WriteError::OutOfTime`] after the brief's deadline.
    pub fn compose(&self, brief: &Brief) -> Result<Vec<Written>, WriteError> {
        let readings = self.readings(brief.keywords());
        let found = combine(&readings);
        self.compose_about(brief, readings, &found)
    }

    /// Composes the questions about what the keywords of a brief mean.
    fn compose_about(
        &self,
        brief: &Brief,
        readings: Vec<Reading>,
        found: &Combination,
    ) -> Result<Vec<Written>, WriteError> {
        let questions = self.questions(brief, found);
        if brief.is_overdue(Instant::now()) {
            return Err(WriteError::OutOfTime);
        }
        if questions.is_empty() {
            let has_questions = |keyword: &Keyword| self.has_questions(keyword, brief);
            let failure = no_questions(&self.facts, brief, &readings, has_questions);
            return Err(WriteError::Impossible(failure));
        }
        if tracing::enabled!(tracing::Level::INFO) {
            log(brief, &KeywordReading::all(&self.facts, readings, found));
        }
        Ok(questions.into_iter().map(Written::new).collect())
    }

    /// Returns the questions about what the keywords of a brief mean. Stops at its deadline.
    fn questions(&self, brief: &Brief, found: &Combination) -> Vec<ComposedQuestion<'_>> {
        let aliases = |word: &_| subjects_with_keyword(&self.facts, word);
        let review = Review::with_aliases(brief.keywords(), aliases);
        let spec = GameSpec {
            seed: *brief.game().as_bytes(),
            limit: brief.limit().get().min(QuestionsLimit::MAX).into(),
            kinds: brief.kinds(),
            memory: Memory::of(brief),
        };
        let in_time = || !brief.is_overdue(Instant::now());
        game(&self.facts, found, &spec, &review, &in_time)
    }

    /// Returns whether a game like that of the brief has a question if it is about this keyword.
    fn has_questions(&self, keyword: &Keyword, brief: &Brief) -> bool {
        let keywords = Keywords::restore([keyword.clone()]);
        let one = QuestionsLimit::restore(NonZeroU16::MIN);
        let other = Brief::new(brief.game(), brief.player(), keywords, one);
        let other = other.with_kinds(brief.kinds());
        let found = combine(&self.readings(other.keywords()));
        !self.questions(&other, &found).is_empty()
    }

    fn readings(&self, keywords: &Keywords) -> Vec<Reading> {
        let texts = keywords.iter().map(Keyword::as_str);
        texts.map(|text| read(&self.facts, text)).collect()
    }
}

/// Returns the keywords of a brief that the game does not use: they are unknown, or too few facts are about them.
fn left_out(brief: &Brief, found: &Combination) -> impl Iterator<Item = Keyword> {
    let keywords = brief.keywords().iter().zip(&found.used);
    let left_out = keywords.filter(|(_, used)| **used == KeywordUse::LeftOut);
    left_out.map(|(keyword, _)| keyword.clone())
}

/// Logs the interpretation of a game's keywords, without the keywords, which are the player's data.
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

/// A question that a [`FactWriter`] composed, with its topic and subject.
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
    fn new(question: ComposedQuestion<'_>) -> Self {
        let table = question.fact.table();
        Self {
            draft: question.draft,
            topic: table.topic().name().to_owned(),
            kind: table.kind().to_owned(),
            subject: question.fact.row().name().as_str().to_owned(),
            words: words(&question.fact),
            is_named: question.is_named,
        }
    }

    /// Returns the question.
    #[must_use]
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Returns the name of its topic.
    #[must_use]
    pub fn topic(&self) -> &str {
        &self.topic
    }

    /// Returns the kind of its subject: `planet`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns its subject: `Jupiter`.
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.subject
    }

    /// Returns further words that find it: the normalised keywords of the subject, the names of its
    /// kind and of the relation, and all values of the subject.
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
        let readings = self.readings(brief.keywords());
        let found = combine(&readings);
        let written = self.compose_about(brief, readings, &found)?;
        let drafts = written.into_iter().map(|written| written.draft).collect();
        let drafts = Drafts::new(drafts).map_err(WriteError::temporary)?;
        Ok(drafts.with_unknown(left_out(brief, &found)))
    }
}
