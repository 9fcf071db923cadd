//! Rules that every question must follow, whoever wrote it.
//!
//! Each [`Flaw`] is found in one question alone; [`spoilers`] looks at the whole game. What only many
//! games show, such as how often the longest option is right, is left to tests.

mod cue;
mod flaw;
mod initials;
mod numbers;
mod options;
mod reference;
mod spoilers;
mod stem;

use quizcraft_core::{Choice, Draft, Keyword, Keywords};

use cue::Cue;
pub use flaw::Flaw;
pub(crate) use initials::{abbreviates, initial};
use quizcraft_facts::Phrase;
pub use spoilers::{Part, Spoiler, spoilers};
pub(crate) use spoilers::{Secret, Shown, among, secrets};

/// A reviewer of the questions of one game.
///
/// ```
/// use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
/// use quizcraft_generator::review::{Flaw, Review};
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
pub struct Review {
    cues: Vec<Cue>,
}

/// Returns the flaws of one question of a game with these keywords; [`Review`] is for several.
#[must_use]
pub fn flaws(draft: &Draft, keywords: &Keywords) -> Vec<Flaw> {
    Review::new(keywords).flaws(draft)
}

impl Review {
    /// Creates a reviewer for a game with these keywords.
    #[must_use]
    pub fn new(keywords: &Keywords) -> Self {
        Self::knowing(keywords, |_| Vec::new())
    }

    /// Creates a reviewer that knows what each keyword stands for besides itself.
    pub(crate) fn knowing(keywords: &Keywords, meant: impl Fn(&Phrase) -> Vec<Phrase>) -> Self {
        let words = keywords.iter().map(Keyword::as_str).map(Phrase::new);
        let cues = words.map(|keyword| {
            let meant = meant(&keyword);
            Cue::new(keyword, meant)
        });
        Self {
            cues: cues.collect(),
        }
    }

    /// Returns what is wrong with a question, each flaw once; nothing if it is a good one.
    #[must_use]
    pub fn flaws(&self, draft: &Draft) -> Vec<Flaw> {
        let (prompt, options) = (draft.prompt().as_str(), draft.options().map(Choice::as_str));
        let unclear = is_unclear(
            prompt,
            draft.solution().as_str(),
            draft.clarification().as_str(),
        );
        let mut flaws = self.flaws_of(prompt, options);
        flaws.extend(unclear.then_some(Flaw::UnclearPronoun));
        flaws
    }

    /// Returns the same for texts without a clarification, the right option first.
    pub(crate) fn flaws_of<'a>(
        &self,
        prompt: &'a str,
        options: impl Iterator<Item = &'a str>,
    ) -> Vec<Flaw> {
        let item = Item::new(prompt, options);
        let rules = stem::RULES
            .iter()
            .chain(initials::RULES)
            .chain(options::RULES)
            .chain(numbers::RULES);
        let broken = rules.filter(|(_, breaks)| breaks(&item));
        let cue = self.gives_keyword_away(&item).then_some(Flaw::KeywordCue);
        broken.map(|(flaw, _)| *flaw).chain(cue).collect()
    }

    fn gives_keyword_away(&self, item: &Item<'_>) -> bool {
        self.cues.iter().any(|cue| cue.gives_away(item))
    }
}

/// Returns whether a pronoun of the clarification of a question stands for nothing that is named.
pub(crate) fn is_unclear(prompt: &str, solution: &str, clarification: &str) -> bool {
    reference::is_unclear(&Item::new(prompt, std::iter::once(solution)), clarification)
}

/// The words of a text as they are spelled.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// A rule, and whether a question breaks it.
type Rule = (Flaw, fn(&Item<'_>) -> bool);

/// A question with its words at hand.
struct Item<'a> {
    stem: Text<'a>,
    right: Text<'a>,
    wrong: Vec<Text<'a>>,
}

struct Text<'a> {
    raw: &'a str,
    phrase: Phrase,
}

impl<'a> Text<'a> {
    fn new(raw: &'a str) -> Self {
        let phrase = Phrase::new(raw);
        Self { raw, phrase }
    }
}

impl<'a> Item<'a> {
    fn new(prompt: &'a str, mut options: impl Iterator<Item = &'a str>) -> Self {
        Self {
            stem: Text::new(prompt),
            right: Text::new(options.next().unwrap_or_default()),
            wrong: options.map(Text::new).collect(),
        }
    }

    fn options(&self) -> impl Iterator<Item = &Text<'a>> {
        std::iter::once(&self.right).chain(&self.wrong)
    }

    /// Returns whether the right option is the only one of which this is true.
    fn is_only_right(&self, is: impl Fn(&Text<'a>) -> bool) -> bool {
        is(&self.right) && !self.wrong.iter().any(is)
    }

    fn is_mixed(&self, is: impl Fn(&Text<'a>) -> bool) -> bool {
        let first = is(&self.right);
        self.wrong.iter().any(|option| is(option) != first)
    }
}
