//! The distribution of a game's questions over writing calls.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use quizcraft_core::Draft;

use crate::finding::Researched;
use crate::known::known;
use crate::{Article, Assignment, SentenceNumber};

/// The maximum number of sentences of an assignment, as long as the article is long enough for others.
const SENTENCES: usize = 15;
/// The approximate number of characters of an assignment, for the same articles.
const CHARS: usize = 2_000;
/// The minimum number of sentences of an assignment, so that a call has a choice.
const MIN_SENTENCES: usize = 2;

/// Returns assignments for some questions about the articles in turn. No sentence may be cited in two of them, and none
/// that a draft of the game is about.
///
/// A long article has more parts than are needed; `start` selects the first one. Another game about the same
/// article starts elsewhere.
pub(crate) fn assignments(
    found: &[Researched],
    drafts: &[Draft],
    questions: usize,
    max_calls: usize,
    start: usize,
) -> Vec<Assignment> {
    let articles = found.iter().map(Researched::article);
    let articles = articles.map(|article| (article, known(article, drafts)));
    let articles: Vec<_> = articles.collect();
    // A sentence has hardly more than one fact.
    let sentences = articles.iter().map(|(article, known)| {
        let sentences = article.sentences().count();
        sentences.saturating_sub(known.len())
    });
    let questions = sentences.fold(0, usize::saturating_add).min(questions);
    let calls = questions.div_ceil(Assignment::MAX_QUESTIONS).min(max_calls);
    let share = calls.div_ceil(found.len().max(1));
    let parts = articles.iter().map(|(article, known)| {
        let parts = parts(article, share, start).into_iter();
        let parts = parts.map(|part| (*article, known, unknown(&part, known), part));
        parts.filter(|(_, _, unknown, _)| *unknown > 0).collect()
    });
    let parts = interleaved(parts.collect()).into_iter().take(calls);
    let mut left = questions;
    let assignments = parts.filter_map(|(article, known, unknown, part)| {
        let count = left.min(unknown).min(Assignment::MAX_QUESTIONS);
        left = left.saturating_sub(count);
        let known = known.range(part.clone()).copied().collect();
        (count > 0).then(|| Assignment::part(article, part, count).without(known))
    });
    assignments.collect()
}

/// Returns the first items of all lists, then their second ones, and so on.
pub(crate) fn interleaved<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
    let mut lists: Vec<_> = lists.into_iter().map(Vec::into_iter).collect();
    let mut all = Vec::new();
    for _ in 0..longest {
        all.extend(lists.iter_mut().filter_map(Iterator::next));
    }
    all
}

/// Splits an article evenly into parts, at least as many as there are calls if it is long enough.
fn parts(article: &Article, calls: usize, start: usize) -> Vec<RangeInclusive<SentenceNumber>> {
    let numbers: Vec<SentenceNumber> = article.sentences().map(|(number, _)| number).collect();
    let chars = article
        .sentences()
        .map(|(_, sentence)| sentence.chars().count());
    let by_chars = chars.fold(0, usize::saturating_add).div_ceil(CHARS);
    let by_sentences = numbers.len().div_ceil(SENTENCES);
    let possible = (numbers.len() / MIN_SENTENCES).max(1);
    let count = by_chars.max(by_sentences).max(calls).min(possible);
    let size = numbers.len().div_ceil(count.max(1)).max(1);
    let parts = numbers
        .chunks(size)
        .filter_map(|part| Some(*part.first()?..=*part.last()?));
    let mut parts: Vec<_> = parts.collect();
    let start = start.checked_rem(parts.len()).unwrap_or(0);
    parts.rotate_left(start);
    parts
}

/// Returns the number of sentences of a part that no draft is about.
fn unknown(part: &RangeInclusive<SentenceNumber>, known: &BTreeSet<SentenceNumber>) -> usize {
    let (first, last) = (part.start().get(), part.end().get());
    let length = usize::from(last.saturating_sub(first)).saturating_add(1);
    length.saturating_sub(known.range(part.clone()).count())
}
