//! Names that are shortened to initials.

use super::words::FoldedText;

/// Returns whether one option is the other with initials: "J. F. Kennedy" and "John Fitzgerald Kennedy", "UN" and
/// "United Nations".
pub(super) fn have_same_initials(one: &str, other: &str) -> bool {
    are_shortened(one, other) || is_acronym(one, other) || is_acronym(other, one)
}

/// Returns whether the options have the same last word, and before it the same words or their initials.
fn are_shortened(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let mut pairs = one.iter().zip(&other).rev();
    let is_same = |(one, other): (&String, &String)| {
        let is_initial =
            |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
        one == other || is_initial(one, other) || is_initial(other, one)
    };
    let have_same_last = pairs.next().is_some_and(|(one, other)| one == other);
    one.len() == other.len() && one.len() > 1 && have_same_last && pairs.all(is_same)
}

/// Returns whether an option consists of the initials of at least two words of the other, in capitals.
fn is_acronym(short: &str, long: &str) -> bool {
    let letters: Vec<char> = short.chars().filter(|c| *c != '.').collect();
    let capitals = long.split(|c: char| !c.is_alphanumeric());
    let capitals = capitals.filter_map(|word| word.chars().next());
    let initials: Vec<char> = capitals.filter(|c| c.is_uppercase()).collect();
    letters.len() > 1 && letters.iter().all(|c| c.is_uppercase()) && letters == initials
}

/// Returns the folded words, with each initial as a word of its own.
fn words(option: &str) -> Vec<String> {
    let folded = FoldedText::new(&option.replace('.', ". "));
    folded.words().map(str::to_owned).collect()
}
