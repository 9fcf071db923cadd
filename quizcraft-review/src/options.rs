//! Rules for the options.

use super::prompt::is_distinctive;
use super::{Flaw, Item, Rule, Text};

const ALL: [&str; 4] = [
    "all of the above",
    "all of these",
    "all of them",
    "all the above",
];
const NONE: [&str; 4] = [
    "none of the above",
    "none of these",
    "none of them",
    "neither of these",
];
const TRUE_OR_FALSE: [&str; 4] = ["true", "false", "yes", "no"];
pub(super) const ABSOLUTE: [&str; 10] = [
    "always",
    "never",
    "only",
    "all",
    "every",
    "none",
    "completely",
    "entirely",
    "must",
    "nobody",
];
pub(super) const VAGUE: [&str; 9] = [
    "usually",
    "often",
    "sometimes",
    "frequently",
    "rarely",
    "seldom",
    "generally",
    "occasionally",
    "probably",
];
/// The minimum number of characters by which a conspicuously long option exceeds all others.
const MIN_EXCESS: usize = 10;

pub(super) const RULES: &[Rule] = &[
    (Flaw::TrueOrFalse, |item| {
        item.options().all(|o| is_one_of(o, &TRUE_OR_FALSE))
    }),
    (Flaw::AllOfTheAbove, |item| {
        item.options().any(|o| is_one_of(o, &ALL))
    }),
    (Flaw::NoneOfTheAbove, |item| {
        item.options().any(|o| is_one_of(o, &NONE))
    }),
    (Flaw::CombinedOptions, |item| {
        item.options().any(is_combined)
    }),
    (Flaw::AbsoluteTerm, |item| {
        item.options().any(|o| contains_one_of(o, &ABSOLUTE))
    }),
    (Flaw::VagueTerm, |item| {
        item.options().any(|o| contains_one_of(o, &VAGUE))
    }),
    (Flaw::OverlappingOptions, has_overlap),
    (Flaw::UnequalForm, |item| {
        item.is_mixed(is_number) || item.is_mixed(is_lower_case)
    }),
    (Flaw::ConspicuousForm, is_conspicuous),
    (Flaw::OddOneOut, is_odd_one_out),
    (Flaw::ConspicuousLength, is_conspicuously_long),
    (Flaw::Convergence, converges),
];

/// Returns the option without trailing full stops.
fn trimmed(option: &Text) -> &str {
    option.as_str().trim_end_matches('.')
}

fn is_one_of(option: &Text, texts: &[&str]) -> bool {
    let option = trimmed(option);
    texts.iter().any(|text| option.eq_ignore_ascii_case(text))
}

fn is_combined(option: &Text) -> bool {
    // Fast path: most options are a single word.
    if !option.as_str().contains(' ') {
        return false;
    }
    let text = trimmed(option).to_lowercase();
    let are_letters = |text: &str| text.split(" and ").all(|part| part.chars().count() == 1);
    text.starts_with("both ") || text.contains(" and ") && are_letters(&text)
}

/// Returns whether the option contains one of the terms. Ignores capitalised words, which belong to
/// names; the first word belongs to a name if the second one is capitalised.
pub(super) fn contains_one_of(option: &Text, terms: &[&str]) -> bool {
    let mut words = option.as_str().split_whitespace().peekable();
    let Some(first) = words.next() else {
        return false;
    };
    let is_name = words
        .peek()
        .is_some_and(|next| next.starts_with(char::is_uppercase));
    let mut terms_at_start = terms.iter().filter(|_| !is_name);
    let starts_with_term = terms_at_start.any(|term| first.eq_ignore_ascii_case(term));
    starts_with_term || words.any(|word| terms.contains(&word.trim_end_matches(['.', ','])))
}

fn has_overlap(item: &Item<'_>) -> bool {
    let mut options = item.options();
    while let Some(one) = options.next() {
        if options.clone().any(|other| overlap(one, other)) {
            return true;
        }
    }
    false
}

/// Returns whether two options are equal, or one contains all words of the other. Compares their
/// letters too, because an option can consist of a stop word ("In", the symbol of indium), which
/// is not in its word list.
pub(super) fn overlap(one: &Text, other: &Text) -> bool {
    let contain =
        || one.words().contains_all(other.words()) || other.words().contains_all(one.words());
    has_same_letters(one.as_str(), other.as_str()) || contain()
}

fn has_same_letters(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}

fn is_number(option: &Text) -> bool {
    option.as_str().chars().all(|c| !c.is_alphabetic())
}

fn is_lower_case(option: &Text) -> bool {
    option.as_str().starts_with(char::is_lowercase)
}

fn is_conspicuous(item: &Item<'_>) -> bool {
    let stands_out =
        |has: fn(&Text) -> bool| item.only_right(has) || item.only_right(|option| !has(option));
    !item.wrong.is_empty()
        && (stands_out(has_article)
            || stands_out(starts_with_participle)
            || stands_out(|option| option.as_str().contains('('))
            || stands_out(|option| option.as_str().ends_with('.')))
}

fn has_article(option: &Text) -> bool {
    ["the ", "a ", "an "].iter().any(|article| {
        let start = option.as_str().get(..article.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(article))
    })
}

/// Returns whether the option is a phrase such as "Leaning into bends". The second word of a name is
/// capitalised.
fn starts_with_participle(option: &Text) -> bool {
    let words = option.as_str().split_once(' ');
    words
        .is_some_and(|(first, rest)| first.ends_with("ing") && rest.starts_with(char::is_lowercase))
}

fn is_odd_one_out(item: &Item<'_>) -> bool {
    let Some((first, others)) = item.wrong.split_first() else {
        return false;
    };
    let mut words = first.words().iter();
    !others.is_empty()
        && words.any(|word| {
            is_distinctive(word)
                && !item.right.words().contains(word)
                && others.iter().all(|other| other.words().contains(word))
        })
}

fn is_conspicuously_long(item: &Item<'_>) -> bool {
    let length = |option: &Text| option.as_str().chars().count();
    let right = length(item.right);
    let wrong = item.wrong.iter().map(|wrong| length(wrong));
    let longest = wrong.max().unwrap_or(right);
    right >= longest.saturating_add(MIN_EXCESS)
        && right.saturating_mul(2) > longest.saturating_mul(3)
}

/// Returns whether only the right option is central.
fn converges(item: &Item<'_>) -> bool {
    let mut central = item.options().map(|option| is_central(option, item));
    central.next().unwrap_or_default() && !central.any(|central| central)
}

/// Returns whether the option shares one word with some options, and another word with options that
/// lack the first word.
fn is_central(option: &Text, item: &Item<'_>) -> bool {
    // A bit set for each word, with a bit for each other option that contains it.
    let sharers = option.words().iter().map(|word| {
        let others = item
            .options()
            .zip(0_u32..)
            .filter(|(other, _)| other.as_str() != option.as_str() && other.words().contains(word));
        let bits = others.filter_map(|(_, place)| 1_u32.checked_shl(place));
        bits.fold(0, |all, bit| all | bit)
    });
    let shared: Vec<u32> = sharers.filter(|sharers| *sharers != 0).collect();
    shared
        .iter()
        .any(|one| shared.iter().any(|other| one & other == 0))
}
