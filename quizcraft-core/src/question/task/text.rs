//! Short texts that a player writes.

use unicode_normalization::UnicodeNormalization;

use super::{TaskError, check_options};
use crate::question::response::{InvalidResponse, Response};
use crate::question::{Choice, Kind, Score};
use crate::value::{TextError, folded, is_default_ignorable, until_stable};

/// A short text, which scores 1 if it equals an accepted spelling and 0 otherwise.
///
/// Texts are compared without regard to letter case, compatibility forms (NFKC), white space at the ends and
/// repeated white space, and, unless they [matter](Accents::Matter), accents.
///
/// ```
/// use quizcraft_core::{Accents, Choice, ShortAnswer, Task};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let accepted = ["São Paulo", "Sampa"].map(Choice::restore).to_vec();
/// let task = Task::from(ShortAnswer::new(accepted, Accents::Ignored)?);
/// let score = |raw: &str| task.parse(&raw.into()).map(|text| task.score(&text).thousandths());
/// assert_eq!(score("sao  paulo")?, 1000);
/// assert_eq!(score("SAMPA")?, 1000);
/// assert_eq!(score("Rio")?, 0);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortAnswer {
    solution: Choice,
    further: Vec<Choice>,
    accents: Accents,
}

/// Whether accents distinguish a right text from a wrong one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accents {
    /// A text without the accents of an accepted one is accepted.
    #[default]
    Ignored,
    /// A text must have the accents of an accepted one.
    Matter,
}

impl ShortAnswer {
    /// The maximum number of accepted texts of a new question.
    pub const MAX_ACCEPTED: usize = 20;

    /// Creates a task that accepts these texts. The first is shown as the solution.
    ///
    /// # Errors
    ///
    /// A [`TaskError`] if there is no text or there are too many, or if a restored text breaks the rules of
    /// new text.
    pub fn new(accepted: Vec<Choice>, accents: Accents) -> Result<Self, TaskError> {
        let mut accepted = accepted.into_iter();
        let solution = accepted.next().ok_or(TaskError::Options {
            kind: Kind::Text,
            min: 1,
            max: Self::MAX_ACCEPTED,
            actual: 0,
        })?;
        let task = Self::restore(solution, accepted.collect(), accents);
        task.check().map(|()| task)
    }

    /// Restores a stored task: its solution, and further accepted texts.
    #[must_use]
    pub const fn restore(solution: Choice, further: Vec<Choice>, accents: Accents) -> Self {
        Self {
            solution,
            further,
            accents,
        }
    }

    /// Returns the accepted text that is shown as the solution.
    #[must_use]
    pub const fn solution(&self) -> &Choice {
        &self.solution
    }

    /// Returns all accepted texts, the solution first.
    pub fn accepted(&self) -> impl Iterator<Item = &Choice> + Clone {
        std::iter::once(&self.solution).chain(&self.further)
    }

    /// Returns whether accents matter.
    #[must_use]
    pub const fn accents(&self) -> Accents {
        self.accents
    }

    pub(super) fn check(&self) -> Result<(), TaskError> {
        check_options(Kind::Text, (1, Self::MAX_ACCEPTED), self.accepted())?;
        let mut accepted = self.accepted();
        if accepted.any(|text| self.normalise(text.as_str()).is_empty()) {
            return Err(TaskError::Option(TextError::Empty));
        }
        Ok(())
    }

    /// Returns the form in which a text is compared, which is its own form.
    pub(super) fn normalise(&self, text: &str) -> String {
        until_stable(text, |text| self.normalise_once(text))
    }

    fn normalise_once(&self, text: &str) -> String {
        let folded = folded(text);
        let folded = match self.accents {
            Accents::Matter => folded,
            Accents::Ignored => without_accents(&folded),
        };
        collapsed(&folded)
    }

    pub(super) fn score(&self, text: &str) -> Score {
        let form = self.normalise(text);
        let mut accepted = self.accepted();
        Score::full_if(accepted.any(|own| self.normalise(own.as_str()) == form))
    }
}

/// Removes the combining marks of alphabets whose marks are accents. Marks of other scripts, such as the vowel
/// signs of Devanagari and the voicing marks of Kana, distinguish letters and stay.
fn without_accents(text: &str) -> String {
    text.nfkd().filter(|&c| !is_accent(c)).nfkc().collect()
}

const fn is_accent(character: char) -> bool {
    matches!(
        character,
        '\u{300}'..='\u{36f}'
            | '\u{1ab0}'..='\u{1aff}'
            | '\u{1dc0}'..='\u{1dff}'
            | '\u{20d0}'..='\u{20ff}'
            | '\u{fe20}'..='\u{fe2f}'
    )
}

/// Removes invisible characters and white space at the ends, and replaces other white space by one space.
fn collapsed(text: &str) -> String {
    let visible: String = text.chars().filter(|&c| !is_default_ignorable(c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn parse(text: &str) -> Result<Response, InvalidResponse> {
    // A tab or a line break within the text is white space like any other.
    let words: Vec<_> = text.split_whitespace().collect();
    let text = Choice::new(words.join(" ")).map_err(InvalidResponse::Text)?;
    Ok(Response::Text(text))
}
