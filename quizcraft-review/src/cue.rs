//! Keywords of the game in the options.

use std::cell::OnceCell;
use std::fmt;
use std::sync::Arc;

use quizcraft_text::{Phrase, typing_errors, typing_errors_in};

use super::Item;
use super::text::{Text, WordList};

/// Words shorter than this stand in too many options to be a cue by themselves.
const TELLING: usize = 4;

/// A keyword of the game, and what else it stands for: Holland for the Netherlands.
#[derive(Debug, Clone)]
pub(super) struct Cue<'a> {
    keyword: WordList,
    /// The words of the keyword that are a cue by themselves.
    words: Vec<WordList>,
    aliases: Option<Arc<dyn Aliases + 'a>>,
}

/// What else a keyword of a game stands for: "Holland" for the Netherlands.
///
/// A writer that knows such names implements this, so that [`Review::with_aliases`] also finds
/// keywords that point at the solution by another name.
///
/// [`Review::with_aliases`]: crate::Review::with_aliases
pub trait Aliases: fmt::Debug + Send + Sync {
    /// Returns whether an option contains the name of something that the keyword stands for.
    fn are_named_in(&self, option: &Phrase) -> bool;
}

/// The way in which an option matches a keyword.
///
/// Each degree is a rule of its own. The right option must not be the only match at any of them:
/// beside "Napoleon", a wrong option that is merely related to the keyword "Napoleon", such as
/// "Joseph Bonaparte", hides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Degree {
    /// The same words.
    Same,
    /// Word for word the same, or mistyped ones: "Henry II of Engalnd" in "Henry II of England",
    /// but not in "Henry III of England".
    MistypedWords,
    /// The same words, or mistyped ones as a whole.
    Mistyped,
    /// The same, or words of the same root: "Japan" in "Japanese".
    Akin,
}

const DEGREES: [Degree; 4] = [
    Degree::Same,
    Degree::MistypedWords,
    Degree::Mistyped,
    Degree::Akin,
];

impl<'a> Cue<'a> {
    pub(super) fn new(keyword: Phrase, aliases: Option<Arc<dyn Aliases + 'a>>) -> Self {
        let telling = |word: &&str| word.chars().count() >= TELLING;
        let words = keyword.words().filter(telling).map(Phrase::new);
        Self {
            words: words.map(WordList::new).collect(),
            keyword: WordList::new(keyword),
            aliases,
        }
    }

    /// Returns whether the right option is the only one with the keyword, or with a telling word of
    /// it.
    pub(super) fn gives_away(&self, item: &Item<'_>) -> bool {
        // Names take long to look up, and are the same for every term.
        let is_meant = OnceCell::new();
        let is_meant = || *is_meant.get_or_init(|| self.means_right_alone(item));
        let mut terms = self.words.iter().chain([&self.keyword]);
        terms.any(|term| {
            let mut degrees = DEGREES.into_iter();
            let has_term = |option: &Text| option.words().contains_all(term);
            degrees.any(|degree| item.is_only_right(|o| matches(term, o.words(), degree)))
                || !item.wrong.iter().any(|wrong| has_term(wrong)) && is_meant()
        })
    }

    /// Returns whether the words are those of the keyword, or a telling word of it.
    pub(super) fn is_called(&self, words: &WordList) -> bool {
        let mut terms = self.words.iter().chain([&self.keyword]);
        terms.any(|term| term.contains_all(words) && words.contains_all(term))
    }

    /// Returns whether the right option is the only one with the name of what the keyword stands
    /// for.
    fn means_right_alone(&self, item: &Item<'_>) -> bool {
        let Some(aliases) = &self.aliases else {
            return false;
        };
        item.is_only_right(|option| aliases.are_named_in(option.words().phrase()))
    }
}

fn matches(term: &WordList, option: &WordList, degree: Degree) -> bool {
    option.contains_all(term)
        || match degree {
            Degree::Same => false,
            Degree::MistypedWords => has_mistyped_words(term, option),
            Degree::Mistyped => {
                has_mistyped_words(term, option)
                    || typing_errors(term.phrase(), option.phrase()).is_some()
            }
            Degree::Akin => term.phrase().shares_root(option.phrase()),
        }
}

/// Returns whether all words of the term stand in the option with few mistakes.
fn has_mistyped_words(term: &WordList, option: &WordList) -> bool {
    let near = |word: &str| {
        let mut own = option.iter();
        own.any(|own| word == own || typing_errors_in(word, own).is_some())
    };
    !term.is_empty() && term.iter().all(near)
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;
    use std::sync::Arc;

    use quizcraft_text::Phrase;

    use super::{Aliases, Cue};
    use crate::{Item, Text};

    /// The names that "Holland" stands for.
    #[derive(Debug)]
    struct Holland;

    impl Aliases for Holland {
        fn are_named_in(&self, option: &Phrase) -> bool {
            option.contains_all(&Phrase::new("Netherlands"))
        }
    }

    #[test]
    fn an_option_that_matches_in_one_way_hides_none_that_matches_in_another() {
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
                stem: &Text::new("Where do tulips grow?"),
                right: &right,
                wrong: &wrong,
            };
            assert_eq!(cue.gives_away(&item), is_cue, "{options:?}");
        }
    }

    #[test]
    fn a_mistyped_name_is_told_from_one_with_another_number() {
        let cue = Cue::new(Phrase::new("Henry II of Engalnd"), None);
        let options = ["Henry II of England", "Henry III of England", "Henry V"];
        let [right, wrong @ ..] = options.map(|option| Rc::new(Text::new(option)));
        let item = Item {
            stem: &Text::new("Who was king?"),
            right: &right,
            wrong: &wrong,
        };
        assert!(cue.gives_away(&item));
    }
}
