//! Periods in keywords: years, decades, centuries and ranges.

use std::ops::Range;

/// The first bare number that is read as a year.
const FIRST_YEAR: i32 = 1000;
/// The last bare number that is read as a year.
const LAST_YEAR: i32 = 2100;

/// A period and the words that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) years: Range<i32>,
    pub(super) words: Range<usize>,
}

/// Returns the first period among words in lower case: "1994", "44 bc", "1905 to 1914", "1970s",
/// "eighties", "19th century", "nineteenth century", "5th century bc".
pub(super) fn period(words: &[String]) -> Option<Period> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (0..words.len()).find_map(|start| {
        let rest = words.get(start..).unwrap_or_default();
        let (years, count) = starting(rest)?;
        let end = start.saturating_add(count);
        Some(Period {
            years,
            words: start..end,
        })
    })
}

/// Returns the period at the start of `words` and its number of words.
fn starting(words: &[&str]) -> Option<(Range<i32>, usize)> {
    if let [
        from,
        "to" | "and" | "until" | "till" | "through",
        to,
        rest @ ..,
    ] = words
        && let Some(found) = between(from, to, rest)
    {
        return Some((found, 3));
    }
    if let [from, to, rest @ ..] = words
        && let Some(found) = between(from, to, rest)
    {
        return Some((found, 2));
    }
    match words {
        [ordinal, "century", "bc" | "bce", ..] => {
            let century = century(ordinal)?;
            let from = century.checked_mul(-100)?;
            Some((from..from.checked_add(100)?, 3))
        }
        [ordinal, "century" | "c", ..] => {
            let before = century(ordinal)?.checked_sub(1)?;
            let from = before.checked_mul(100)?;
            Some((from..from.checked_add(100)?, 2))
        }
        [year, "bc" | "bce", ..] => {
            let year: i32 = year.parse().ok()?;
            let year = year.checked_neg()?;
            Some((year..year.checked_add(1)?, 2))
        }
        [year, "ad" | "ce", ..] | ["ad", year, ..] => {
            let year: i32 = year.parse().ok()?;
            Some((year..year.checked_add(1)?, 2))
        }
        [word, ..] => {
            let years = year(word).map(|year| year..year.saturating_add(1));
            Some((years.or_else(|| decade(word))?, 1))
        }
        [] => None,
    }
}

fn between(from: &str, to: &str, rest: &[&str]) -> Option<Range<i32>> {
    if matches!(rest, ["bc" | "bce", ..]) {
        return None;
    }
    let (from, to) = (year(from)?, year(to)?);
    (from <= to).then(|| from..to.saturating_add(1))
}

fn year(word: &str) -> Option<i32> {
    let year: i32 = word.parse().ok()?;
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
}

/// Parses a decade: "1970s", "70s" or "seventies". A plural of hundreds ("1800s") is a century.
fn decade(word: &str) -> Option<Range<i32>> {
    const NAMES: [&str; 8] = [
        "twenties",
        "thirties",
        "forties",
        "fifties",
        "sixties",
        "seventies",
        "eighties",
        "nineties",
    ];
    if let Some(place) = NAMES
        .iter()
        .zip(0..)
        .find(|(name, _)| **name == word)
        .map(|(_, place)| place)
    {
        let from = 1920_i32.checked_add(10_i32.checked_mul(place)?)?;
        return Some(from..from.checked_add(10)?);
    }
    let number: i32 = word.strip_suffix('s')?.parse().ok()?;
    match number {
        20..=90 if number % 10 == 0 => {
            let from = number.checked_add(1900)?;
            Some(from..from.checked_add(10)?)
        }
        FIRST_YEAR..=LAST_YEAR if number % 100 == 0 => Some(number..number.checked_add(100)?),
        FIRST_YEAR..=LAST_YEAR if number % 10 == 0 => Some(number..number.checked_add(10)?),
        _ => None,
    }
}

fn century(ordinal: &str) -> Option<i32> {
    const NAMES: [&str; 21] = [
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
        "twentieth",
        "twenty-first",
    ];
    if let Some((_, number)) = NAMES.iter().zip(1..).find(|(name, _)| **name == ordinal) {
        return Some(number);
    }
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| ordinal.strip_suffix(end))?;
    let number: i32 = digits.parse().ok()?;
    (1..=21).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use quizcraft_text::folded_words;

    use super::*;

    #[test]
    fn periods_are_found_among_other_words() {
        for (text, years, words) in [
            ("1994", 1994..1995, 0..1),
            ("films of 1994", 1994..1995, 2..3),
            ("1905 to 1914", 1905..1915, 0..3),
            ("1905-1914", 1905..1915, 0..2),
            ("1905–1914 wars", 1905..1915, 0..2),
            ("music of the 1970s", 1970..1980, 3..4),
            ("the '80s", 1980..1990, 1..2),
            ("Eighties", 1980..1990, 0..1),
            ("1800s", 1800..1900, 0..1),
            ("19th century history", 1800..1900, 0..2),
            ("19th-century", 1800..1900, 0..2),
            ("nineteenth century", 1800..1900, 0..2),
            ("5th century BC", -500..-400, 0..3),
            ("44 BC", -44..-43, 0..2),
            ("476 AD", 476..477, 0..2),
        ] {
            let expected = Period { years, words };
            assert_eq!(period(&folded_words(text)), Some(expected), "{text}");
        }
        for text in [
            "",
            "music",
            "7",
            "666",
            "3000",
            "65s",
            "century",
            "0th century",
            "1914 to",
        ] {
            let found = period(&folded_words(text)).map(|period| period.years);
            let expected = (text == "1914 to").then_some(1914..1915);
            assert_eq!(found, expected, "{text}");
        }
    }
}
