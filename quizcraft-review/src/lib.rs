//! The rules of item writing, as checks of drafts from any writer.
//!
//! - [`Review`] finds the [`Flaw`]s of a single draft: a keyword that points at the solution, an option
//!   that stands out, a pronoun without a referent.
//! - [`spoilers`] finds the questions of a game that reveal the solutions of later ones.
//!
//! Properties that only many games show, such as how often the longest option is right, are left to
//! tests.
//!
//! # Trying many drafts
//!
//! Splitting texts into words is most of the work. A writer that tries many combinations of options
//! prepares each text once as a [`Text`], combines them in [`QuestionTexts`], and checks these with
//! [`Review::passes`], [`Secret`] and [`spoilers_among`].

mod cue;
mod flaw;
mod initials;
mod numbers;
mod options;
mod reference;
mod spoilers;
mod stem;
mod text;

use std::rc::Rc;
use std::sync::Arc;

use quizcraft_core::{Choice, Draft, Keyword, Keywords};
use quizcraft_text::Phrase;

pub use cue::Aliases;
use cue::Cue;
pub use flaw::Flaw;
pub use initials::{abbreviates, initial};
pub use spoilers::{
    Part, QuestionTexts, Secret, SecretBuilder, Spoiler, secrets, spoilers, spoilers_among,
};
pub use text::{Text, WordList};

/// The review of the questions of a game with certain keywords.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
/// use quizcraft_review::{Flaw, Review};
///
/// let review = Review::new(&Keywords::new(["Netherlands"])?);
/// let wrong = ["France", "Germany", "England"].map(Choice::new);
/// let draft = Draft::new(
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

/// Returns the flaws of one question of a game with these keywords; [`Review`] is for several.
#[must_use]
pub fn flaws(draft: &Draft, keywords: &Keywords) -> Vec<Flaw> {
    Review::new(keywords).flaws(draft)
}

impl Review<'static> {
    /// Creates the review for a game with these keywords.
    #[must_use]
    pub fn new(keywords: &Keywords) -> Self {
        Self::with_aliases(keywords, |_| None)
    }
}

impl<'a> Review<'a> {
    /// Creates the review for a game with these keywords, each of which may have aliases.
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

    /// Returns what is wrong with a question, each flaw once; nothing if it is a good one.
    #[must_use]
    pub fn flaws(&self, draft: &Draft) -> Vec<Flaw> {
        let wrong = draft.wrong().iter().map(Choice::as_str);
        let wrong: Vec<_> = wrong.map(|wrong| Rc::new(Text::new(wrong))).collect();
        let (prompt, solution) = (draft.prompt().as_str(), draft.solution().as_str());
        let item = Item {
            stem: &Text::new(prompt),
            right: &Text::new(solution),
            wrong: &wrong,
        };
        let unclear = reference::has_unclear_pronoun(&item, draft.clarification().as_str());
        let mut flaws: Vec<Flaw> = self.flaws_of(&item).collect();
        flaws.extend(unclear.then_some(Flaw::UnclearPronoun));
        flaws
    }

    /// Returns whether a draft has no flaw, its clarification aside.
    #[must_use]
    pub fn passes(&self, shown: &QuestionTexts) -> bool {
        self.flaws_of(&Item::new(shown)).next().is_none()
    }

    /// Returns whether this solution is a [`Flaw::KeywordCue`] whatever the wrong options are. Call
    /// it before drawing options.
    #[must_use]
    pub fn solution_is_keyword(&self, name: &Text) -> bool {
        self.cues.iter().any(|cue| cue.is_called(name.words()))
    }

    /// Returns the flaws of a draft, those of its clarification aside.
    fn flaws_of(&self, item: &Item<'_>) -> impl Iterator<Item = Flaw> {
        let rules = stem::RULES
            .iter()
            .chain(initials::RULES)
            .chain(options::RULES)
            .chain(numbers::RULES);
        let broken = rules.filter(|(_, breaks)| breaks(item));
        let cue = std::iter::once_with(|| self.gives_keyword_away(item));
        let cue = cue.filter_map(|is_cue| is_cue.then_some(Flaw::KeywordCue));
        broken.map(|(flaw, _)| *flaw).chain(cue)
    }

    fn gives_keyword_away(&self, item: &Item<'_>) -> bool {
        self.cues.iter().any(|cue| cue.gives_away(item))
    }
}

/// Returns whether the clarification has a pronoun without a referent.
#[must_use]
pub fn has_unclear_pronoun(shown: &QuestionTexts, clarification: &str) -> bool {
    reference::has_unclear_pronoun(&Item::new(shown), clarification)
}

/// Returns the words of a text as they are spelled.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// A rule, and whether a question breaks it.
type Rule = (Flaw, fn(&Item<'_>) -> bool);

/// A question with its words at hand.
#[derive(Clone, Copy)]
struct Item<'a> {
    stem: &'a Text,
    right: &'a Text,
    wrong: &'a [Rc<Text>],
}

impl<'a> Item<'a> {
    fn new(shown: &'a QuestionTexts) -> Self {
        Self {
            stem: shown.prompt(),
            right: shown.solution(),
            wrong: shown.wrong(),
        }
    }

    fn options(&self) -> impl Iterator<Item = &'a Text> + Clone + use<'a> {
        let wrong = self.wrong.iter().map(|wrong| &**wrong);
        std::iter::once(self.right).chain(wrong)
    }

    /// Returns whether the right option is the only one of which this is true.
    fn is_only_right(&self, is: impl Fn(&Text) -> bool) -> bool {
        is(self.right) && !self.wrong.iter().any(|wrong| is(wrong))
    }

    fn is_mixed(&self, is: impl Fn(&Text) -> bool) -> bool {
        let first = is(self.right);
        self.wrong.iter().any(|option| is(option) != first)
    }
}
