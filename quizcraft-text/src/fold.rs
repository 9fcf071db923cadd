//! Folds case, accents and symbols.

use quizcraft_core::is_default_ignorable;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns the text in lower case, without accents, apostrophes and invisible characters. Symbols
/// with several spellings are replaced by one of them.
pub(crate) fn fold(text: &str) -> String {
    // Fast path: most texts are ASCII, and looking up Unicode properties is slow.
    if text.is_ascii() {
        let mut folded = text.to_ascii_lowercase();
        folded.retain(|c| !is_apostrophe(c));
        return folded;
    }
    fold_unicode(text)
}

/// Folds a text without the fast path for ASCII.
fn fold_unicode(text: &str) -> String {
    let replaced = replace_symbols(text);
    let unaccented = replaced.nfkd().filter(|c| !is_combining_mark(*c));
    let lower_case = unaccented.flat_map(char::to_lowercase);
    lower_case.flat_map(to_ascii).collect()
}

/// Replaces the symbols that compatibility decomposition would join to their neighbours, and removes
/// apostrophes and invisible characters.
fn replace_symbols(text: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_default_ignorable(*c)) {
        let before = replaced.chars().next_back();
        match c {
            _ if is_apostrophe(c) => {}
            '№' => replaced.push_str("no "),
            '™' | '℠' => replaced.push(' '),
            '♯' => replaced.push('#'),
            // Some keyboards have these in place of the degree sign.
            '˚' => replaced.push('°'),
            'º' if !before.is_some_and(char::is_alphabetic) => replaced.push('°'),
            _ if is_fraction(c) && before.is_some_and(char::is_numeric) => {
                replaced.extend([' ', c]);
            }
            _ => replaced.push(c),
        }
    }
    replaced
}

/// Returns whether a character is a whole fraction such as "½".
fn is_fraction(c: char) -> bool {
    let mut has_slash = false;
    decompose_compatible(c, |part| has_slash |= part == '⁄');
    has_slash && c != '⁄'
}

/// Returns whether a character is an apostrophe or is often typed in place of one.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '＇' | '′' | 'ʹ' | '´' | '`'
    )
}

/// Returns the ASCII replacement of a letter that has no Unicode decomposition, or else the letter.
fn to_ascii(c: char) -> impl Iterator<Item = char> {
    let replacement = match c {
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        _ => "",
    };
    let unchanged = replacement.is_empty().then_some(c);
    replacement.chars().chain(unchanged)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_fast_path_for_ascii_does_not_change_the_result(text in "[ -~\\n\\t]*") {
            prop_assert_eq!(fold(&text), fold_unicode(&text));
        }
    }

    #[test]
    fn different_spellings_of_a_symbol_are_equal() {
        for (one, other) in [
            ("№5", "no 5"),
            ("8½", "8 1⁄2"),
            ("½", "1⁄2"),
            ("CO₂", "co2"),
            ("C♯", "c＃"),
            ("20 ºC", "20 ℃"),
            ("˚F", "℉"),
            ("1º", "1°"),
            ("Nº", "no"),
            ("O´Neill", "o’neill"),
            ("O`Neill", "oneill"),
            ("Lego™ bricks", "lego  bricks"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }
}
