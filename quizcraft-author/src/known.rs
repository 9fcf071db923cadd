//! The sentences of an article that a game need not be written about: those of its own questions, and those of questions
//! that its player or the pool has.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use quizcraft_core::gateway::Brief;
use quizcraft_core::{Asked, Draft, DraftFingerprint, Source};
use quizcraft_review::Review;
use quizcraft_text::Phrase;

use crate::pool::Unused;
use crate::rules::FoldedText;
use crate::selection::Selection;
use crate::{Article, SentenceNumber};

/// The maximum number of sentences that count as known because they contain the same solution. A solution that stands in
/// more of them, such as the title of the article, does not tell which one a question was about.
const MAX_SENTENCES: usize = 3;

/// The questions that exist before a game is written.
pub(crate) struct Known<'a> {
    /// The questions of the game.
    written: &'a [Draft],
    /// What the player was asked before.
    asked: &'a Asked,
    /// The drafts of the pool that are not in the game.
    unused: Unused,
}

impl<'a> Known<'a> {
    pub(crate) fn new(brief: &'a Brief, unused: Unused) -> Self {
        Self {
            written: brief.written(),
            asked: brief.asked(),
            unused,
        }
    }

    /// Returns the drafts of the pool that the player was asked before, the longest ago first.
    pub(crate) fn repeats(&self) -> &[Draft] {
        &self.unused.repeats
    }

    /// Returns the repeats that go with these drafts, at most as many.
    pub(crate) fn fitting_repeats(
        &self,
        drafts: Vec<Draft>,
        review: &Review<'_>,
        most: usize,
    ) -> Vec<Draft> {
        let mut selection = Selection::beside(drafts);
        let repeats = self.repeats().iter();
        let fitting = repeats.filter(|draft| {
            let added = selection.add_draft((*draft).clone(), review);
            added.is_ok()
        });
        fitting.take(most).cloned().collect()
    }

    /// Returns the sentences that a question of the game, of the pool or of an earlier game of the player is about.
    pub(crate) fn sentences(&self, article: &Article) -> BTreeSet<SentenceNumber> {
        let unused = &self.unused;
        let drafts = [
            self.written,
            &unused.repeats,
            &unused.rejected,
            &unused.misfits,
        ];
        let sentences = drafts.into_iter().flat_map(|all| cited(article, all));
        sentences.chain(self.asked(article)).collect()
    }

    /// Returns the sentences about which a new question would be one that exists: in the game, among the
    /// [repeats](Self::repeats), or among the drafts of the pool that do not go with the game.
    pub(crate) fn sentences_with_drafts(&self, article: &Article) -> BTreeSet<SentenceNumber> {
        let drafts = [self.written, &self.unused.repeats, &self.unused.rejected];
        let sentences = drafts.into_iter().flat_map(|all| cited(article, all));
        sentences.collect()
    }

    /// Returns the sentences of questions that the player was asked before, and that the pool does not have. Only their
    /// fingerprints are known: each is that of a phrase in the sentence, the solution.
    fn asked(&self, article: &Article) -> BTreeSet<SentenceNumber> {
        let unused = &self.unused;
        let pooled = [&unused.repeats, &unused.rejected, &unused.misfits];
        let pooled = pooled.into_iter().flatten();
        let pooled: HashSet<DraftFingerprint> = pooled.map(Draft::fingerprint).collect();
        let asked = self.asked.iter().filter(|fact| !pooled.contains(fact));
        let mut left: HashMap<_, usize> = asked.map(|fact| (fact, MAX_SENTENCES)).collect();
        let mut known = BTreeSet::new();
        if left.is_empty() {
            return known;
        }
        for (number, sentence) in article.sentences() {
            let sentence = FoldedText::new(sentence);
            let phrases: HashSet<_> = sentence
                .phrases()
                .map(|phrase| article.fingerprint_of(phrase))
                .collect();
            for phrase in &phrases {
                if let Some(left) = left.get_mut(phrase)
                    && *left > 0
                {
                    *left = left.saturating_sub(1);
                    known.insert(number);
                }
            }
        }
        known
    }
}

/// Returns the sentences that drafts with the article as their source are about: for each draft, of the sentences that
/// contain its solution, the first one that has most words of its texts.
fn cited(article: &Article, drafts: &[Draft]) -> Vec<SentenceNumber> {
    let is_source = |draft: &&Draft| {
        let url = draft.source().and_then(Source::url);
        url == Some(article.url())
    };
    let drafts = drafts.iter().filter(is_source);
    let cited = drafts.filter_map(|draft| cited_by(article, draft));
    cited.collect()
}

fn cited_by(article: &Article, draft: &Draft) -> Option<SentenceNumber> {
    let solution = FoldedText::new(draft.solution().as_str());
    let texts = format!("{} {}", draft.prompt(), draft.clarification());
    let texts = Phrase::new(&texts);
    let words: HashSet<&str> = texts.words().collect();
    let proofs = article.sentences();
    let proofs = proofs.filter(|(_, sentence)| FoldedText::new(sentence).contains(&solution));
    let common = |sentence: &str| {
        let sentence = Phrase::new(sentence);
        let own: HashSet<&str> = sentence.words().collect();
        own.intersection(&words).count()
    };
    let best = proofs.min_by_key(|(_, sentence)| Reverse(common(sentence)));
    best.map(|(number, _)| number)
}
