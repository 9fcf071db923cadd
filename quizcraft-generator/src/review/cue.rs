//! Keywords of the game in the options.

use super::Item;
use quizcraft_facts::Phrase;
use quizcraft_facts::{mistakes, mistakes_in};

/// Words shorter than this stand in too many options to be a cue by themselves.
const TELLING: usize = 4;

/// A keyword of the game, and what else it stands for: Holland for the Netherlands.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    keyword: Phrase,
    /// The words of the keyword that are a cue by themselves.
    words: Vec<Phrase>,
    meant: Vec<Phrase>,
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
    /// The same, or the name of what the keyword stands for.
    Meant,
}

const DEGREES: [Degree; 5] = [
    Degree::Same,
    Degree::MistypedWords,
    Degree::Mistyped,
    Degree::Akin,
    Degree::Meant,
];

impl Cue {
    pub(super) fn new(keyword: Phrase, meant: Vec<Phrase>) -> Self {
        let telling = |word: &&String| word.chars().count() >= TELLING;
        let words = keyword.words().iter().filter(telling);
        Self {
            words: words.map(|word| Phrase::new(word)).collect(),
            keyword,
            meant,
        }
    }

    /// Whether the right option is the only one with the keyword, or with a telling word of it.
    pub(super) fn gives_away(&self, item: &Item<'_>) -> bool {
        let mut terms = self.words.iter().chain([&self.keyword]);
        terms.any(|term| {
            let only = |degree| item.is_only_right(|o| self.matches(term, &o.phrase, degree));
            DEGREES.into_iter().any(only)
        })
    }

    fn matches(&self, term: &Phrase, option: &Phrase, degree: Degree) -> bool {
        option.holds(term)
            || match degree {
                Degree::Same => false,
                Degree::MistypedWords => has_mistyped_words(term, option),
                Degree::Mistyped => {
                    has_mistyped_words(term, option) || mistakes(term, option).is_some()
                }
                Degree::Akin => term.echoes(option),
                Degree::Meant => self.meant.iter().any(|meant| option.holds(meant)),
            }
    }
}

/// Whether all words of the term stand in the option with few mistakes.
fn has_mistyped_words(term: &Phrase, option: &Phrase) -> bool {
    let near = |word: &String| {
        let mut own = option.words().iter();
        own.any(|own| word == own || mistakes_in(word, own).is_some())
    };
    !term.is_empty() && term.words().iter().all(near)
}

#[cfg(test)]
mod tests {
    use super::Cue;
    use crate::review::Item;
    use quizcraft_facts::Phrase;

    #[test]
    fn an_option_that_matches_in_one_way_hides_none_that_matches_in_another() {
        let cue = Cue::new(Phrase::new("Holland"), vec![Phrase::new("Netherlands")]);
        for (options, is_cue) in [
            (["Netherlands", "Belgium", "Denmark"], true),
            (["Netherlands", "Hollnad", "Denmark"], true),
            (["Netherlands", "Hollander", "Denmark"], true),
            (["Netherlands", "Holland", "Denmark"], false),
            (["Belgium", "Netherlands", "Denmark"], false),
        ] {
            let item = Item::new("Where do tulips grow?", options.into_iter());
            assert_eq!(cue.gives_away(&item), is_cue, "{options:?}");
        }
    }

    #[test]
    fn a_mistyped_name_is_told_from_one_with_another_number() {
        let cue = Cue::new(Phrase::new("Henry II of Engalnd"), Vec::new());
        let options = ["Henry II of England", "Henry III of England", "Henry V"];
        let item = Item::new("Who was king?", options.into_iter());
        assert!(cue.gives_away(&item));
    }
}
