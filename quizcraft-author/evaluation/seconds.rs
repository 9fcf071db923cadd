//! Questions with a second right answer.

use super::article::{GoldArticle, Item, Truth, article, number_of};
use super::case::Case;
use super::mutation::with_wrong;

/// Offers a second right answer that the cited sentence states beside the first.
pub(super) fn in_same_sentence(gold: &GoldArticle, item: &Item, good: &Case) -> Vec<Case> {
    let Some(other) = item.others().first() else {
        return Vec::new();
    };
    let (own, solution) = (item.own(), &item.proposal.solution);
    let both = own.replacen(solution, &format!("{solution} and {}", other.answer), 1);
    if both == own {
        return Vec::new();
    }
    let sentences = gold
        .sentences
        .iter()
        .filter(|text| **text != other.sentence);
    let sentences = sentences.map(|text| {
        if text == own {
            both.clone()
        } else {
            text.clone()
        }
    });
    let sentences: Vec<String> = sentences.collect();
    let truths = [solution, &other.answer].map(|answer| Truth {
        answer: answer.clone(),
        sentence: both.clone(),
    });
    rebuilt(gold, &sentences, &both, item, other, good, &truths)
}

/// Offers a second right answer that another sentence states.
pub(super) fn in_other_sentence(item: &Item, good: &Case) -> Vec<Case> {
    let stated = item.others().iter();
    let mut stated = stated.filter(|truth| number_of(&good.article, &truth.sentence).is_some());
    let other = stated.next().map(|truth| Case {
        proposal: with_wrong(item, 0, &truth.answer),
        ..good.clone()
    });
    other.into_iter().collect()
}

/// Offers a second right answer that the article does not state.
pub(super) fn unstated(gold: &GoldArticle, item: &Item, good: &Case) -> Vec<Case> {
    let Some(other) = item.others().first() else {
        return Vec::new();
    };
    let sentences = gold
        .sentences
        .iter()
        .filter(|text| **text != other.sentence);
    let sentences: Vec<String> = sentences.cloned().collect();
    rebuilt(
        gold,
        &sentences,
        item.own(),
        item,
        other,
        good,
        &item.truths,
    )
}

/// Returns the question about another article, with a second right answer.
fn rebuilt(
    gold: &GoldArticle,
    sentences: &[String],
    own: &str,
    item: &Item,
    other: &Truth,
    good: &Case,
    truths: &[Truth],
) -> Vec<Case> {
    let Some(article) = article(&gold.keyword, sentences) else {
        return Vec::new();
    };
    let Some(sentence) = number_of(&article, own) else {
        return Vec::new();
    };
    let mut proposal = with_wrong(item, 0, &other.answer);
    proposal.sentence = sentence;
    vec![Case {
        article,
        proposal,
        truths: truths.to_vec(),
        ..good.clone()
    }]
}
