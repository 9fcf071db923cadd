//! Abbreviations with a full stop.

/// Abbreviations that end no sentence, because another word follows. Of their letters, the case is ignored.
const WITHIN: [&str; 65] = [
    "abb", "al", "apr", "approx", "aug", "av", "ave", "bzw", "ca", "capt", "cf", "col", "dec",
    "dept", "dr", "ed", "eds", "e.g", "engl", "env", "esp", "est", "feb", "fl", "frz", "geb",
    "gen", "gest", "gov", "hl", "hon", "i.e", "jan", "lat", "lit", "lt", "m", "maj", "mlle", "mme",
    "mr", "mrs", "ms", "mt", "nov", "oct", "pres", "prof", "rep", "resp", "rev", "sen", "sep",
    "sept", "sgt", "sog", "spp", "ssp", "st", "ste", "str", "trans", "vgl", "viz", "vs",
];
/// Abbreviations before a number. Of their letters, the case is ignored.
const BEFORE_NUMBERS: [&str; 12] = [
    "art", "ch", "fig", "figs", "no", "nos", "nr", "op", "p", "pp", "sec", "vol",
];
/// Abbreviations that can stand at the end of a sentence. Of their letters, the case is ignored.
const ANYWHERE: [&str; 12] = [
    "bros", "co", "corp", "etc", "ft", "inc", "jr", "ltd", "ph.d", "sq", "sr", "usw",
];
/// Words that begin a sentence more often than a name.
pub(super) const STARTERS: [&str; 43] = [
    "A", "After", "Although", "An", "And", "As", "At", "Because", "Before", "Both", "But", "By",
    "During", "For", "From", "He", "Her", "His", "However", "In", "It", "Its", "Many", "Most",
    "On", "Other", "She", "Since", "Some", "Such", "That", "The", "Their", "There", "These",
    "They", "This", "Those", "To", "When", "Where", "While", "With",
];

/// Returns whether the word is an abbreviation that ends no sentence before this text.
pub(super) fn is_abbreviation(word: &str, next: &str) -> bool {
    let is_before_number = next.starts_with(|c: char| c.is_ascii_digit());
    // "c. 1769", "b. 1820", "v. Chr.": a small letter is no name.
    let is_small_letter = is_letter(word) && word.chars().all(char::is_lowercase);
    is_small_letter
        || is_one_of(word, &WITHIN)
        || is_before_number && is_one_of(word, &BEFORE_NUMBERS)
}

/// Returns whether the word can be abbreviated: an initial, a word with full stops such as "U.S", the number of
/// an ordinal, or a word that is often shortened.
pub(super) fn may_abbreviate(word: &str) -> bool {
    let is_ordinal = word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let has_stops = word.contains('.') && word.split('.').all(is_letter);
    is_letter(word) || is_ordinal || has_stops || is_one_of(word, &ANYWHERE)
}

fn is_letter(word: &str) -> bool {
    let mut characters = word.chars();
    characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    list.iter().any(|other| word.eq_ignore_ascii_case(other))
}
