use quizcraft_core::gateway::{Brief, QuestionWriter, WriteError};
use quizcraft_core::{Drafts, GameId, Keywords, PlayerId, QuestionsLimit};
use quizcraft_generator::FactWriter;
use quizcraft_review as review;

use crate::authentication::wait_for;

/// Facts files.
pub struct FactsFiles<'a>(Vec<&'a str>);

impl<'a> FactsFiles<'a> {
    /// Splits the input into files at zero bytes.
    #[must_use]
    pub fn read(input: &'a [u8]) -> Option<Self> {
        let text = str::from_utf8(input).ok()?;
        Some(Self(text.split('\0').collect()))
    }

    /// Compiles the files. Asserts that an error names a line of a file, and that questions from
    /// valid files satisfy the rules of games and of the reviewer.
    pub fn check(&self) {
        let names: Vec<_> = (0..self.0.len()).map(|n| format!("{n}.txt")).collect();
        let files = names.iter().map(String::as_str).zip(self.0.iter().copied());
        match FactWriter::from_files(files) {
            Ok(writer) => check_games(&writer),
            Err(error) => {
                let file = names.iter().position(|name| name == error.file());
                let lines = self.0[file.expect("one of the files")].lines().count();
                assert!((1..=lines + 1).contains(&error.line()), "{error}");
            }
        }
    }
}

/// Writes a game for each topic and each of its words, and asserts that writing is deterministic.
fn check_games(writer: &FactWriter) {
    for topic in writer.topics().take(3) {
        let words = std::iter::once(topic.name()).chain(topic.keywords());
        for word in words.take(4) {
            let Ok(keywords) = Keywords::new([word]) else {
                continue;
            };
            let drafts = write(writer, &keywords);
            assert_eq!(drafts, write(writer, &keywords), "{word:?}");
            for draft in drafts.iter().flat_map(Drafts::iter) {
                let flaws = review::flaws(draft, &keywords);
                assert!(flaws.is_empty(), "{flaws:?} in {draft:?}");
            }
        }
    }
}

/// Returns the questions about these keywords, or `None` if there are no facts about them.
fn write(writer: &FactWriter, keywords: &Keywords) -> Option<Drafts> {
    let (game, player) = (GameId::from_bytes([1; 32]), PlayerId::from_bytes([2; 32]));
    let limit = QuestionsLimit::DEFAULT;
    let brief = Brief::new(game, player, keywords.clone(), limit);
    match wait_for(writer.write(&brief)) {
        Ok(drafts) => {
            assert!(drafts.iter().len() <= limit.get().into(), "too many");
            Some(drafts)
        }
        Err(WriteError::Impossible(failure)) => {
            assert!(!failure.reason().is_empty(), "the reason is empty");
            None
        }
        Err(error) => panic!("unexpected error: {error:?}"),
    }
}
