//! The number of typing errors between words.
//!
//! It is the optimal string alignment distance: inserted, missing, wrong and transposed letters
//! count one each. The first letter must be right, because it mostly is. "ph" counts as "f".

use crate::Phrase;

/// The minimum length of a text in which errors are accepted. Shorter words are too similar to other
/// words.
const MIN_LENGTH: usize = 5;
/// The minimum length of a text in which every kind of error is accepted. In shorter ones two letters
/// may be transposed.
const MIN_LENGTH_FOR_ANY_ERROR: usize = 6;
/// The minimum length of a text in which two errors are accepted.
const MIN_LENGTH_FOR_TWO_ERRORS: usize = 11;

/// Returns the number of typing errors between two phrases. Returns `None` if the first letters
/// differ or if the phrases are too short for that many errors.
///
/// ```
/// use quizcraft_text::{Phrase, typing_errors};
///
/// let count = |typed, meant| typing_errors(&Phrase::new(typed), &Phrase::new(meant));
/// assert_eq!(count("geografy", "geography"), Some(0), "the same sound");
/// assert_eq!(count("goegraphy", "geography"), Some(1));
/// assert_eq!(count("dog", "dig"), None);
/// ```
#[must_use]
pub fn typing_errors(typed: &Phrase, meant: &Phrase) -> Option<usize> {
    typing_errors_in(typed.as_str(), meant.as_str())
}

/// Returns the same as [`typing_errors`] for texts in the form of a [`Phrase`].
#[must_use]
pub fn typing_errors_in(typed: &str, meant: &str) -> Option<usize> {
    // Fast path: most words start with different letters.
    if first_sound(typed) != first_sound(meant) {
        return None;
    }
    let by_letters = distance(typed, meant);
    let has_ph = [typed, meant].iter().any(|text| text.contains("ph"));
    let by_sound = has_ph.then(|| distance(&to_sound(typed), &to_sound(meant)));
    by_letters.into_iter().chain(by_sound.flatten()).min()
}

/// Returns the edit distance, or `None` if it is too large for the length of the texts.
fn distance(typed: &str, meant: &str) -> Option<usize> {
    let length = typed.chars().count().min(meant.chars().count());
    let max = max_errors(length)?;
    // Fast path: most texts differ too much in length.
    if meant.len().abs_diff(typed.len()) > max.saturating_mul(2) {
        return None;
    }
    if length < MIN_LENGTH_FOR_ANY_ERROR && sorted_letters(typed) != sorted_letters(meant) {
        return None;
    }
    let count = strsim::osa_distance(typed, meant);
    (count <= max).then_some(count)
}

/// A Levenshtein automaton for a typed name. It matches names with few typing errors, byte by byte,
/// so that names with a common prefix share the states of that prefix.
///
/// ```
/// use quizcraft_text::TypoAutomaton;
///
/// let matches = |typed: &str, name: &str| {
///     TypoAutomaton::spellings(typed).iter().any(|automaton| {
///         let mut bytes = name.bytes();
///         let end = bytes.try_fold(automaton.start(), |state, byte| automaton.advance(&state, byte));
///         end.is_some_and(|state| automaton.is_match(&state))
///     })
/// };
/// assert!(matches("goegraphy", "geography"));
/// assert!(!matches("biology", "geology"));
/// ```
#[derive(Debug, Clone)]
pub struct TypoAutomaton {
    typed: Vec<u8>,
    max_errors: u8,
}

/// The state of a [`TypoAutomaton`] after some bytes of a name.
#[derive(Debug, Clone)]
pub struct TypoState {
    /// The current row of the matrix of edit distances.
    row: Vec<u8>,
    /// The previous row and the last byte, `None` at the start.
    previous: Option<(Vec<u8>, u8)>,
}

