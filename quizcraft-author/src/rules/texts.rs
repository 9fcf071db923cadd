//! Rules for each text.

use std::collections::HashSet;

use quizcraft_core::is_default_ignorable;
use quizcraft_review::QUESTION_MARKS;

use super::domains::has_domain;
use super::words::FoldedText;
use crate::{Article, Proposal, Rejection};

const LINKS: [&str; 5] = ["://", "www.", "http:", "https:", "mailto:"];
const MARKUP: [&str; 12] = [
    "**", "__", "``", "##", "[[", "]]", "{", "}", "\\", "|", "&#", "&amp;",
];
/// The nouns for what a question must not mention.
const SOURCES: [&str; 3] = ["article", "passage", "excerpt"];
/// Nouns for the same that often mean something else: "the sentence “Big Brother is watching you”".
const AMBIGUOUS_SOURCES: [&str; 5] = ["text", "source", "sentence", "paragraph", "extract"];
/// The words before a noun that mean this one.
const POINTERS: [&str; 6] = ["this", "given", "provided", "cited", "above", "following"];
/// The words before "the" and one of the [`AMBIGUOUS_SOURCES`], and the words after it, that make its meaning clear:
/// "in the text", "the source says".
const BEFORE: [&str; 4] = ["in", "to", "by", "from"];
const AFTER: [&str; 10] = [
    "says",
    "states",
    "mentions",
    "describes",
    "does",
    "tells",
    "gives",
    "notes",
    "explains",
    "reads",
];
/// The words after a noun that give it another meaning: "the source of the Nile".
const COMPLEMENTS: [&str; 4] = ["of", "for", "code", "message"];
/// The words before what a prompt asks for.
const ASKING_WORDS: [&str; 5] = ["which", "what", "whose", "many", "much"];
/// The other words before the subject of a prompt.
const FUNCTION_WORDS: [&str; 31] = [
    "a", "an", "at", "are", "by", "can", "did", "do", "does", "for", "from", "how", "in", "is",
    "long", "many", "much", "of", "old", "on", "s", "the", "to", "was", "were", "what", "when",
    "where", "which", "who", "why",
];
const PRONOUNS: [&str; 10] = [
    "he", "him", "his", "she", "her", "it", "its", "they", "them", "their",
];
/// Phrases of texts that address a reader or a model.
const ORDERS: [&str; 24] = [
    "ignore previous",
    "ignore all",
    "ignore any",
    "ignore the",
    "ignore your",
    "ignore these",
    "disregard previous",
    "disregard all",
    "disregard any",
    "disregard the",
    "disregard your",
    "previous instructions",
    "prior instructions",
    "above instructions",
    "system prompt",
    "as an ai",
    "you are now",
    "you must",
    "do not answer",
    "correct answer is",
    "right answer is",
    "choose this",
    "pick this",
    "click here",
];

/// Checks the texts one by one.
pub(super) fn check(article: &Article, proposal: &Proposal) -> Result<(), Rejection> {
    // A question with another fault may be sent to the model again, so all of its texts are checked for what must not be
    // sent before any other rule.
    texts(proposal).try_for_each(check_safety)?;
    if texts(proposal).any(|text| mentions_source(&FoldedText::new(text))) {
        return Err(Rejection::MentionsSource);
    }
    if !proposal.prompt.trim_end().ends_with(QUESTION_MARKS) {
        return Err(Rejection::NoQuestion);
    }
    if has_unclear_subject(&FoldedText::new(&proposal.prompt)) {
        return Err(Rejection::UnclearSubject);
    }
    check_numbers(article, proposal)
}

fn texts(proposal: &Proposal) -> impl Iterator<Item = &str> {
    let others = [
        &proposal.prompt,
        &proposal.solution,
        &proposal.clarification,
    ];
    let all = others.into_iter().chain(&proposal.wrong_options);
    all.map(String::as_str)
}

