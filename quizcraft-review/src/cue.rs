//! A rule for keywords of the game in the options: [`Flaw::KeywordCue`](crate::Flaw::KeywordCue).

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use quizcraft_text::{Phrase, typing_errors, typing_errors_in};

use super::Item;
use super::text::{Text, WordList};

/// The minimum length of a word of a keyword that is a cue without the rest of the keyword. Shorter
/// words occur in too many options.
const MIN_DISTINCTIVE_LENGTH: usize = 4;

/// A keyword of the game with its aliases.
#[derive(Debug, Clone)]
pub(super) struct Cue<'a> {
    keyword: WordList,
    /// The distinctive words of the keyword, each of which is a cue on its own.
    words: Vec<WordList>,
    aliases: Option<Arc<dyn Aliases + 'a>>,
}

/// The other names of a keyword, such as "Netherlands" for "Holland".
///
/// A writer that knows aliases implements this trait and passes it to [`Review::with_aliases`], so
/// that the review also finds a solution that only contains an alias of a keyword.
///
/// ```
/// use std::sync::Arc;
///
/// use quizcraft_core::{Choice, Clarification, Draft, Keywords, Prompt};
/// use quizcraft_review::{Aliases, Flaw, Review};
/// use quizcraft_text::Phrase;
///
/// #[derive(Debug)]
/// struct Netherlands;
///
/// impl Aliases for Netherlands {
///     fn are_named_in(&self, option: &Phrase) -> bool {
///         option.contains_all(&Phrase::new("Netherlands"))
///     }
/// }
///
/// let holland = Phrase::new("Holland");
/// let review = Review::with_aliases(&Keywords::new(["Holland"])?, |keyword| {
///     (*keyword == holland).then(|| Arc::new(Netherlands) as _)
/// });
/// let draft = Draft::single(
///     Prompt::new("Which country is famous for its tulips?")?,
///     Choice::new("Netherlands")?,
///     vec![Choice::new("France")?, Choice::new("Germany")?],
///     Clarification::new("The tulip came there from Turkey.")?,
/// )?;
/// assert_eq!(review.flaws(&draft), [Flaw::KeywordCue]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// [`Review::with_aliases`]: crate::Review::with_aliases
pub trait Aliases: fmt::Debug + Send + Sync {
    /// Returns whether an option contains an alias of the keyword.
    fn are_named_in(&self, option: &Phrase) -> bool;
}

/// How closely an option must match a term.
///
/// The rule is checked at each degree separately: the right option must not be the only match at
/// any of them. Beside the right option "Napoleon", a wrong option that is merely related to the
/// keyword "Napoleon", such as "Joseph Bonaparte", does not hide the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Similarity {
    /// The option contains every word of the term.
    Exact,
    /// The option contains every word of the term with at most the usual typing errors per word:
    /// "Henry II of Engalnd" matches "Henry II of England", but not "Henry III of England".
    TypoPerWord,
    /// As before, or the term and the option as a whole differ by typing errors.
    Typo,
    /// The option contains a word with the root of a word of the term: "Japan" and "Japanese".
    SameRoot,
}

const SIMILARITIES: [Similarity; 4] = [
    Similarity::Exact,
    Similarity::TypoPerWord,
    Similarity::Typo,
    Similarity::SameRoot,
];

impl<'a> Cue<'a> {
    pub(super) fn new(keyword: Phrase, aliases: Option<Arc<dyn Aliases + 'a>>) -> Self {
        let is_distinctive = |word: &&str| word.chars().count() >= MIN_DISTINCTIVE_LENGTH;
        let words = keyword.words().filter(is_distinctive).map(Phrase::new);
        Self {
            words: words.map(WordList::new).collect(),
            keyword: WordList::new(keyword),
            aliases,
        }
    }

