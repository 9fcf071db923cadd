//! Stand-ins for the model as a solver.

use quizcraft_author::{ChatReply, ChatRequest, End, Usage};
use serde_json::json;

use super::case::Case;

/// A scripted solver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// Chooses the option that the shown sentences prove, or the last option if they prove none or several. It knows
    /// the meaning of every sentence and every spelling, but nothing else.
    Perfect,
    /// Chooses the solution, right or wrong.
    Careless,
}

impl Reader {
    /// Replies to a request about one question.
    pub(super) fn reply(self, case: &Case, request: &ChatRequest) -> ChatReply {
        let lines = || request.message.lines();
        let sentences: Vec<&str> = lines().filter_map(sentence).collect();
        let options: Vec<(&str, &str)> = lines().filter_map(option).collect();
        let is_chosen = |option: &str| match self {
            Self::Perfect => case.proves(&sentences, option),
            Self::Careless => option == case.proposal.solution,
        };
        let mut chosen = options.iter().filter(|(_, option)| is_chosen(option));
        let letter = match (chosen.next(), chosen.next()) {
            (Some((letter, _)), None) => *letter,
            _ => options.last().map_or("", |(letter, _)| *letter),
        };
        ChatReply {
            text: json!({ "answers": [{ "question": 1, "answer": letter }] }).to_string(),
            usage: Usage::default(),
            end: End::Complete,
        }
    }
}

impl Case {
    /// Returns whether some sentences prove an option.
    fn proves(&self, sentences: &[&str], option: &str) -> bool {
        let mut truths = self.truths.iter();
        truths.any(|truth| {
            let is_same = truth.answer == option
                || truth.answer == self.proposal.solution
                    && self.synonyms.iter().any(|synonym| synonym == option);
            is_same && sentences.contains(&truth.sentence.as_str())
        })
    }
}

/// Returns the sentence of a line "[3] …".
fn sentence(line: &str) -> Option<&str> {
    let (_, sentence) = line.strip_prefix('[')?.split_once("] ")?;
    Some(sentence)
}

/// Returns the letter and the option of a line "A) …".
fn option(line: &str) -> Option<(&str, &str)> {
    let (letter, option) = line.split_once(") ")?;
    (letter.len() == 1).then_some((letter, option))
}