/// Checks that a text may be sent to the model: that it has no control characters, links and markup, and gives no orders.
fn check_safety(text: &str) -> Result<(), Rejection> {
    check_characters(text)?;
    let folded = FoldedText::new(text);
    if ORDERS.iter().any(|order| folded.has_phrase(order)) {
        return Err(Rejection::Order);
    }
    Ok(())
}

fn check_characters(text: &str) -> Result<(), Rejection> {
    let is_invalid = |c: char| {
        c.is_control()
            || is_default_ignorable(c)
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffd}')
    };
    if text.contains(is_invalid) || !text.contains(char::is_alphanumeric) {
        return Err(Rejection::InvalidText);
    }
    let lower = text.to_lowercase();
    if LINKS.iter().any(|link| lower.contains(link)) || has_address(text) || has_domain(&lower) {
        return Err(Rejection::Link);
    }
    if MARKUP.iter().any(|markup| lower.contains(markup)) || has_tag(text) {
        return Err(Rejection::Markup);
    }
    Ok(())
}

/// Returns whether a text contains a tag. The signs alone are no markup: "2 < 3".
fn has_tag(text: &str) -> bool {
    let is_tag = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || "/!".contains(c));
    text.split('<').skip(1).any(is_tag)
}

/// Returns whether a prompt has a pronoun where its subject should be: "When was it founded?", "Which city did he
/// found?"
fn has_unclear_subject(prompt: &FoldedText) -> bool {
    let before = std::iter::once("").chain(prompt.words());
    let mut words = prompt.words().zip(before);
    let first = words.find(|(word, before)| {
        let is_asked_for = ASKING_WORDS.contains(before) && !PRONOUNS.contains(word);
        !FUNCTION_WORDS.contains(word) && !is_asked_for
    });
    first.is_some_and(|(first, _)| PRONOUNS.contains(&first))
}

/// Returns whether a text contains an email address.
fn has_address(text: &str) -> bool {
    text.split('@')
        .zip(text.split('@').skip(1))
        .any(|(before, after)| {
            before.ends_with(char::is_alphanumeric) && after.starts_with(char::is_alphanumeric)
        })
}

/// Returns whether a text speaks of "the article" or of "sentence 3".
fn mentions_source(text: &FoldedText) -> bool {
    let words: Vec<&str> = text.words().collect();
    let before = std::iter::repeat_n("", 2).chain(words.iter().copied());
    let before: Vec<&str> = before.collect();
    let after = words.iter().copied().skip(1).chain([""]);
    let mut all = before.windows(2).zip(words.iter().zip(after));
    all.any(|(before, (word, after))| match before {
        [before, pointer] => is_source(before, pointer, word, after),
        _ => false,
    })
}

/// Returns whether a word with two words before it and one after it means the source of a question.
fn is_source(before: &str, pointer: &str, word: &str, after: &str) -> bool {
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_clear = SOURCES.contains(&word);
    let is_ambiguous = AMBIGUOUS_SOURCES.contains(&word);
    let is_meant = is_clear || BEFORE.contains(&before) || AFTER.contains(&after);
    let is_pointed_at = POINTERS.contains(&pointer) || pointer == "the" && is_meant;
    let is_other = COMPLEMENTS.contains(&after);
    word == "sentence" && is_number(after)
        || (is_clear || is_ambiguous) && is_pointed_at && !is_other
}

/// Checks that the article contains the numbers of the prompt and the clarification.
fn check_numbers(article: &Article, proposal: &Proposal) -> Result<(), Rejection> {
    let sentences = article.sentences().map(|(_, sentence)| sentence);
    let known: HashSet<&str> = sentences
        .chain([article.title().as_str()])
        .flat_map(numbers)
        .collect();
    let mut stated = numbers(&proposal.prompt).chain(numbers(&proposal.clarification));
    if stated.all(|number| known.contains(number)) {
        Ok(())
    } else {
        Err(Rejection::UnknownNumber)
    }
}

/// Returns the runs of digits of a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| !run.is_empty())
}
