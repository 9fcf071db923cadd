//! Common keywords yield games about them. `facts/common_keywords.txt` lists keywords and what their
//! questions must be about.

use std::fmt::Write;

use quizcraft_core::gateway::{Brief, WriteError};
use quizcraft_core::{GameId, Keywords, PlayerId, QuestionsLimit};
use quizcraft_generator::{FactWriter, Written};
use quizcraft_text::Phrase;

const LIST: &str = include_str!("../facts/common_keywords.txt");
/// The number of questions out of 15 that should be about the keywords.
const MANY: usize = 10;

/// A line of the list.
struct Expectation<'a> {
    keywords: Vec<&'a str>,
    /// `None` if the game must fail.
    relevant: Option<Relevant<'a>>,
}

struct Relevant<'a> {
    topics: Vec<&'a str>,
    words: Vec<Phrase>,
}

impl<'a> Expectation<'a> {
    fn read(line: &'a str) -> Self {
        let mut parts = line.split('|').map(str::trim);
        let keywords = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        let relevant = (rest != ["refused"]).then(|| Relevant {
            topics: list(rest.first().copied().unwrap_or_default()).collect(),
            words: list(rest.get(1).copied().unwrap_or_default())
                .map(Phrase::new)
                .collect(),
        });
        Self {
            keywords: keywords.split(',').collect(),
            relevant,
        }
    }

    #[expect(clippy::unwrap_used, reason = "test helpers may panic")]
    fn games(&self, writer: &FactWriter) -> Vec<Result<Vec<Written>, WriteError>> {
        let games = (0..3).map(|seed| {
            let (game, player) = (
                GameId::from_bytes([seed; 32]),
                PlayerId::from_bytes([0; 32]),
            );
            let keywords = Keywords::new(&self.keywords).unwrap();
            writer.compose(&Brief::new(game, player, keywords, QuestionsLimit::DEFAULT))
        });
        games.collect()
    }
}

impl Relevant<'_> {
    /// Returns whether a question belongs to one of the topics and contains one of the words. An empty
    /// list allows everything.
    fn allows(&self, written: &Written) -> bool {
        let draft = written.draft();
        let solution = draft.solution().as_str();
        let texts = [
            draft.prompt().as_str(),
            solution,
            written.kind(),
            written.subject(),
            draft.clarification().as_str(),
        ];
        let phrases: Vec<Phrase> = texts
            .into_iter()
            .map(Phrase::new)
            .chain(written.words().map(Phrase::new))
            .collect();
        let contains = |word: &Phrase| {
            phrases
                .iter()
                .any(|phrase| phrase.contains_all(word) || starts(phrase, word))
        };
        let of_topic = self.topics.is_empty() || self.topics.contains(&written.topic());
        of_topic && (self.words.is_empty() || self.words.iter().any(contains))
    }
}

/// Returns whether a word of the phrase starts with `word`, as the years of a decade do.
fn starts(phrase: &Phrase, word: &Phrase) -> bool {
    let mut words = word.words();
    let (Some(start), None) = (words.next(), words.next()) else {
        return false;
    };
    phrase.words().any(|own| own.starts_with(start))
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

#[test]
fn common_keywords_yield_games_about_them() {
    let writer = FactWriter::new();
    let lines = LIST
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut report, mut good, mut all, mut bad) = (String::new(), 0, 0, Vec::new());
    for line in lines {
        let expected = Expectation::read(line);
        for game in expected.games(&writer) {
            match (&expected.relevant, game) {
                (None, Err(WriteError::Impossible(_))) => {}
                (None, other) => bad.push(format!("{line}: expected a failure: {other:?}")),
                (Some(_), Err(error)) => {
                    all += 1;
                    writeln!(report, " -  failed    {line}: {error:?}").unwrap();
                }
                (Some(relevant), Ok(game)) => {
                    all += 1;
                    let count = game
                        .iter()
                        .filter(|written| relevant.allows(written))
                        .count();
                    good += usize::from(count >= MANY);
                    if count * 4 < game.len() * 3 {
                        bad.push(format!("{line}: {count} of {}", game.len()));
                    }
                    writeln!(report, "{count:>2} of {:>2}    {line}", game.len()).unwrap();
                    for written in game.iter().filter(|written| !relevant.allows(written)) {
                        writeln!(
                            report,
                            "      {} | {} | {}",
                            written.topic(),
                            written.draft().prompt(),
                            written.draft().solution()
                        )
                        .unwrap();
                    }
                }
            }
        }
    }
    println!("{report}{good} of {all} games have {MANY} or more questions about their keywords");
    assert!(
        bad.is_empty(),
        "{} games are about something else: {bad:#?}",
        bad.len()
    );
    assert!(good * 4 >= all * 3, "{good} of {all}");
}
