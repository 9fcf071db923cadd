//! The sentences of an article that the questions of a game are about already.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use quizcraft_core::{Draft, Source};
use quizcraft_text::Phrase;

use crate::rules::FoldedText;
use crate::{Article, SentenceNumber};

/// Returns the sentences that drafts with the article as their source are about: for each draft, of the sentences that
/// contain its solution, the first one that has most words of its texts.
pub(crate) fn known(article: &Article, drafts: &[Draft]) -> BTreeSet<SentenceNumber> {
    let is_source = |draft: &&Draft| {
        let url = draft.source().and_then(Source::url);
        url == Some(article.url())
    };
    let drafts = drafts.iter().filter(is_source);
    drafts.filter_map(|draft| cited(article, draft)).collect()
}

fn cited(article: &Article, draft: &Draft) -> Option<SentenceNumber> {
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
