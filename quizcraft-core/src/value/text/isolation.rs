//! Isolates a quoted text from the sentence around it.

/// FIRST STRONG ISOLATE: begins a run whose direction is that of its first letter.
const ISOLATE: char = '\u{2068}';
/// POP DIRECTIONAL ISOLATE: ends that run, and all embeddings and overrides in it.
const END: char = '\u{2069}';

/// Returns a text for quoting in a sentence: in one line, and without an effect on the direction of
/// the rest of the sentence.
///
/// The service and the writers quote a player's words in this form. The text is
/// [isolated](https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates) between U+2068
/// and U+2069 unless it is plain ASCII. Explicit embeddings, overrides and isolates of its own are
/// removed, because an unbalanced one would end the isolation. Control characters and separators of
/// lines and paragraphs become spaces. The result has at most two characters more than the text.
///
/// ```
/// use quizcraft_core::isolated;
///
/// assert_eq!(isolated("Napoleon"), "Napoleon");
/// assert_eq!(isolated("\u{202e}\u{5d0}\u{5d1}"), "\u{2068}\u{5d0}\u{5d1}\u{2069}");
/// ```
#[must_use]
pub fn isolated(text: &str) -> String {
    let inner: String = text
        .chars()
        .filter(|&c| !is_explicit(c))
        .map(in_line)
        .collect();
    if inner.is_ascii() {
        return inner;
    }
    format!("{ISOLATE}{inner}{END}")
}

/// Returns whether a character begins or ends an embedding, an override or an isolate.
const fn is_explicit(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Returns a space for a character that ends the line, which would end every isolate; otherwise the
/// character.
fn in_line(character: char) -> char {
    let breaks = character.is_control() || matches!(character, '\u{2028}' | '\u{2029}');
    if breaks { ' ' } else { character }
}

#[cfg(test)]
mod tests {
    use super::{END, ISOLATE, is_explicit, isolated};
    use proptest::prelude::*;

    #[test]
    fn visible_text_is_kept_and_only_non_ascii_text_is_isolated() {
        for text in ["Rome", "C++ & C#", "two  words", ""] {
            assert_eq!(isolated(text), text);
        }
        for text in [
            "Joséphine",
            "می\u{200c}خواهم",
            "👩\u{200d}👩\u{200d}👧",
            "\u{200f}א\u{200e}",
        ] {
            assert_eq!(isolated(text), format!("{ISOLATE}{text}{END}"));
        }
        assert_eq!(isolated("\u{202e}evil"), "evil");
        assert_eq!(isolated("a\u{2029}\nb\u{2069}é"), "\u{2068}a  bé\u{2069}");
    }

    proptest! {
        #[test]
        fn no_character_of_the_text_ends_the_isolation(
            text in "(.|[\u{202a}-\u{202e}\u{2066}-\u{2069}\n\u{2028}\u{2029}]){0,30}",
        ) {
            let quoted = isolated(&text);
            let inner = quoted.strip_prefix(ISOLATE).and_then(|rest| rest.strip_suffix(END));
            prop_assert_eq!(inner.is_none(), quoted.is_ascii());
            let inner = inner.unwrap_or(&quoted);
            let escapes = |c: char| is_explicit(c) || c.is_control() || "\u{2028}\u{2029}".contains(c);
            prop_assert!(!inner.contains(escapes), "{quoted:?}");
            prop_assert!(quoted.chars().count() <= text.chars().count().saturating_add(2));
        }
    }
}
