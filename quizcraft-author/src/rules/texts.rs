//! Rules for each text.

use std::collections::HashSet;

use quizcraft_core::is_default_ignorable;

use super::words::FoldedText;
use crate::{Article, Proposal, Rejection};

const QUESTION_MARKS: [char; 4] = ['?', '？', '؟', '՞'];
const LINKS: [&str; 5] = ["://", "www.", "http:", "https:", "mailto:"];
const MARKUP: [&str; 14] = [
    "**", "__", "``", "##", "[[", "]]", "<", ">", "{", "}", "\\", "|", "&#", "&amp;",
];
/// The nouns for what a question must not mention.
const SOURCES: [&str; 8] = [
    "article",
    "text",
    "passage",
    "excerpt",
    "source",
    "sentence",
    "paragraph",
    "extract",
];
/// The words before one of the [`SOURCES`].
const POINTERS: [&str; 7] = [
    "the",
    "this",
    "given",
    "provided",
    "cited",
    "above",
    "following",
];
/// The words after one of the [`SOURCES`] that give it another meaning, as in "the source of the Nile".
const COMPLEMENTS: [&str; 4] = ["of", "for", "code", "message"];
/// The words before what a prompt asks for.
const ASKING_WORDS: [&str; 5] = ["which", "what", "whose", "many", "much"];
/// The other words before the subject of a prompt.
const FUNCTION_WORDS: [&str; 34] = [
    "a", "an", "at", "are", "by", "can", "did", "do", "does", "for", "from", "had", "has", "have",
    "how", "in", "is", "long", "many", "much", "of", "old", "on", "s", "the", "to", "was", "were",
    "what", "when", "where", "which", "who", "why",
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
    for text in texts(proposal) {
        check_characters(text)?;
        check_words(&FoldedText::new(text))?;
    }
    if !proposal.prompt.trim_end().ends_with(QUESTION_MARKS) {
        return Err(Rejection::NoQuestion);
    }
    if has_unclear_subject(&FoldedText::new(&proposal.prompt)) {
        return Err(Rejection::UnclearSubject);
    }
    check_numbers(article, proposal)
}

/// Returns the prompt with a question mark that every reader of drafts knows. The wide one looks the same.
pub(super) fn with_ascii_question_mark(prompt: &str) -> String {
    match prompt.trim_end().strip_suffix('？') {
        Some(start) => format!("{start}?"),
        None => prompt.to_owned(),
    }
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
    if LINKS.iter().any(|link| lower.contains(link)) || has_address(text) {
        return Err(Rejection::Link);
    }
    if MARKUP.iter().any(|markup| lower.contains(markup)) {
        return Err(Rejection::Markup);
    }
    Ok(())
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

fn check_words(text: &FoldedText) -> Result<(), Rejection> {
    if mentions_source(text) {
        return Err(Rejection::MentionsSource);
    }
    if ORDERS.iter().any(|order| text.has_phrase(order)) {
        return Err(Rejection::Order);
    }
    Ok(())
}

/// Returns whether a text speaks of "the article" or of "sentence 3".
fn mentions_source(text: &FoldedText) -> bool {
    let words: Vec<&str> = text.words().collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.iter().enumerate().any(|(index, word)| {
        let before = index.checked_sub(1).and_then(|before| words.get(before));
        let after = index.checked_add(1).and_then(|after| words.get(after));
        let points = before.is_some_and(|before| POINTERS.contains(before));
        let is_other = after.is_some_and(|after| COMPLEMENTS.contains(after));
        let is_cited = *word == "sentence" && after.is_some_and(|after| is_number(after));
        is_cited || SOURCES.contains(word) && points && !is_other
    })
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
