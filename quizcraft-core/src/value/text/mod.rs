//! Newtypes for texts of players and writers, with limits.

mod comparison;
mod isolation;

use std::fmt;
use std::sync::Arc;

pub(crate) use comparison::compared;
use comparison::normalised;
pub use comparison::{comparable, is_default_ignorable};
pub(crate) use comparison::{folded, until_stable};
pub use isolation::isolated;

/// The rule that an invalid text breaks.
///
/// ```
/// use quizcraft_core::{Keyword, TextError};
///
/// assert_eq!(Keyword::new(" \u{200b} "), Err(TextError::Empty));
/// let too_long = TextError::TooLong { max: 50, actual: 51 };
/// assert_eq!(Keyword::new("x".repeat(51)), Err(too_long));
/// assert_eq!(Keyword::new("two\nlines"), Err(TextError::Control));
///
/// let message = format!("the keyword {too_long}");
/// assert_eq!(message, "the keyword has 51 characters, more than the 50 allowed");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// The text consists of white space and invisible characters only.
    #[error("is empty")]
    Empty,
    /// The text has more characters than its type allows.
    #[error("has {actual} characters, more than the {max} allowed")]
    TooLong {
        /// The maximum number of characters (Unicode scalar values).
        max: usize,
        /// The actual number of characters.
        actual: usize,
    },
    /// The text contains a control character other than the allowed line breaks.
    #[error("contains a control character")]
    Control,
}

/// The number of lines that a text may have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lines {
    One,
    Many,
}

/// Trims new text, normalises it to NFC and checks it.
pub(crate) fn checked(raw: &str, max: usize, lines: Lines) -> Result<Arc<str>, TextError> {
    let text = normalised(raw);
    check(&text, max, lines).map(|()| text.into())
}

/// Trims and normalises a text, and checks it against the rules of new text.
pub(crate) fn permit(raw: &str, max: usize, lines: Lines) -> Result<(), TextError> {
    check(&normalised(raw), max, lines)
}

fn check(text: &str, max: usize, lines: Lines) -> Result<(), TextError> {
    if compared(text).is_empty() {
        return Err(TextError::Empty);
    }
    // Fast path: a text has no more characters than bytes.
    let actual = if text.len() > max {
        text.chars().count()
    } else {
        text.len()
    };
    if actual > max {
        return Err(TextError::TooLong { max, actual });
    }
    if text.chars().any(|c| is_refused(c, lines)) {
        return Err(TextError::Control);
    }
    Ok(())
}

fn is_refused(character: char, lines: Lines) -> bool {
    character.is_control() && !(character == '\n' && lines == Lines::Many)
}

/// Formats text without quotes. All newtypes share this function.
pub(crate) fn show(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.pad(text)
}

/// Defines a newtype for text with a length limit, with a constructor for new text and one for stored
/// text.
macro_rules! bounded_text {
    ($(#[$doc:meta])* $name:ident, at most $max:literal characters, $lines:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The maximum number of characters (Unicode scalar values) of new text.
            pub const MAX_CHARS: usize = $max;
            /// The number of lines that the text may have.
            pub(crate) const LINES: $crate::value::text::Lines = $crate::value::text::Lines::$lines;

            /// Trims new text, normalises it to NFC and checks it.
            ///
            /// # Errors
            ///
            /// A [`TextError`](crate::TextError) that names the rule that the text breaks.
            pub fn new(text: impl AsRef<str>) -> Result<Self, $crate::value::TextError> {
                $crate::value::text::checked(text.as_ref(), Self::MAX_CHARS, Self::LINES).map(Self)
            }

            /// Restores stored text unchanged. It may have been written under looser rules.
            #[must_use]
            pub fn restore(text: impl Into<std::sync::Arc<str>>) -> Self {
                Self(text.into())
            }

            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Checks a restored text against the rules of new text.
            ///
            /// # Errors
            ///
            /// A [`TextError`](crate::TextError) that names the rule that the text breaks.
            pub fn check(&self) -> Result<(), $crate::value::TextError> {
                $crate::value::text::permit(&self.0, Self::MAX_CHARS, Self::LINES)
            }

            /// Returns the [`comparable`](crate::comparable) form of the text.
            #[must_use]
            pub fn comparable(&self) -> String {
                $crate::value::comparable(&self.0)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::value::text::show(&self.0, f)
            }
        }
    };
}
pub(crate) use bounded_text;

#[cfg(test)]
mod tests {
    use super::{Lines, TextError, checked};
    use proptest::prelude::*;

    #[test]
    fn text_is_trimmed_and_normalised() {
        let text = checked("  Cafe\u{301} \n", 10, Lines::One).unwrap();
        assert_eq!(&*text, "Caf\u{e9}");
    }

    #[test]
    fn each_broken_rule_has_an_error_of_its_own() {
        for blank in [
            "",
            " \t ",
            "\u{feff}",
            "\u{200b} \u{ad}",
            "\u{3164}\u{fe0f}",
        ] {
            assert_eq!(checked(blank, 9, Lines::One), Err(TextError::Empty));
        }
        let long = TextError::TooLong { max: 3, actual: 4 };
        assert_eq!(checked("four", 3, Lines::One), Err(long));
        assert_eq!(checked("a\nb", 9, Lines::One), Err(TextError::Control));
        assert_eq!(checked("a\u{7}b", 9, Lines::Many), Err(TextError::Control));
        assert!(checked("a\nb", 9, Lines::Many).is_ok());
    }

    #[test]
    fn invisible_characters_beside_visible_ones_are_kept() {
        for text in [
            "👩\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}",
            "می\u{200c}خواهم",
            "क\u{94d}\u{200d}ष",
            "spa\u{ad}ce",
        ] {
            assert_eq!(checked(text, 20, Lines::One).as_deref(), Ok(text));
        }
    }

    proptest! {
        #[test]
        fn checking_a_checked_text_changes_nothing(raw in ".{0,60}") {
            if let Ok(text) = checked(&raw, 50, Lines::One) {
                prop_assert_eq!(checked(&text, 50, Lines::One), Ok(text));
            }
        }
    }
}
