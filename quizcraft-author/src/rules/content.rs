//! The words of a text that carry its meaning.

use quizcraft_text::Phrase;

use super::words::FoldedText;

/// Words that say nothing about what a sentence is about, besides the stop words of a [`Phrase`].
const FUNCTION_WORDS: [&str; 38] = [
    "are", "at", "can", "did", "do", "does", "from", "had", "has", "have", "how", "is", "it",
    "its", "many", "much", "not", "or", "that", "these", "this", "those", "was", "were", "what",
    "when", "where", "which", "who", "whom", "whose", "why", "will", "with", "you", "your", "s",
    "into",
];
/// The minimum number of letters of a word by which texts are related.
const MIN_LETTERS: usize = 3;
/// The number of letters at the start of words that are forms of one word.
const ROOT_LETTERS: usize = 5;
/// The same in scripts that need few characters for a word, from [`DENSE`] on.
const DENSE_LETTERS: usize = 2;
const DENSE: char = '\u{1100}';

/// The words of a text that carry its meaning, in the singular.
pub(crate) struct ContentWords(Vec<String>);

impl ContentWords {
    pub(crate) fn of(text: &str) -> Self {
        let folded = FoldedText::new(text);
        let phrase = Phrase::from_folded_words(folded.words());
        let words = phrase.words().filter(|word| !FUNCTION_WORDS.contains(word));
        Self(words.map(str::to_owned).collect())
    }

    /// Returns the words that the other text contains too.
    pub(super) fn common(&self, other: &Self) -> Self {
        let words = self.0.iter().filter(|word| other.0.contains(word));
        Self(words.cloned().collect())
    }

    pub(super) const fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether the text contains all words of the other one.
    pub(super) fn contains_all(&self, other: &Self) -> bool {
        other.0.iter().all(|word| self.0.contains(word))
    }

    /// Returns whether the texts have a long word in common, perhaps in different forms.
    pub(crate) fn are_related(&self, other: &Self) -> bool {
        let is_shared = |word: &String| other.0.iter().any(|their| have_same_root(word, their));
        self.0.iter().any(is_shared)
    }
}

fn have_same_root(one: &str, other: &str) -> bool {
    let is_dense = one.starts_with(|c: char| c >= DENSE);
    let (min, root) = if is_dense {
        (1, DENSE_LETTERS)
    } else {
        (MIN_LETTERS, ROOT_LETTERS)
    };
    let pairs = one.chars().zip(other.chars());
    let common = pairs.take_while(|(one, other)| one == other).count();
    common >= root || one == other && common >= min || is_number(one) && one == other
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}
