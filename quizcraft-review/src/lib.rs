//! The rules of item writing, as checks of drafts from any writer.
//!
//! - [`Review`] finds the [`Flaw`]s of a single draft: a keyword that points at the solution, an option
//!   that stands out, a pronoun without a referent. Each kind of question has rules of its own; a
//!   statement that is true or false is a single choice whose prompt starts with [`STATEMENT`].
//! - [`spoilers()`] finds the questions of a game that reveal the solutions of others.
//!
//! The names of the flaws and the publications behind them are documented at [`Flaw`] and returned
//! by [`Flaw::name`] and [`Flaw::source`]. Statistical properties, such as how often the longest
//! option is right, cannot be checked on one draft. Test them over many games.
//!
//! # Reviewing many drafts
//!
//! Splitting texts into words takes most of the time. A writer that tries many combinations of
//! options prepares each text once as a [`Text`], combines them in [`QuestionTexts`], and checks
//! these with [`Review::passes`], [`QuestionTexts::revealing_part`] and [`spoilers_among`].

mod cue;
mod flaw;
mod initials;
mod kinds;
mod numbers;
mod options;
mod prompt;
mod reference;
mod spoilers;
mod text;

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use quizcraft_core::{Draft, Keyword, Keywords};
use quizcraft_text::Phrase;

pub use cue::Aliases;
use cue::Cue;
pub use flaw::Flaw;
pub use initials::{abbreviates, initial};
use kinds::Texts;
pub use kinds::{FALSE, STATEMENT, TRUE, is_numbered};
pub use prompt::QUESTION_MARKS;
pub use spoilers::{
    Part, QuestionTexts, Secret, SecretBuilder, Spoiler, secrets, spoilers, spoilers_among,
};
pub use text::{Text, WordList};

/// A reviewer of the questions of a game with certain keywords.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
/// use quizcraft_review::{Flaw, Review};
///
/// let review = Review::new(&Keywords::new(["Netherlands"])?);
/// let wrong = ["France", "Germany", "England"].map(Choice::new);
/// let draft = Draft::single(
///     Prompt::new("Which country is famous for its tulips?")?,
///     Choice::new("Netherlands")?,
///     wrong.into_iter().collect::<Result<_, _>>()?,
///     Clarification::new("The tulip came there from Turkey.")?,
/// )?;
/// assert_eq!(review.flaws(&draft), [Flaw::KeywordCue]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Review<'a> {
    cues: Vec<Cue<'a>>,
}

/// Returns the flaws of one question of a game with these keywords. Use a [`Review`] for several
/// questions of one game.
#[must_use]
pub fn flaws(draft: &Draft, keywords: &Keywords) -> Vec<Flaw> {
    Review::new(keywords).flaws(draft)
}

impl Review<'static> {
    /// Creates a reviewer for a game with these keywords.
    #[must_use]
    pub fn new(keywords: &Keywords) -> Self {
        Self::with_aliases(keywords, |_| None)
    }
}

impl<'a> Review<'a> {
    /// Creates a reviewer for a game with these keywords. Calls `aliases` once for each keyword.
    pub fn with_aliases(
        keywords: &Keywords,
        aliases: impl Fn(&Phrase) -> Option<Arc<dyn Aliases + 'a>>,
    ) -> Self {
        let words = keywords.iter().map(Keyword::as_str).map(Phrase::new);
        let cues = words.map(|keyword| {
            let aliases = aliases(&keyword);
            Cue::new(keyword, aliases)
        });
        Self {
            cues: cues.collect(),
        }
    }

    /// Returns the flaws of a question, each at most once. The rules depend on its kind.
    #[must_use]
    pub fn flaws(&self, draft: &Draft) -> Vec<Flaw> {
        let texts = Texts::new(draft);
        let clarification = draft.clarification().as_str();
        let is_unclear = reference::has_unclear_pronoun(&texts.item(), clarification);
        let flaws = self.flaws_by_kind(draft, &texts).into_iter();
        let mut seen = HashSet::new();
        let flaws = flaws.chain(is_unclear.then_some(Flaw::UnclearPronoun));
        flaws.filter(|flaw| seen.insert(*flaw)).collect()
    }

    /// Returns whether prompt and options of a single choice have no flaw. Does not check the clarification; see
    /// [`has_unclear_pronoun`].
    #[must_use]
    pub fn passes(&self, texts: &QuestionTexts) -> bool {
        self.flaws_of(&Item::new(texts)).next().is_none()
    }

    /// Returns whether the solution consists of a keyword or of a distinctive word of one. Such a
    /// question has a [`Flaw::KeywordCue`] unless a wrong option contains that keyword or word too.
    /// A writer whose wrong options never contain keywords can reject such a solution before it draws
    /// options.
    #[must_use]
    pub fn solution_is_keyword(&self, solution: &Text) -> bool {
        let mut cues = self.cues.iter();
        cues.any(|cue| cue.has_same_words(solution.words()))
    }

    /// Returns the flaws of prompt and options of a single choice.
    fn flaws_of(&self, item: &Item<'_>) -> impl Iterator<Item = Flaw> {
        let rules = prompt::STEM_RULES
            .iter()
            .chain(prompt::RULES)
            .chain(initials::RULES)
            .chain(options::RULES)
            .chain(numbers::RULES);
        let broken = rules.filter(|(_, has_flaw)| has_flaw(item));
        let cue = std::iter::once_with(|| self.has_keyword_cue(item));
        let cue = cue.filter_map(|is_cue| is_cue.then_some(Flaw::KeywordCue));
        broken.map(|(flaw, _)| *flaw).chain(cue)
    }

    fn has_keyword_cue(&self, item: &Item<'_>) -> bool {
        self.cues.iter().any(|cue| cue.reveals_solution(item))
    }
}

/// Returns whether the clarification has a pronoun without a clear referent:
/// [`Flaw::UnclearPronoun`].
#[must_use]
pub fn has_unclear_pronoun(texts: &QuestionTexts, clarification: &str) -> bool {
    reference::has_unclear_pronoun(&Item::new(texts), clarification)
}

/// Returns the words of a text in their original spelling.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// A flaw and the function that returns whether a question has it.
type Rule = (Flaw, fn(&Item<'_>) -> bool);

/// The prompt and the options of a question.
#[derive(Clone, Copy)]
struct Item<'a> {
    prompt: &'a Text,
    right: &'a Text,
    wrong: &'a [Rc<Text>],
}

impl<'a> Item<'a> {
    fn new(texts: &'a QuestionTexts) -> Self {
        Self {
            prompt: texts.prompt(),
            right: texts.solution(),
            wrong: texts.wrong(),
        }
    }

    fn options(&self) -> impl Iterator<Item = &'a Text> + Clone + use<'a> {
        let wrong = self.wrong.iter().map(|wrong| &**wrong);
        std::iter::once(self.right).chain(wrong)
    }

    /// Returns whether the predicate holds for the right option only.
    fn only_right(&self, predicate: impl Fn(&Text) -> bool) -> bool {
        predicate(self.right) && !self.wrong.iter().any(|wrong| predicate(wrong))
    }

    /// Returns whether the predicate holds for some of the options, but not for all.
    fn is_mixed(&self, predicate: impl Fn(&Text) -> bool) -> bool {
        let first = predicate(self.right);
        let mut wrong = self.wrong.iter();
        wrong.any(|option| predicate(option) != first)
    }
}
