//! The form in which texts are compared.

use std::borrow::Cow;

use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Returns whether a character is invisible: whether it has the Unicode property
/// [`Default_Ignorable_Code_Point`](https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point).
///
/// These are the zero-width characters, the soft hyphen, the bidirectional controls, the variation
/// selectors and the fillers. They change how the surrounding text is displayed, so they are stored.
/// They do not change its meaning, so comparisons ignore them.
///
/// ```
/// use quizcraft_core::is_default_ignorable;
///
/// assert!(is_default_ignorable('\u{200d}'), "zero-width joiner");
/// assert!(!is_default_ignorable('\u{3000}'), "an ideographic space has a width");
/// ```
#[must_use]
pub fn is_default_ignorable(character: char) -> bool {
    // Fast path: the letters of most European languages need no look-up.
    let is_plain = character < '\u{34f}' && character != '\u{ad}';
    !is_plain && CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
}

/// Returns the form in which a text is compared, searched and checked for emptiness: without
/// [default-ignorable](is_default_ignorable) characters, trimmed and normalised to NFC.
///
/// Texts that differ only in invisible characters have the same form. Letter case is kept; the form
/// without it is [`Keyword::folded`](crate::Keyword::folded).
///
/// ```
/// use quizcraft_core::comparable;
///
/// assert_eq!(comparable("Na\u{ad}po\u{ad}le\u{ad}on"), "Napoleon");
/// assert_eq!(comparable("\u{feff} \u{200b}"), "");
/// ```
#[must_use]
pub fn comparable(text: &str) -> String {
    compared(text).into_owned()
}

/// Returns the same as [`comparable`]. Borrows the text if it is already in this form.
pub(crate) fn compared(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() && text.chars().any(is_default_ignorable) {
        let visible: String = text.chars().filter(|&c| !is_default_ignorable(c)).collect();
        return Cow::Owned(normalised(&visible).into_owned());
    }
    normalised(text)
}

/// Returns the form of a text that is equal for texts that differ in letter case, compatibility forms or
/// invisible characters only.
pub(crate) fn folded(text: &str) -> String {
    until_stable(text, |text| {
        let compared = compared(text);
        let lower = compared.nfkc().flat_map(char::to_lowercase);
        // The capitals of letters with two small forms, such as the two sigmas, have one.
        let upper: String = lower.flat_map(char::to_uppercase).collect();
        upper.chars().flat_map(char::to_lowercase).nfkc().collect()
    })
}

/// The maximum number of passes of [`until_stable`]. Texts need two or three.
const MAX_PASSES: usize = 8;

/// Normalises a text until another pass changes nothing, so that a normalised text is its own form. A composed
/// letter that one pass makes may have another small form, for example.
pub(crate) fn until_stable(text: &str, pass: impl Fn(&str) -> String) -> String {
    let mut form = pass(text);
    for _ in 1..MAX_PASSES {
        let next = pass(&form);
        if next == form {
            break;
        }
        form = next;
    }
    form
}

/// Trims a text and normalises it to NFC. Borrows the text if it is already normalised.
pub(super) fn normalised(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn exactly_the_default_ignorable_code_points_are_ignored() {
        for ignorable in [
            '\u{ad}',
            '\u{34f}',
            '\u{61c}',
            '\u{115f}',
            '\u{180e}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2060}',
            '\u{2066}',
            '\u{3164}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ffa0}',
            '\u{e0001}',
            '\u{e0100}',
        ] {
            assert!(is_default_ignorable(ignorable), "{ignorable:?}");
        }
        for visible in [
            'a',
            ' ',
            '\u{301}',
            '\u{2028}',
            '\u{3000}',
            '👩',
            '\u{1f3fd}',
        ] {
            assert!(!is_default_ignorable(visible), "{visible:?}");
        }
    }

    #[test]
    fn the_fast_path_for_ascii_returns_the_same_form() {
        for ascii in (0..128_u8).map(char::from) {
            assert!(!is_default_ignorable(ascii), "{ascii:?}");
            let text = format!(" a{ascii} \t");
            let normalised: String = text.trim().nfc().collect();
            assert_eq!(comparable(&text), normalised, "{ascii:?}");
        }
    }

    #[test]
    fn the_shortcut_for_low_code_points_agrees_with_the_unicode_data() {
        let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
        for character in '\0'..'\u{400}' {
            let expected = ignorable.contains(character);
            assert_eq!(is_default_ignorable(character), expected, "{character:?}");
        }
    }

    #[test]
    fn white_space_around_invisible_characters_is_trimmed() {
        assert_eq!(comparable("\u{200b} Rome \u{feff}\t\u{ad}"), "Rome");
    }

    #[test]
    fn a_letter_and_its_accent_are_composed_across_a_grapheme_joiner() {
        assert_eq!(comparable("e\u{34f}\u{301}"), "\u{e9}");
    }

    proptest! {
        #[test]
        fn the_comparable_form_is_idempotent(text in "\\PC{0,30}|.{0,30}") {
            let form = comparable(&text);
            prop_assert_eq!(comparable(&form), form);
        }

        #[test]
        fn the_folded_form_is_idempotent(
            text in "\\PC{0,20}|.{0,20}|[\u{df}\u{1e9e}\u{130}\u{131}\u{149}\u{3c2}\u{3a3}\u{345}\u{390}\u{300}-\u{314}]{0,6}",
        ) {
            let form = folded(&text);
            prop_assert_eq!(folded(&form), form);
        }

        #[test]
        fn the_folded_form_ignores_the_case_of_letters(text in "[\\p{L}\\p{N} ]{0,20}") {
            let form = folded(&text);
            prop_assert_eq!(folded(&text.to_uppercase()), form.clone());
            prop_assert_eq!(folded(&text.to_lowercase()), form);
        }
    }
}
