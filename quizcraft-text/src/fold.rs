//! Folds case, accents and symbols.

use quizcraft_core::is_default_ignorable;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Returns the text in lower case, without accents, apostrophes and invisible characters, and with
/// one spelling for symbols that have several.
pub(crate) fn fold(text: &str) -> String {
    // Most texts are plain already, and looking all their letters up would take long.
    if text.is_ascii() {
        let mut folded = text.to_ascii_lowercase();
        folded.retain(|c| !is_apostrophe(c));
        return folded;
    }
    fold_letters(text)
}

fn fold_letters(text: &str) -> String {
    let spelled = spelled(text);
    let bare = spelled.nfkd().filter(|c| !is_combining_mark(*c));
    bare.flat_map(char::to_lowercase).flat_map(plain).collect()
}

/// Writes out the symbols that compatibility decomposition would run together with their
/// neighbours, and leaves out what no reader sees.
fn spelled(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_default_ignorable(*c)) {
        let before = spelled.chars().next_back();
        match c {
            _ if is_apostrophe(c) => {}
            '№' => spelled.push_str("no "),
            '™' | '℠' => spelled.push(' '),
            '♯' => spelled.push('#'),
            // Keyboards offer these two for the degree sign.
            '˚' => spelled.push('°'),
            'º' if !before.is_some_and(char::is_alphabetic) => spelled.push('°'),
            _ if is_fraction(c) && before.is_some_and(char::is_numeric) => {
                spelled.extend([' ', c]);
            }
            _ => spelled.push(c),
        }
    }
    spelled
}

/// Returns whether a character stands for a whole fraction, as "½" does for 1⁄2.
fn is_fraction(c: char) -> bool {
    let mut found = false;
    decompose_compatible(c, |part| found |= part == '⁄');
    found && c != '⁄'
}

/// Returns whether a character is an apostrophe, or one of those that are typed for it.
fn is_apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '＇' | '′' | 'ʹ' | '´' | '`'
    )
}

/// Returns the ASCII replacement of a letter that has no Unicode decomposition.
fn plain(c: char) -> impl Iterator<Item = char> {
    let typed = match c {
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
    typed.chars().chain(typed.is_empty().then_some(c))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn plain_texts_are_folded_as_all_others(text in "[ -~\\n\\t]*") {
            prop_assert_eq!(fold(&text), fold_letters(&text));
        }
    }

    #[test]
    fn symbols_with_several_spellings_have_one() {
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
