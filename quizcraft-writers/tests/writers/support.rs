//! Briefs, drafts and writers for tests.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, Expense, QuestionWriter, WriteError};
use quizcraft_core::{
    Choice, Clarification, Draft, Drafts, Failure, GameId, Keyword, Keywords, PlayerId, Prompt,
    QuestionsLimit, WriterName,
};
use quizcraft_writers::Writers;

pub(crate) fn brief(limit: i64) -> Brief {
    brief_on(&["metals"], limit)
}

pub(crate) fn brief_on(keywords: &[&str], limit: i64) -> Brief {
    let (game, player) = (GameId::from_bytes([7; 32]), PlayerId::from_bytes([1; 32]));
    let keywords = Keywords::new(keywords).unwrap();
    Brief::new(game, player, keywords, QuestionsLimit::new(limit).unwrap())
}

/// Returns the `n`th draft of a writer. No two have anything in common.
pub(crate) fn draft(writer: &str, n: usize) -> Draft {
    sign(writer, n, "What", ["o", "a", "i"])
}

/// Returns the same question with another letter case and other wrong options.
pub(crate) fn restated(writer: &str, n: usize) -> Draft {
    sign(writer, n, "WHAT", ["o", "e", "u"])
}

fn sign(writer: &str, n: usize, what: &str, ends: [&str; 3]) -> Draft {
    let (sign, shown) = (letters(n, b'b'), letters(n, b'm'));
    let options = ends.map(|end| format!("{writer}{shown}{end}"));
    single(
        &format!("{what} does the sign of the {sign}{writer} inn show?"),
        [&options[0], &options[1], &options[2]],
        "The sign is old.",
    )
    .with_writer(WriterName::restore(writer))
}

/// Returns a number as letters, so that no two drafts share numbers.
fn letters(n: usize, zero: u8) -> String {
    let digits = format!("{n:03}");
    let letters = digits
        .bytes()
        .map(|digit| char::from(zero + (digit - b'0')));
    letters.collect()
}

pub(crate) fn single(prompt: &str, options: [&str; 3], clarification: &str) -> Draft {
    let [right, wrong @ ..] = options.map(|text| Choice::new(text).unwrap());
    Draft::single(
        Prompt::new(prompt).unwrap(),
        right,
        wrong.to_vec(),
        Clarification::new(clarification).unwrap(),
    )
    .unwrap()
}

/// Returns the first drafts of a writer.
pub(crate) fn drafts(writer: &str, count: usize) -> Vec<Draft> {
    (0..count).map(|n| draft(writer, n)).collect()
}

pub(crate) fn impossible(reason: &str) -> WriteError {
    suggesting(reason, &[])
}

/// Returns the permanent error with suggestions.
pub(crate) fn suggesting(reason: &str, suggestions: &[&str]) -> WriteError {
    let suggestions = suggestions.iter().map(|word| Keyword::restore(*word));
    WriteError::Impossible(Failure::restore(reason).with_suggestions(suggestions))
}

type Answer = dyn Fn(&Brief) -> Result<Drafts, WriteError> + Send + Sync;

/// A writer that answers every brief by a function, and records its briefs.
pub(crate) struct Scripted {
    answer: Box<Answer>,
    briefs: Mutex<Vec<Brief>>,
}

impl Scripted {
    pub(crate) fn by(
        answer: impl Fn(&Brief) -> Result<Vec<Draft>, WriteError> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Self::answering(move |brief| answer(brief).map(Drafts::restore))
    }

    pub(crate) fn answering(
        answer: impl Fn(&Brief) -> Result<Drafts, WriteError> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            answer: Box::new(answer),
            briefs: Mutex::default(),
        })
    }

    /// Returns a writer that returns all of these drafts, whatever the brief.
    pub(crate) fn of(drafts: Vec<Draft>) -> Arc<Self> {
        Self::by(move |_| Ok(drafts.clone()))
    }

    /// Returns a writer that knows these drafts, and returns as many as the brief requests.
    pub(crate) fn knowing(drafts: Vec<Draft>) -> Arc<Self> {
        Self::by(move |brief| {
            Ok(drafts
                .iter()
                .take(brief.limit().get().into())
                .cloned()
                .collect())
        })
    }

    pub(crate) fn failing(error: impl Fn() -> WriteError + Send + Sync + 'static) -> Arc<Self> {
        Self::by(move |_| Err(error()))
    }

    pub(crate) fn briefs(&self) -> Vec<Brief> {
        self.briefs.lock().unwrap().clone()
    }
}

#[async_trait]
impl QuestionWriter for Scripted {
    async fn write(&self, brief: &Brief) -> Result<Drafts, WriteError> {
        self.briefs.lock().unwrap().push(brief.clone());
        (self.answer)(brief)
    }
}

/// Composes writers in this order.
pub(crate) fn compose(writers: impl IntoIterator<Item = Arc<Scripted>>) -> Writers {
    let mut writers = writers
        .into_iter()
        .map(|own| own as Arc<dyn QuestionWriter>);
    let first = Writers::new(writers.next().unwrap());
    writers.fold(first, Writers::then)
}

pub(crate) fn write(writer: &dyn QuestionWriter, brief: &Brief) -> Result<Vec<Draft>, WriteError> {
    let drafts = writer.write(brief).now_or_never().unwrap()?;
    Ok(drafts.iter().cloned().collect())
}

/// Writes a game that must have questions.
pub(crate) fn written(writers: &Writers, brief: &Brief) -> Vec<Draft> {
    write(writers, brief).unwrap()
}

/// Returns a brief under a lease.
pub(crate) fn leased(brief: Brief) -> Brief {
    brief.with_expense(Expense::Allowed)
}
