//! Rules for the options.

use std::collections::BTreeSet;

use super::stem::is_telling;
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
const JUDGEMENTS: [&str; 4] = ["true", "false", "yes", "no"];
const ABSOLUTE: [&str; 10] = [
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
const VAGUE: [&str; 9] = [
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
/// By how many characters the right option may be the longest whatever the others are.
const MARGIN: usize = 10;

pub(super) const RULES: &[Rule] = &[
    (Flaw::TrueOrFalse, |item| {
        item.options().all(|o| is_one_of(o, &JUDGEMENTS))
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
        item.options().any(|o| says(o, &ABSOLUTE))
    }),
    (Flaw::VagueTerm, |item| {
        item.options().any(|o| says(o, &VAGUE))
    }),
    (Flaw::OverlappingOptions, overlap),
    (Flaw::UnequalForm, |item| {
        item.is_mixed(is_number) || item.is_mixed(is_small)
    }),
    (Flaw::ConspicuousForm, is_conspicuous),
    (Flaw::OddOneOut, is_odd_one_out),
    (Flaw::ConspicuousLength, is_far_the_longest),
    (Flaw::Convergence, converges),
];

fn plain(option: &Text<'_>) -> String {
    option.raw.trim_end_matches('.').to_lowercase()
}

fn is_one_of(option: &Text<'_>, texts: &[&str]) -> bool {
    texts.contains(&plain(option).as_str())
}

fn is_combined(option: &Text<'_>) -> bool {
    let text = plain(option);
    let letters = |text: &str| text.split(" and ").all(|part| part.chars().count() == 1);
    text.starts_with("both ") || text.contains(" and ") && letters(&text)
}

/// Whether the option says one of the terms, but for names, in which they have capital letters.
fn says(option: &Text<'_>, terms: &[&str]) -> bool {
    let mut words = option.raw.split_whitespace().peekable();
    let Some(first) = words.next() else {
        return false;
    };
    let name = words
        .peek()
        .is_some_and(|next| next.starts_with(char::is_uppercase));
    let opening = !name && terms.contains(&first.to_lowercase().as_str());
    opening || words.any(|word| terms.contains(&word.trim_end_matches(['.', ','])))
}

fn overlap(item: &Item<'_>) -> bool {
    let options: Vec<_> = item.options().collect();
    let mut rest = options.as_slice();
    while let Some((one, others)) = rest.split_first() {
        rest = others;
        if others.iter().any(|other| same(one, other)) {
            return true;
        }
    }
    false
}

/// Words that carry no meaning elsewhere are whole options here ("In", the symbol of indium).
fn same(one: &Text<'_>, other: &Text<'_>) -> bool {
    let worded = !one.phrase.is_empty() && !other.phrase.is_empty();
    let letters = one.raw.to_lowercase() == other.raw.to_lowercase();
    let held = one.phrase.holds(&other.phrase) || other.phrase.holds(&one.phrase);
    letters || worded && held
}

fn is_number(option: &Text<'_>) -> bool {
    option.raw.chars().all(|c| !c.is_alphabetic())
}

fn is_small(option: &Text<'_>) -> bool {
    option.raw.starts_with(char::is_lowercase)
}

fn is_conspicuous(item: &Item<'_>) -> bool {
    let stands_out = |has: fn(&Text<'_>) -> bool| {
        item.is_only_right(has) || item.is_only_right(|option| !has(option))
    };
    !item.wrong.is_empty()
        && (stands_out(has_article)
            || stands_out(starts_with_participle)
            || stands_out(|option| option.raw.contains('('))
            || stands_out(|option| option.raw.ends_with('.')))
}

fn has_article(option: &Text<'_>) -> bool {
    let text = option.raw.to_lowercase();
    let mut articles = ["the ", "a ", "an "].iter();
    articles.any(|article| text.starts_with(article))
}

/// Whether the option is a phrase such as "Leaning into bends"; names have capital letters.
fn starts_with_participle(option: &Text<'_>) -> bool {
    let words = option.raw.split_once(' ');
    words
        .is_some_and(|(first, rest)| first.ends_with("ing") && rest.starts_with(char::is_lowercase))
}

fn is_odd_one_out(item: &Item<'_>) -> bool {
    let Some((first, others)) = item.wrong.split_first() else {
        return false;
    };
    let has = |option: &Text<'_>, word| option.phrase.words().contains(word);
    let mut words = first.phrase.words().iter();
    !others.is_empty()
        && words.any(|word| {
            is_telling(word)
                && !has(&item.right, word)
                && others.iter().all(|other| has(other, word))
        })
}

fn is_far_the_longest(item: &Item<'_>) -> bool {
    let length = |option: &Text<'_>| option.raw.chars().count();
    let right = length(&item.right);
    let longest = item.wrong.iter().map(length).max().unwrap_or(right);
    right >= longest.saturating_add(MARGIN) && right.saturating_mul(2) > longest.saturating_mul(3)
}

/// Whether the right option shares different words with different others, and no other does.
fn converges(item: &Item<'_>) -> bool {
    let options: Vec<_> = item.options().collect();
    let mut central = options.iter().map(|option| is_central(option, &options));
    central.next().unwrap_or_default() && !central.any(|central| central)
}

fn is_central(option: &Text<'_>, all: &[&Text<'_>]) -> bool {
    let words = option.phrase.words().iter();
    let holders = words.map(|word| -> BTreeSet<&str> {
        let others = all.iter().filter(|other| other.raw != option.raw);
        let holding = others.filter(|other| other.phrase.words().contains(word));
        holding.map(|other| other.raw).collect()
    });
    let shared: Vec<_> = holders.filter(|holders| !holders.is_empty()).collect();
    shared
        .iter()
        .any(|one| shared.iter().any(|other| one.is_disjoint(other)))
}
