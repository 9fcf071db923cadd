//! The distribution of a game's questions over writing calls.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use quizcraft_core::gateway::Brief;

use crate::finding::Researched;
use crate::known::Known;
use crate::{Article, Assignment, Budget, SentenceNumber};

/// The maximum number of sentences of an assignment, as long as the article is long enough for others.
const SENTENCES: usize = 15;
/// The approximate number of characters of an assignment, for the same articles.
const CHARS: usize = 2_000;
/// The minimum number of sentences of an assignment, so that a call has a choice.
const MIN_SENTENCES: usize = 2;

/// The writing calls of a game.
pub(crate) struct Plan {
    /// The calls that are made.
    pub(crate) first: Vec<Assignment>,
    /// The calls that are made if no question results from the first ones: about what the player was asked before.
    pub(crate) otherwise: Vec<Assignment>,
    /// Whether the articles have too few sentences of which the player was not asked before.
    pub(crate) is_used_up: bool,
}

/// How many questions and calls a game may have, and the part of an article to begin with.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    pub(crate) questions: usize,
    pub(crate) calls: usize,
    pub(crate) start: usize,
}

/// An article, and its sentences that may not be cited.
struct Citable<'a> {
    article: &'a Arc<Article>,
    known: BTreeSet<SentenceNumber>,
}

impl Extent {
    /// Returns the extent of a game: 1.6 times as many questions as are needed, in 5 of 12 calls at most. Of the parts of
    /// an article that are used as little, a player's first game begins with the first one, and later games with one that
    /// depends on the game.
    pub(crate) fn of(brief: &Brief, budget: &Budget) -> Self {
        let limit = usize::from(brief.limit().get());
        let calls = budget.calls().saturating_mul(5) / 12;
        let game = brief.game();
        let [byte, ..] = game.as_bytes();
        let is_first = brief.asked().is_empty();
        Self {
            questions: limit.saturating_mul(8).div_ceil(5),
            calls: usize::try_from(calls).unwrap_or(usize::MAX).max(1),
            start: if is_first { 0 } else { usize::from(*byte) },
        }
    }
}

impl Plan {
    /// Plans questions about sentences of which the player was not asked before. If there are too few of them, others are
    /// asked about again, except those [with drafts](Known::sentences_with_drafts).
    pub(crate) fn new(found: &[Researched], known: &Known<'_>, extent: Extent) -> Self {
        let articles = || found.iter().map(Researched::article);
        let new: Vec<_> = articles()
            .map(|article| Citable {
                article,
                known: known.sentences(article),
            })
            .collect();
        let again: Vec<_> = new.iter().map(|new| new.others(known)).collect();
        let sentences = new.iter().map(Citable::unknown);
        let missing = extent.questions.saturating_sub(sentences.sum());
        let mut first = assignments(&new, extent);
        let repeated = Extent {
            questions: missing.saturating_sub(known.repeats().len()),
            calls: extent.calls.saturating_sub(first.len()),
            ..extent
        };
        first.extend(assignments(&again, repeated));
        let otherwise = if missing == 0 && known.repeats().is_empty() {
            assignments(&again, extent)
        } else {
            Vec::new()
        };
        Self {
            first,
            otherwise,
            is_used_up: missing > 0,
        }
    }
}

impl<'a> Citable<'a> {
    /// Returns the number of sentences that may be cited.
    fn unknown(&self) -> usize {
        let sentences = self.article.sentences().count();
        sentences.saturating_sub(self.known.len())
    }

    /// Returns the article for questions about the known sentences only, except those that have drafts.
    fn others(&self, known: &Known<'_>) -> Self {
        let numbers = self.article.sentences().map(|(number, _)| number);
        let new = numbers.filter(|number| !self.known.contains(number));
        let with_drafts = known.sentences_with_drafts(self.article);
        Self {
            article: self.article,
            known: new.chain(with_drafts).collect(),
        }
    }

    /// Returns parts of the article with sentences that may be cited: the least used parts first.
    fn parts(&self, calls: usize, start: usize) -> Vec<Part<'a>> {
        let parts = parts(self.article, calls, start).into_iter();
        let parts = parts.map(|range| Part {
            article: self.article,
            known: self.known.range(range.clone()).copied().collect(),
            range,
        });
        let mut parts: Vec<_> = parts.filter(|part| part.unknown() > 0).collect();
        parts.sort_by_key(|part| part.known.len());
        parts
    }
}

/// A part of an article, and its sentences that may not be cited.
struct Part<'a> {
    article: &'a Arc<Article>,
    range: RangeInclusive<SentenceNumber>,
    known: BTreeSet<SentenceNumber>,
}

impl Part<'_> {
    /// Returns the number of sentences that may be cited.
    fn unknown(&self) -> usize {
        let (first, last) = (self.range.start().get(), self.range.end().get());
        let length = usize::from(last.saturating_sub(first)).saturating_add(1);
        length.saturating_sub(self.known.len())
    }
}

/// Returns assignments for some questions about the articles in turn. No sentence may be cited in two of them.
fn assignments(articles: &[Citable<'_>], extent: Extent) -> Vec<Assignment> {
    let articles: Vec<_> = articles.iter().filter(|own| own.unknown() > 0).collect();
    // A sentence has hardly more than one fact.
    let sentences = articles.iter().map(|article| article.unknown());
    let questions = sentences.fold(0, usize::saturating_add);
    let mut left = questions.min(extent.questions);
    let calls = left.div_ceil(Assignment::MAX_QUESTIONS).min(extent.calls);
    let share = calls.div_ceil(articles.len().max(1));
    let parts = articles
        .iter()
        .map(|article| article.parts(share, extent.start));
    // Parts with few unknown sentences need more calls.
    let parts = interleaved(parts.collect()).into_iter().take(extent.calls);
    let assignments = parts.filter_map(|part| {
        let count = left.min(part.unknown()).min(Assignment::MAX_QUESTIONS);
        left = left.saturating_sub(count);
        let assignment = || Assignment::part(part.article, part.range, count).without(part.known);
        (count > 0).then(assignment)
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

/// Splits an article evenly into parts, at least as many as there are calls if it is long enough. A long article has more
/// parts than are needed; `start` selects the first one.
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
