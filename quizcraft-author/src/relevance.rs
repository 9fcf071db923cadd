//! Whether an article is about a keyword. A full-text search finds something for almost every keyword.

use quizcraft_text::{Phrase, folded_words, typing_errors_in};

use crate::rules::FoldedText;
use crate::{Article, ArticleTitle};

/// The number of sentences at the start of an article that name its subject.
const LEAD: usize = 5;
/// The minimum number of letters of a word that begins another: "math" and "mathematics".
const MIN_PREFIX: usize = 4;
/// The number of words of a keyword from which on one may be missing.
const MANY_WORDS: usize = 3;

/// Returns whether the titles or the first sentences of an article contain the words of a keyword, with the usual
/// typing errors, or whether the keyword consists of the initials of a title.
pub(crate) fn is_about(keyword: &str, found_as: &ArticleTitle, article: &Article) -> bool {
    let titles = [found_as.as_str(), article.title().as_str()];
    let lead = article.sentences().take(LEAD).map(|(_, sentence)| sentence);
    let text: Vec<&str> = titles.into_iter().chain(lead).collect();
    let text = text.join(" ");
    FoldedText::new(&text).contains(&FoldedText::new(keyword))
        || has_words(&Phrase::new(&text), &Phrase::new(keyword))
        || titles.into_iter().any(|title| are_initials(keyword, title))
}

fn has_words(text: &Phrase, keyword: &Phrase) -> bool {
    let count = keyword.words().count();
    let named = keyword
        .words()
        .filter(|word| text.words().any(|own| is_like(word, own)));
    let missing = count.saturating_sub(named.count());
    count > 0 && (missing == 0 || missing == 1 && count >= MANY_WORDS)
}

/// Returns whether two words are equal, except for typing errors, or one begins the other.
fn is_like(word: &str, other: &str) -> bool {
    let begins =
        |part: &str, whole: &str| part.chars().count() >= MIN_PREFIX && whole.starts_with(part);
    word == other
        || begins(word, other)
        || begins(other, word)
        || typing_errors_in(word, other).is_some()
}

/// Returns whether a keyword consists of the initials of the words of a title: "LOTR".
fn are_initials(keyword: &str, title: &str) -> bool {
    let words = folded_words(title);
    let initials: String = words
        .iter()
        .filter_map(|word| word.chars().next())
        .collect();
    let keyword = folded_words(keyword).concat();
    let without_article = initials
        .strip_prefix('t')
        .filter(|_| words.first().is_some_and(|word| word == "the"));
    words.len() > 1 && (keyword == initials || without_article == Some(keyword.as_str()))
}
