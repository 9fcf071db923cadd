//! Helpers that compose games.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Asked, Draft, Drafts, GameId, Keywords, Kinds, PlayerId, QuestionsLimit};
use quizcraft_generator::{FactWriter, KeywordReading, Written};

/// Writes a game through the trait of the core.
pub(crate) fn written(
    writer: &FactWriter,
    keywords: &[&str],
    seed: u8,
    limit: i64,
) -> Result<Drafts, WriteError> {
    let brief = brief(keywords, seed, limit);
    writer.write(&brief).now_or_never().unwrap()
}

/// Composes a game. Returns its questions with their subjects.
pub(crate) fn composed(
    writer: &FactWriter,
    keywords: &[&str],
    seed: u8,
    limit: i64,
) -> Result<Vec<Written>, WriteError> {
    writer.compose(&brief(keywords, seed, limit))
}

/// Returns the writer's interpretation of a keyword.
pub(crate) fn reading(writer: &FactWriter, keyword: &str) -> KeywordReading {
    let readings = writer.read(&Keywords::new([keyword]).unwrap());
    readings.into_iter().next().unwrap()
}

/// Returns the failure of a game from the built-in facts.
///
/// # Panics
///
/// Panics if the game has questions.
#[expect(clippy::panic, reason = "test helpers may panic")]
pub(crate) fn failure(keywords: &[&str]) -> String {
    match composed(&FactWriter::new(), keywords, 1, 15) {
        Err(WriteError::Impossible(failure)) => failure.to_string(),
        other => panic!("expected a permanent failure, not {other:?}"),
    }
}

pub(crate) fn brief(keywords: &[&str], seed: u8, limit: i64) -> Brief {
    Brief::new(
        GameId::from_bytes([seed; 32]),
        PlayerId::from_bytes([0; 32]),
        Keywords::new(keywords).unwrap(),
        QuestionsLimit::new(limit).unwrap(),
    )
}

/// Writes several games of one player on the same keywords, one after the other.
pub(crate) fn games_in_a_row(
    writer: &FactWriter,
    keywords: &[&str],
    count: u8,
    limit: i64,
) -> Vec<Vec<Draft>> {
    let mut asked = Asked::default();
    let games = (0..count).map(|seed| {
        let brief = brief(keywords, seed, limit).with_asked(asked.clone());
        let drafts = writer.write(&brief).now_or_never().unwrap().unwrap();
        let drafts: Vec<_> = drafts.iter().cloned().collect();
        asked = after(&asked, &drafts);
        drafts
    });
    games.collect()
}

/// Returns what a player was asked after the questions of a further game.
pub(crate) fn after(asked: &Asked, drafts: &[Draft]) -> Asked {
    let new = drafts.iter().rev().map(Draft::fingerprint);
    Asked::restore(new.chain(asked.iter()))
}

/// Writes a game with these kinds of questions.
pub(crate) fn of_kinds(
    writer: &FactWriter,
    keywords: &[&str],
    kinds: Kinds,
    seed: u8,
    limit: i64,
) -> Result<Vec<Draft>, WriteError> {
    let brief = brief(keywords, seed, limit).with_kinds(kinds);
    let drafts = writer.write(&brief).now_or_never().unwrap();
    drafts.map(|drafts| drafts.iter().cloned().collect())
}

/// Writes a game from the built-in facts.
pub(crate) fn game(keywords: &[&str], seed: u8, limit: i64) -> Vec<Draft> {
    game_of(&FactWriter::new(), keywords, seed, limit)
}

/// Writes a game from the facts of this writer.
pub(crate) fn game_of(writer: &FactWriter, keywords: &[&str], seed: u8, limit: i64) -> Vec<Draft> {
    let drafts = written(writer, keywords, seed, limit);
    drafts.unwrap().iter().cloned().collect()
}

/// Joins prompt, options and clarification of a question.
pub(crate) fn shown(draft: &Draft) -> String {
    let options: Vec<_> = draft.options().map(ToString::to_string).collect();
    let (prompt, clarification) = (draft.prompt(), draft.clarification());
    format!("{prompt} {} {clarification}", options.join(" "))
}

/// Composes a game with 15 questions from the built-in facts.
pub(crate) fn about(keywords: &[&str], seed: u8) -> Vec<Written> {
    composed(&FactWriter::new(), keywords, seed, 15).unwrap()
}

/// Joins the texts of a question and the words that find it, in lower case.
pub(crate) fn known(written: &Written) -> String {
    let words: Vec<_> = written.words().collect();
    let (shown, subject) = (shown(written.draft()), written.subject());
    format!("{shown} {subject} {}", words.join(" ")).to_lowercase()
}

/// Returns the interpretation of a keyword by the writer with the built-in facts.
pub(crate) fn read(keyword: &str) -> KeywordReading {
    reading(&FactWriter::new(), keyword)
}

/// Returns the meaning of a keyword in words.
pub(crate) fn meaning(keyword: &str) -> Vec<String> {
    read(keyword).meaning().map(str::to_owned).collect()
}

/// Asserts that two keywords have the same meaning and at least two facts.
pub(crate) fn assert_same(one: &str, other: &str) {
    let (one, other) = (read(one), read(other));
    assert!(one.facts() >= 2, "{one}");
    assert_eq!(one.facts(), other.facts(), "{one}; {other}");
    assert!(one.meaning().eq(other.meaning()), "{one}; {other}");
}
