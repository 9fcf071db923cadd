//! Typing errors.

use crate::Phrase;

/// A word shorter than this is too close to other words to be taken for a mistyped one.
const SHORTEST: usize = 5;
/// From this length on letters may be wrong; in shorter words two may have changed places.
const SHORT: usize = 6;
/// From this length on two mistakes are likelier than another word.
const LONG: usize = 11;

/// Returns the number of typing errors between two phrases, or `None` if they are too many for the
/// length or if the first letters differ.
#[must_use]
pub fn typing_errors(typed: &Phrase, meant: &Phrase) -> Option<usize> {
    typing_errors_in(typed.as_str(), meant.as_str())
}

/// Like [`mistakes`], for words in the form of a [`Phrase`].
#[must_use]
pub fn typing_errors_in(typed: &str, meant: &str) -> Option<usize> {
    // Most words begin otherwise, and cost nothing more.
    if sounding(typed) != sounding(meant) {
        return None;
    }
    let spelled = mistakes_of_letters(typed, meant);
    let sounds = [typed, meant].iter().any(|words| words.contains("ph"));
    let heard = sounds.then(|| mistakes_of_letters(&sound(typed), &sound(meant)));
    spelled.into_iter().chain(heard.flatten()).min()
}

fn mistakes_of_letters(typed: &str, meant: &str) -> Option<usize> {
    let length = typed.chars().count().min(meant.chars().count());
    let most = most_mistakes(length)?;
    // Most terms are far too long or too short, and cheaper to tell by that.
    let far = meant.len().abs_diff(typed.len()) > most.saturating_mul(2);
    if far {
        return None;
    }
    if length < SHORT && letters(typed) != letters(meant) {
        return None;
    }
    let count = strsim::osa_distance(typed, meant);
    (count <= most).then_some(count)
}

/// A typed name, as an automaton that matches names letter by letter in spite of typing errors.
#[derive(Debug, Clone)]
pub struct TypoAutomaton {
    letters: Vec<u8>,
    most: u8,
}

/// The state of [`TypoAutomaton`] after some letters of a name: a row of the matrix of edit distances, and
/// the row before it.
#[derive(Debug, Clone)]
pub struct TypoState {
    row: Vec<u8>,
    before: Option<(Vec<u8>, u8)>,
}

impl TypoAutomaton {
    /// Returns automata for the typed name and its spellings that sound the same.
    #[must_use]
    pub fn spellings(typed: &str) -> Vec<Self> {
        let most = most_mistakes(typed.chars().count());
        let Some(most) = most.and_then(|most| u8::try_from(most).ok()) else {
            return Vec::new();
        };
        // A letter of several bytes counts once for each of them.
        let spare = u8::from(!typed.is_ascii());
        let spelling = |letters: String| Self {
            letters: letters.into_bytes(),
            most: most.saturating_add(spare),
        };
        let mut spellings = vec![typed.to_owned(), sound(typed)];
        spellings.extend(typed.match_indices('f').filter_map(|(place, _)| {
            let (before, after) = typed.split_at_checked(place)?;
            Some(format!("{before}ph{}", after.strip_prefix('f')?))
        }));
        spellings.sort_unstable();
        spellings.dedup();
        spellings.into_iter().map(spelling).collect()
    }

    /// Returns the first byte of every name that can match.
    #[must_use]
    pub fn first_byte(&self) -> Option<u8> {
        self.letters.first().copied()
    }

    /// Returns the progress before the first letter of a name.
    #[must_use]
    pub fn start(&self) -> TypoState {
        let row = (0..=self.letters.len()).map(|count| u8::try_from(count).unwrap_or(u8::MAX));
        TypoState {
            row: row.collect(),
            before: None,
        }
    }

    /// Returns whether the letters so far are a whole name that matches.
    #[must_use]
    pub fn is_match(&self, progress: &TypoState) -> bool {
        progress.row.last().is_some_and(|count| *count <= self.most)
    }

    /// Returns the progress after one more letter of the name, or `None` if there are too many errors.
    #[must_use]
    pub fn advance(&self, progress: &TypoState, letter: u8) -> Option<TypoState> {
        if progress.before.is_none() && self.letters.first() != Some(&letter) {
            // The first letter is right, as it mostly is.
            return None;
        }
        let first = progress
            .row
            .first()
            .map_or(0, |count| count.saturating_add(1));
        let mut row = vec![first];
        let pairs = progress.row.windows(2).zip(&self.letters).enumerate();
        for (place, (above, typed)) in pairs {
            let [diagonal, up] = *above else { continue };
            let left = row.last().copied().unwrap_or(u8::MAX);
            let other = u8::from(*typed != letter);
            let straight = diagonal.saturating_add(other);
            let skipped = up.min(left).saturating_add(1);
            let exchanged = self.exchanged(progress, place, letter).unwrap_or(u8::MAX);
            row.push(straight.min(skipped).min(exchanged));
        }
        let before = Some((progress.row.clone(), letter));
        let possible = row.iter().any(|count| *count <= self.most);
        possible.then_some(TypoState { row, before })
    }

    /// Returns the mistakes if this letter and the one before it changed places.
    fn exchanged(&self, progress: &TypoState, place: usize, letter: u8) -> Option<u8> {
        let (row, last) = progress.before.as_ref()?;
        let previous = place.checked_sub(1)?;
        let changed =
            self.letters.get(previous) == Some(&letter) && self.letters.get(place) == Some(last);
        let count = row.get(previous).filter(|_| changed)?;
        Some(count.saturating_add(1))
    }
}

/// Returns how many mistakes a text of so many letters may have.
fn most_mistakes(length: usize) -> Option<usize> {
    match length {
        0..SHORTEST => None,
        SHORTEST..LONG => Some(1),
        _ => Some(2),
    }
}

/// Returns the words as they sound: "geografy" is nearer to "geography" than its letters are.
fn sound(words: &str) -> String {
    words.replace("ph", "f")
}

/// Returns the first letter as it sounds.
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

#[cfg(test)]
mod tests {
    use super::typing_errors_in;

    #[test]
    fn mistakes_are_counted_by_letter_or_by_sound() {
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