    /// Returns whether only the right option matches the keyword or one of its distinctive words.
    pub(super) fn reveals_solution(&self, item: &Item<'_>) -> bool {
        // Looking up aliases is slow, and the result is the same for every term.
        let has_alias = OnceCell::new();
        let has_alias = || *has_alias.get_or_init(|| self.only_right_has_alias(item));
        self.terms().any(|term| {
            let mut similarities = SIMILARITIES.into_iter();
            let has_term = |option: &Text| option.words().contains_all(term);
            similarities.any(|similarity| item.only_right(|o| matches(term, o.words(), similarity)))
                || !item.wrong.iter().any(|wrong| has_term(wrong)) && has_alias()
        })
    }

    /// Returns whether the words are those of the keyword, or one of its distinctive words.
    pub(super) fn has_same_words(&self, words: &WordList) -> bool {
        self.terms()
            .any(|term| term.contains_all(words) && words.contains_all(term))
    }

    fn terms(&self) -> impl Iterator<Item = &WordList> {
        self.words.iter().chain([&self.keyword])
    }

    fn only_right_has_alias(&self, item: &Item<'_>) -> bool {
        let Some(aliases) = &self.aliases else {
            return false;
        };
        item.only_right(|option| aliases.are_named_in(option.words().phrase()))
    }
}

/// Returns whether an option matches a term at least as closely as `similarity` requires.
fn matches(term: &WordList, option: &WordList, similarity: Similarity) -> bool {
    option.contains_all(term)
        || match similarity {
            Similarity::Exact => false,
            Similarity::TypoPerWord => has_mistyped_words(term, option),
            Similarity::Typo => {
                has_mistyped_words(term, option)
                    || typing_errors(term.phrase(), option.phrase()).is_some()
            }
            Similarity::SameRoot => term.phrase().shares_root(option.phrase()),
        }
}

/// Returns whether the option contains every word of the term, if typing errors are ignored.
fn has_mistyped_words(term: &WordList, option: &WordList) -> bool {
    let is_near = |word: &str| {
        let mut own = option.iter();
        own.any(|own| word == own || typing_errors_in(word, own).is_some())
    };
    !term.is_empty() && term.iter().all(is_near)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use std::sync::Arc;

    use quizcraft_text::Phrase;

    use super::{Aliases, Cue};
    use crate::{Item, Text};

    /// The aliases of "Holland".
    #[derive(Debug)]
    struct Holland;

    impl Aliases for Holland {
        fn are_named_in(&self, option: &Phrase) -> bool {
            option.contains_all(&Phrase::new("Netherlands"))
        }
    }

    #[test]
    fn a_wrong_option_hides_a_cue_only_if_it_matches_as_closely() {
        let cue = Cue::new(Phrase::new("Holland"), Some(Arc::new(Holland)));
        for (options, is_cue) in [
            (["Netherlands", "Belgium", "Denmark"], true),
            (["Netherlands", "Hollnad", "Denmark"], true),
            (["Netherlands", "Hollander", "Denmark"], true),
            (["Netherlands", "Holland", "Denmark"], false),
            (["Belgium", "Netherlands", "Denmark"], false),
        ] {
            let [right, wrong @ ..] = options.map(|option| Rc::new(Text::new(option)));
            let item = Item {
                prompt: &Text::new("Where do tulips grow?"),
                right: &right,
                wrong: &wrong,
            };
            assert_eq!(cue.reveals_solution(&item), is_cue, "{options:?}");
        }
    }

    #[test]
    fn a_mistyped_keyword_does_not_match_a_name_with_a_different_number() {
        let cue = Cue::new(Phrase::new("Henry II of Engalnd"), None);
        let options = ["Henry II of England", "Henry III of England", "Henry V"];
        let [right, wrong @ ..] = options.map(|option| Rc::new(Text::new(option)));
        let item = Item {
            prompt: &Text::new("Who was king?"),
            right: &right,
            wrong: &wrong,
        };
        assert!(cue.reveals_solution(&item));
    }
}
