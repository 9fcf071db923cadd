//! Rules for the options.

use std::ops::RangeInclusive;

use quizcraft_text::Phrase;

use super::initials::have_same_initials;
use super::words::FoldedText;
use crate::{Proposal, Rejection};

/// The number of wrong options.
const WRONG: RangeInclusive<usize> = 2..=4;
/// How many times as long as the shortest option the longest one may be.
const MAX_RATIO: usize = 4;
/// Options of at most this many characters may have any length.
const SHORT: usize = 30;

/// The maximum number of letters of a unit: "12 km".
const MAX_UNIT_CHARS: usize = 3;

/// Checks the solution and the wrong options against the cited sentence and against each other. Returns the wrong
/// options.
pub(super) fn check(
    proposal: &Proposal,
    solution: &FoldedText,
    cited: &FoldedText,
) -> Result<Vec<FoldedText>, Rejection> {
    if !cited.contains(solution) {
        return Err(Rejection::SolutionNotInSentence);
    }
    if !WRONG.contains(&proposal.wrong_options.len()) {
        return Err(Rejection::OptionCount);
    }
    let wrong: Vec<FoldedText> = proposal
        .wrong_options
        .iter()
        .map(|text| FoldedText::new(text))
        .collect();
    if wrong.iter().any(FoldedText::is_empty) {
        return Err(Rejection::InvalidText);
    }
    check_forms(proposal)?;
    if wrong.iter().any(|option| cited.contains(option)) {
        return Err(Rejection::WrongOptionInSentence);
    }
    let clarification = FoldedText::new(&proposal.clarification);
    let names_wrong = wrong.iter().any(|option| clarification.contains(option));
    if names_wrong && !clarification.contains(solution) {
        return Err(Rejection::WrongOptionInClarification);
    }
    if FoldedText::new(&proposal.prompt).contains(solution) {
        return Err(Rejection::SolutionInPrompt);
    }
    Ok(wrong)
}

/// Checks that the options are distinct, of one form, and of similar lengths.
fn check_forms(proposal: &Proposal) -> Result<(), Rejection> {
    let options = || std::iter::once(&proposal.solution).chain(&proposal.wrong_options);
    let mut seen: Vec<(String, &String)> = Vec::new();
    for option in options() {
        let form = comparable(option);
        let mut others = seen.iter();
        if others.any(|(other, text)| *other == form || have_same_initials(text, option)) {
            return Err(Rejection::RepeatedOption);
        }
        seen.push((form, option));
    }
    // Dates such as "9 May" have the same form as "12 April".
    let start_with_digit = options().all(|option| trimmed(option).starts_with(char::is_numeric));
    let numbers = options().filter(|option| is_number(option)).count();
    if numbers != 0 && numbers != seen.len() && !start_with_digit {
        return Err(Rejection::MixedForms);
    }
    let lengths = || options().map(|option| option.chars().count());
    let (shortest, longest) = (lengths().min().unwrap_or(0), lengths().max().unwrap_or(0));
    if longest > SHORT && longest > shortest.saturating_mul(MAX_RATIO) {
        return Err(Rejection::UnequalLengths);
    }
    Ok(())
}

/// Returns the form in which options are compared: without articles and plurals, if something remains.
fn comparable(option: &str) -> String {
    let phrase = Phrase::new(option);
    if phrase.is_empty() {
        FoldedText::new(option).as_str().to_owned()
    } else {
        phrase.as_str().to_owned()
    }
}

/// Returns whether an option is a number, with a short unit or without one. A name that begins with a number, such as
/// "50 Cent", is none.
fn is_number(option: &str) -> bool {
    let option = trimmed(option);
    let mut words = option.split(|c: char| !c.is_alphabetic());
    let has_long_word = words.any(|word| word.chars().count() > MAX_UNIT_CHARS);
    option.starts_with(|c: char| c.is_numeric()) && !has_long_word
}

/// Returns an option without signs and quotation marks at its start.
fn trimmed(option: &str) -> &str {
    option.trim_start_matches(|c: char| !c.is_alphanumeric())
}
