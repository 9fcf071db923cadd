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
    /// The same words, or mistyped ones.
    Mistyped,
    /// The same, or words of the same root: "Japan" in "Japanese".
    Akin,
    /// The same, or the name of what the keyword stands for.
    Meant,
}

const DEGREES: [Degree; 4] = [Degree::Same, Degree::Mistyped, Degree::Akin, Degree::Meant];

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
                Degree::Mistyped => is_mistyped(term, option),
                Degree::Akin => term.echoes(option),
                Degree::Meant => self.meant.iter().any(|meant| option.holds(meant)),
            }
    }
}

/// Whether all words of the term, or the term as a whole, stand in the option with few mistakes.
fn is_mistyped(term: &Phrase, option: &Phrase) -> bool {
    let near = |word: &String| {
        let mut own = option.words().iter();
        own.any(|own| word == own || mistakes_in(word, own).is_some())
    };
    let all = || !term.is_empty() && term.words().iter().all(near);
    all() || mistakes(term, option).is_some()
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
}
