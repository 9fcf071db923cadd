//! Rules for the evidence: the clarification, and the other sentences of the article.

use super::content::ContentWords;
use super::words::{FoldedText, has_no_spaces};
use crate::sentences::{is_finished, sentences_of};
use crate::{Article, Proposal, Rejection, SentenceNumber};

/// The minimum number of words of the prompt in a sentence that answers it.
const MIN_COMMON: usize = 2;

/// Checks that the prompt is one sentence, and that the clarification is complete and says something about the
/// question.
pub(super) fn check_sentences(
    article: &Article,
    cited: &str,
    proposal: &Proposal,
) -> Result<(), Rejection> {
    if sentences_of(&proposal.prompt).nth(1).is_some() {
        return Err(Rejection::SeveralSentences);
    }
    let clarification = &proposal.clarification;
    if !is_finished(clarification) {
        return Err(Rejection::UnfinishedClarification);
    }
    let title = article.title().as_str();
    let question = [title, cited, &proposal.prompt, &proposal.solution].join(" ");
    let question = ContentWords::of(&question);
    // Words cannot be told apart in a script without spaces.
    let is_related = |sentence: &str| {
        sentence.contains(has_no_spaces) || ContentWords::of(sentence).are_related(&question)
    };
    if sentences_of(clarification).all(is_related) {
        Ok(())
    } else {
        Err(Rejection::UnrelatedClarification)
    }
}

/// Checks that no other sentence answers the prompt with a wrong option as well as the cited sentence does with the
/// solution: it contains every word of the prompt that the cited sentence contains.
pub(super) fn check_others(
    article: &Article,
    cited: SentenceNumber,
    wrong: &[FoldedText],
    prompt: &str,
) -> Result<(), Rejection> {
    let prompt = ContentWords::of(prompt);
    let words = |sentence: &str| ContentWords::of(sentence);
    let cited_words = article.sentence(cited).map(words);
    let needed = cited_words.map(|cited| prompt.common(&cited));
    let answers = |sentence: &str| {
        let common = prompt.common(&words(sentence));
        common.len() >= MIN_COMMON
            && needed
                .as_ref()
                .is_some_and(|needed| common.contains_all(needed))
    };
    let mut others = article.sentences().filter(|(number, _)| *number != cited);
    let is_doubtful = others.any(|(_, sentence)| {
        let folded = FoldedText::new(sentence);
        wrong.iter().any(|option| folded.contains(option)) && answers(sentence)
    });
    if is_doubtful {
        Err(Rejection::WrongOptionStated)
    } else {
        Ok(())
    }
}