impl TypoAutomaton {
    /// Returns automata for the typed name and for other spellings with the same sound. Returns none
    /// if the name is too short for typing errors.
    #[must_use]
    pub fn spellings(typed: &str) -> Vec<Self> {
        let max = max_errors(typed.chars().count());
        let Some(max) = max.and_then(|max| u8::try_from(max).ok()) else {
            return Vec::new();
        };
        // Each byte of a wrong letter counts as an error, and letters may have several bytes.
        let spare = u8::from(!typed.is_ascii());
        let automaton = |spelling: String| Self {
            typed: spelling.into_bytes(),
            max_errors: max.saturating_add(spare),
        };
        let mut spellings = vec![typed.to_owned(), to_sound(typed)];
        spellings.extend(typed.match_indices('f').filter_map(|(index, _)| {
            let (before, after) = typed.split_at_checked(index)?;
            Some(format!("{before}ph{}", after.strip_prefix('f')?))
        }));
        spellings.sort_unstable();
        spellings.dedup();
        spellings.into_iter().map(automaton).collect()
    }

    /// Returns the byte that every matching name starts with.
    #[must_use]
    pub fn first_byte(&self) -> Option<u8> {
        self.typed.first().copied()
    }

    /// Returns the state before the first byte of a name.
    #[must_use]
    pub fn start(&self) -> TypoState {
        let row = (0..=self.typed.len()).map(|count| u8::try_from(count).unwrap_or(u8::MAX));
        TypoState {
            row: row.collect(),
            previous: None,
        }
    }

    /// Returns whether a name that ends in this state matches.
    #[must_use]
    pub fn is_match(&self, state: &TypoState) -> bool {
        let count = state.row.last();
        count.is_some_and(|count| *count <= self.max_errors)
    }

    /// Returns the state after one more byte of a name, or `None` if no name with these bytes can
    /// match.
    #[must_use]
    pub fn advance(&self, state: &TypoState, byte: u8) -> Option<TypoState> {
        if state.previous.is_none() && self.typed.first() != Some(&byte) {
            return None;
        }
        let first = state.row.first().map_or(0, |count| count.saturating_add(1));
        let mut row = vec![first];
        let pairs = state.row.windows(2).zip(&self.typed).enumerate();
        for (index, (above, typed)) in pairs {
            let [diagonal, up] = *above else { continue };
            let left = row.last().copied().unwrap_or(u8::MAX);
            let replaced = diagonal.saturating_add(u8::from(*typed != byte));
            let inserted_or_missing = up.min(left).saturating_add(1);
            let transposed = self.transposed(state, index, byte).unwrap_or(u8::MAX);
            row.push(replaced.min(inserted_or_missing).min(transposed));
        }
        let previous = Some((state.row.clone(), byte));
        let can_match = row.iter().any(|count| *count <= self.max_errors);
        can_match.then_some(TypoState { row, previous })
    }

    /// Returns the errors if `byte` and the one before it are transposed, or `None` if they are not.
    fn transposed(&self, state: &TypoState, index: usize, byte: u8) -> Option<u8> {
        let (row, last) = state.previous.as_ref()?;
        let before = index.checked_sub(1)?;
        let is_transposed =
            self.typed.get(before) == Some(&byte) && self.typed.get(index) == Some(last);
        let count = row.get(before).filter(|_| is_transposed)?;
        Some(count.saturating_add(1))
    }
}

/// Returns the maximum number of errors in a text of this length, or `None` if none are accepted.
fn max_errors(length: usize) -> Option<usize> {
    match length {
        0..MIN_LENGTH => None,
        MIN_LENGTH..MIN_LENGTH_FOR_TWO_ERRORS => Some(1),
        _ => Some(2),
    }
}

/// Returns a spelling that is equal for texts with the same sound: "geografy" and "geography".
fn to_sound(text: &str) -> String {
    text.replace("ph", "f")
}

/// Returns the first letter of the text after [`to_sound`].
fn first_sound(text: &str) -> Option<char> {
    if text.starts_with("ph") {
        return Some('f');
    }
    text.chars().next()
}

fn sorted_letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::typing_errors_in;

    #[test]
    fn errors_are_counted_by_letter_or_by_sound() {
        for (typed, meant, count) in [
            ("geografy", "geography", Some(0)),
            ("goegraphy", "geography", Some(1)),
            ("alpahbet", "alphabet", Some(1)),
            ("alfabet", "alphabet", Some(0)),
            ("alphabet", "alphabet", Some(0)),
            ("photografy", "photography", Some(0)),
            ("panther", "phantom", None),
            ("dog", "dig", None),
        ] {
            assert_eq!(typing_errors_in(typed, meant), count, "{typed} {meant}");
        }
    }
}
