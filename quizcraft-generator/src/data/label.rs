//! Names that may carry an article.

use std::sync::Arc;

use crate::text::Phrase;

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

    pub(crate) fn in_sentence(&self) -> String {
        if self.article {
            format!("the {}", self.text)
        } else {
            self.text.as_ref().to_owned()
        }
    }

    /// As an option; capital letters all round, so that no option stands out by its first one.
    pub(crate) fn as_option(&self) -> String {
        capitalised(&self.text)
    }
}

/// The text with a capital letter at its start.
pub(crate) fn capitalised(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(rest).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_belongs_in_a_sentence_only() {
        let label = Label::new("the Netherlands");

        assert_eq!(label.in_sentence(), "the Netherlands");
        assert_eq!(label.as_option(), "Netherlands");
    }

    #[test]
    fn an_option_starts_with_a_capital_letter() {
        assert_eq!(Label::new("euro").as_option(), "Euro");
        assert_eq!(Label::new("émigré").as_option(), "Émigré");
    }
}
