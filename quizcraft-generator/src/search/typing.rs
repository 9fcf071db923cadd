//! Mistakes of typing.

use crate::text::Phrase;

/// A word shorter than this is too close to other words to be taken for a mistyped one.
const SHORTEST: usize = 5;
/// From this length on letters may be wrong; in shorter words two may have changed places.
const SHORT: usize = 6;
/// From this length on two mistakes are likelier than another word.
const LONG: usize = 11;

/// How many mistakes make the one the other, if they are few for its length and the first letter
/// is right, as it mostly is.
pub(crate) fn mistakes(typed: &Phrase, meant: &Phrase) -> Option<usize> {
    mistakes_in(&typed.joined(), &meant.joined())
}

/// The same for words without case, accents and plural.
pub(crate) fn mistakes_in(typed: &str, meant: &str) -> Option<usize> {
    // Most words begin otherwise, and cost nothing more.
    if sounding(typed) != sounding(meant) {
        return None;
    }
    let (typed, meant) = (sound(typed), sound(meant));
    let length = typed.chars().count().min(meant.chars().count());
    let most: usize = match length {
        0..SHORTEST => return None,
        SHORTEST..LONG => 1,
        _ => 2,
    };
    // Most terms are far too long or too short, and cheaper to tell by that.
    let far = meant.len().abs_diff(typed.len()) > most.saturating_mul(2);
    if far {
        return None;
    }
    if length < SHORT && letters(&typed) != letters(&meant) {
        return None;
    }
    let count = strsim::osa_distance(&typed, &meant);
    (count <= most).then_some(count)
}

/// The words as they sound: "geografy" is nearer to "geography" than its letters are.
fn sound(words: &str) -> String {
    words.replace("ph", "f")
}

/// The first letter as it sounds.
fn sounding(words: &str) -> Option<char> {
    if words.starts_with("ph") {
        return Some('f');
    }
    words.chars().next()
}

fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}
