//! Names that may carry an article.

use std::borrow::Cow;
use std::sync::Arc;

use quizcraft_text::Phrase;

/// The name of a thing: with its article in a sentence ("the Netherlands"), without it as an
/// option of a question ("Netherlands").
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

    /// Its words, by which it is compared.
    pub(crate) fn phrase(&self) -> &Phrase {
        &self.phrase
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn has_article(&self) -> bool {
        self.article
    }

    /// As it stands in a sentence.
    pub(super) fn in_sentence(&self) -> Cow<'_, str> {
        in_sentence(&self.text, self.article)
    }
}

/// A name as it stands in a sentence, with its article if it has one.
pub(crate) fn in_sentence(text: &str, article: bool) -> Cow<'_, str> {
    if article {
        Cow::Owned(format!("the {text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text with a capital letter at its start; one whose first word has a capital letter right
/// after a small one ("iPod", but not "al-Razi") is spelled so.
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
    fn an_article_belongs_in_a_sentence_only() {
        let label = Label::new("the Netherlands");

        assert_eq!(label.in_sentence(), "the Netherlands");
        assert_eq!(label.as_str(), "Netherlands");
    }

    #[test]
    fn a_text_starts_with_a_capital_letter_unless_it_is_spelled_otherwise() {
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
