//! Names with an optional article.

use std::borrow::Cow;
use std::sync::Arc;

use quizcraft_text::Phrase;

/// A name. It may have an article, which sentences use ("the Netherlands") and options omit
/// ("Netherlands").
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    article: bool,
    text: Arc<str>,
    phrase: Phrase,
}

impl Label {
    pub(crate) fn new(cell: &str) -> Self {
        let bare = cell.strip_prefix("the ");
        let text = bare.unwrap_or(cell).trim();
        Self {
            article: bare.is_some(),
            text: text.into(),
            phrase: Phrase::new(text),
        }
    }

    /// Returns the words, by which names are compared.
    pub(crate) fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn has_article(&self) -> bool {
        self.article
    }

    /// Returns the form within a sentence.
    pub(super) fn in_sentence(&self) -> Cow<'_, str> {
        in_sentence(&self.text, self.article)
    }
}

/// Returns a name with its article, if it has one.
pub(crate) fn in_sentence(text: &str, article: bool) -> Cow<'_, str> {
    if article {
        Cow::Owned(format!("the {text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Returns the text with a capital first letter. A first word with a capital letter directly after
/// a small one ("iPod", but not "al-Razi") is kept as it is.
pub(crate) fn capitalised(text: &str) -> Cow<'_, str> {
    let first_word = text.split(' ').next().unwrap_or_default();
    let mut pairs = first_word.chars().zip(first_word.chars().skip(1));
    if pairs.any(|(one, next)| one.is_lowercase() && next.is_uppercase()) {
        return Cow::Borrowed(text);
    }
    let mut rest = text.chars();
    match rest.next() {
        Some(first) if !first.to_uppercase().eq([first]) => {
            let mut capitalised = String::with_capacity(text.len());
            capitalised.extend(first.to_uppercase());
            capitalised.push_str(rest.as_str());
            Cow::Owned(capitalised)
        }
        _ => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sentences_contain_the_article() {
        let label = Label::new("the Netherlands");

        assert_eq!(label.in_sentence(), "the Netherlands");
        assert_eq!(label.as_str(), "Netherlands");
    }

    #[test]
    fn texts_are_capitalised_except_words_like_ipod() {
        for (text, expected) in [
            ("euro", "Euro"),
            ("émigré", "Émigré"),
            ("iPod", "iPod"),
            ("al-Razi", "Al-Razi"),
            ("a CD", "A CD"),
            ("", ""),
        ] {
            assert_eq!(capitalised(text), expected);
        }
    }
}
