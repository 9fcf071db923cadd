//! Games for the tests.

#![expect(clippy::unwrap_used, reason = "test helpers may panic")]

use futures_util::FutureExt;
use quizcraft_core::gateway::{Brief, Earlier, QuestionWriter, WriteError};
use quizcraft_core::{Draft, Drafts, GameId, Keywords, PlayerId, QuestionsLimit};
use quizcraft_generator::{FactWriter, KeywordReading, Written};

/// What the writer makes of these keywords in the game with this seed.
pub(crate) fn written(
    writer: &FactWriter,
    keywords: &[&str],
    seed: u8,
    limit: i64,
) -> Result<Drafts, WriteError> {
    let brief = brief(keywords, seed, limit);
    writer.write(&brief).now_or_never().unwrap()
}

/// The questions of a game, each with what it is about, or why there is no game.
pub(crate) fn composed(
    writer: &FactWriter,
    keywords: &[&str],
    seed: u8,
    limit: i64,
) -> Result<Vec<Written>, WriteError> {
    writer.compose(&brief(keywords, seed, limit))
}

/// What the writer takes a keyword for.
pub(crate) fn reading(writer: &FactWriter, keyword: &str) -> KeywordReading {
    let readings = writer.read(&Keywords::new([keyword]).unwrap());
    readings.into_iter().next().unwrap()
}

/// Why there is no game with the built-in facts.
#[expect(clippy::panic, reason = "test helpers may panic")]
pub(crate) fn refusal(keywords: &[&str]) -> String {
    match composed(&FactWriter::new(), keywords, 1, 15) {
        Err(WriteError::Impossible(failure)) => failure.to_string(),
        other => panic!("expected a permanent failure, not {other:?}"),
    }
}

fn brief(keywords: &[&str], seed: u8, limit: i64) -> Brief {
    Brief::new(
        GameId::from_bytes([seed; 32]),
        PlayerId::from_bytes([0; 32]),
        Keywords::new(keywords).unwrap(),
        QuestionsLimit::new(limit).unwrap(),
    )
}

/// The games that one player has on the same keywords, one after the other.
pub(crate) fn games_in_a_row(
    writer: &FactWriter,
    keywords: &[&str],
    count: u8,
    limit: i64,
) -> Vec<Vec<Draft>> {
    let (mut games, mut earlier) = (Vec::new(), Vec::new());
    for seed in 0..count {
        let brief = brief(keywords, seed, limit).after(earlier.clone());
        let (game, limit) = (brief.game(), brief.limit());
        let drafts = writer.write(&brief).now_or_never().unwrap().unwrap();
        games.push(drafts.iter().cloned().collect());
        earlier.push(Earlier { game, limit });
    }
    games
}

/// A game with the built-in facts.
pub(crate) fn game(keywords: &[&str], seed: u8, limit: i64) -> Vec<Draft> {
    game_of(&FactWriter::new(), keywords, seed, limit)
}

/// A game with the facts of this writer.
pub(crate) fn game_of(writer: &FactWriter, keywords: &[&str], seed: u8, limit: i64) -> Vec<Draft> {
    let drafts = written(writer, keywords, seed, limit);
    drafts.unwrap().iter().cloned().collect()
}

/// Everything that a question shows, in one text.
pub(crate) fn shown(draft: &Draft) -> String {
    let options: Vec<_> = draft.options().map(ToString::to_string).collect();
    let (prompt, clarification) = (draft.prompt(), draft.clarification());
    format!("{prompt} {} {clarification}", options.join(" "))
}

/// A game of the usual size with the built-in facts.
pub(crate) fn about(keywords: &[&str], seed: u8) -> Vec<Written> {
    composed(&FactWriter::new(), keywords, seed, 15).unwrap()
}

/// All that is known of what a question is about, in lower case.
pub(crate) fn known(written: &Written) -> String {
    let words: Vec<_> = written.words().collect();
    let (shown, subject) = (shown(written.draft()), written.subject());
    format!("{shown} {subject} {}", words.join(" ")).to_lowercase()
}

/// What the writer of the built-in facts takes a keyword for.
pub(crate) fn read(keyword: &str) -> KeywordReading {
    reading(&FactWriter::new(), keyword)
}

/// The names of what a keyword stands for.
pub(crate) fn meaning(keyword: &str) -> Vec<String> {
    read(keyword).meaning().map(str::to_owned).collect()
}

/// Checks that two keywords mean the same, of which there is something to ask.
pub(crate) fn assert_same(one: &str, other: &str) {
    let (one, other) = (read(one), read(other));
    assert!(one.facts() >= 2, "{one}");
    assert_eq!(one.facts(), other.facts(), "{one}; {other}");
    assert!(one.meaning().eq(other.meaning()), "{one}; {other}");
}
