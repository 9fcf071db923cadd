//! What a player learns after an answer.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::question::Question;
use super::sentences::Sentence;
use crate::random::Stream;
use quizcraft_review::{self as review, Secret, Text};

/// Whether a clarification may tell what another question of the game asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeats {
    Refused,
    Allowed,
}

/// For each question of a game a second fact about its subject, which was told after no earlier
/// question, gives no later answer away and is clear to the reviewer; none where there is no such
/// fact. Only of a subject of which nothing else can be told is the fact told that was asked.
pub(super) fn clarifications(
    questions: &[Question<'_>],
    repeats: Repeats,
    stream: &mut Stream,
) -> Vec<Option<Rc<Text>>> {
    let asked = questions.iter().map(|question| question.sentences().own());
    let mut asked: BTreeSet<&str> = asked.map(Sentence::as_str).collect();
    let guessed = guessed(questions);
    let (mut told, mut said) = (Vec::new(), BTreeSet::new());
    let mut later = (questions, guessed.as_slice());
    for question in questions {
        later = (rest(later.0), rest(later.1));
        let mut sentences = question.sentences().candidates(stream);
        sentences.sort_by_key(|sentence| asked.contains(sentence.as_str()));
        let is_clear = |sentence: &&Sentence| sentence.is_clear_after(&question.shown);
        let fair = |sentence: &&Sentence| {
            !said.contains(sentence.as_str())
                && is_clear(sentence)
                && is_fair(sentence, question, later)
        };
        let is_new = |sentence: &&Sentence| {
            repeats == Repeats::Allowed || !asked.contains(sentence.as_str())
        };
        let mut new = sentences.iter().copied().filter(is_new);
        let sentence = new.find(fair);
        // Of a subject of which nothing else can be told clearly, the fact is told that was asked.
        let sentence = sentence.or_else(|| {
            let own = question.sentences().own();
            (!sentences.iter().any(is_clear) && fair(&own)).then_some(own)
        });
        if sentence.is_none() {
            // It is not asked then.
            asked.remove(question.sentences().own().as_str());
        }
        said.extend(sentence.map(Sentence::as_str));
        told.push(sentence.map(|sentence| Rc::clone(sentence.text())));
    }
    told
}

fn rest<T>(all: &[T]) -> &[T] {
    all.split_first().map_or(&[], |(_, rest)| rest)
}

/// Returns what no earlier question may give away of each, as far as its texts tell.
fn guessed(questions: &[Question<'_>]) -> Vec<Secret> {
    let game = questions.iter();
    let game: Vec<_> = game
        .map(|question| (&question.shown, question.secret_builder()))
        .collect();
    review::secrets(&game)
}

/// Returns whether the sentence can be told after a question: it gives none of the later answers
/// away, be it by what is known of a question or by what its texts tell.
fn is_fair(
    sentence: &Sentence,
    question: &Question<'_>,
    (known, guessed): (&[Question<'_>], &[Secret]),
) -> bool {
    let shown = question
        .shown
        .clone()
        .with_clarification(Rc::clone(sentence.text()));
    let known = known.iter().map(|question| &question.secret);
    let mut later = known.chain(guessed);
    !later.any(|secret| shown.revealing_part(secret).is_some())
}
