//! Languages.

use std::fmt;
use std::str::FromStr;

/// The language of texts, as a tag of [BCP 47](https://www.rfc-editor.org/info/bcp47), such as `en` or `pt-br`. Case
/// makes no difference.
///
/// ```
/// use quizcraft_core::Language;
///
/// let language: Language = "PT-BR".parse()?;
/// assert_eq!(language.as_str(), "pt-br");
/// assert_eq!(Language::default().as_str(), "en");
/// assert!("English!".parse::<Language>().is_err());
/// # Ok::<(), quizcraft_core::InvalidLanguage>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

/// The text is not a language tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a language tag such as `en` or `pt-BR`, of at most {} characters",
    Language::MAX_CHARS
)]
pub struct InvalidLanguage;

impl Language {
    /// The maximum number of characters.
    pub const MAX_CHARS: usize = 35;
    /// The maximum number of characters between two hyphens.
    const MAX_SUBTAG: usize = 8;

    /// Returns the tag in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// English.
impl Default for Language {
    fn default() -> Self {
        Self("en".to_owned())
    }
}

impl FromStr for Language {
    type Err = InvalidLanguage;

    /// Parses a tag. Whether the language exists is not checked.
    fn from_str(tag: &str) -> Result<Self, InvalidLanguage> {
        let is_subtag = |subtag: &str| {
            let is_alphanumeric = subtag.bytes().all(|byte| byte.is_ascii_alphanumeric());
            (1..=Self::MAX_SUBTAG).contains(&subtag.len()) && is_alphanumeric
        };
        let primary = tag.split('-').next().unwrap_or_default();
        let is_primary =
            primary.len() > 1 && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
        if is_primary && tag.len() <= Self::MAX_CHARS && tag.split('-').all(is_subtag) {
            Ok(Self(tag.to_ascii_lowercase()))
        } else {
            Err(InvalidLanguage)
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{InvalidLanguage, Language};

    #[test]
    fn tags_are_checked_and_folded() {
        for (tag, folded) in [
            ("en", "en"),
            ("zh-Hant-TW", "zh-hant-tw"),
            ("de-1996", "de-1996"),
        ] {
            assert_eq!(tag.parse::<Language>().unwrap().as_str(), folded);
        }
        let long = ["abcdefgh"; 5].join("-");
        for wrong in [
            "",
            "e",
            "1a",
            "en-",
            "-en",
            "en--us",
            "en_US",
            "englishes",
            "é",
            &long,
        ] {
            assert_eq!(wrong.parse::<Language>(), Err(InvalidLanguage), "{wrong}");
        }
    }
}
