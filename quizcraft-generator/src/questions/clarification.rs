//! The clarifications of a game's questions.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::question::Question;
use super::sentences::Sentence;
use crate::random::Stream;
use quizcraft_review::{self as review, Secret, Text};

/// The facts that clarifications may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ClarificationPolicy {
    /// Only facts that no question of the game is about.
    NewFacts,
    /// Any fact. For games that are too short otherwise.
    AnyFacts,
}

/// Chooses a clarification for each question: its fact as a sentence, and a second fact about its subject; or `None`.
/// Questions of other kinds than single choice, and statements, have one of their own.
///
/// - No second fact is used twice, and no clarification reveals the solution of a later question. If the fact of the
///   question would do so, the second fact stands alone.
/// - Every pronoun is clear to the reviewer.
/// - The fact of the question stands alone only if no other sentence about the subject is clear.
pub(super) fn clarifications(
    questions: &[Question<'_>],
    policy: ClarificationPolicy,
    stream: &mut Stream,
) -> Vec<Option<Rc<Text>>> {
    let in_questions = questions.iter().map(|question| question.sentences().own());
    let mut in_questions: BTreeSet<&str> = in_questions.map(Sentence::as_str).collect();
    let guessed = guessed_secrets(questions);
    let (mut chosen, mut used) = (Vec::new(), BTreeSet::new());
    let mut later = (questions, guessed.as_slice());
    for question in questions {
        later = (rest(later.0), rest(later.1));
        if let Some(explanation) = question.explanation() {
            chosen.push(Some(Rc::clone(explanation)));
            continue;
        }
        let mut sentences = question.sentences().candidates(stream);
        sentences.sort_by_key(|sentence| in_questions.contains(sentence.as_str()));
        let is_free = |sentence: &&Sentence| !used.contains(sentence.as_str());
        let is_new = |sentence: &&Sentence| {
            policy == ClarificationPolicy::AnyFacts || !in_questions.contains(sentence.as_str())
        };
        let new = sentences.iter().copied().filter(is_new);
        let mut new = new.filter(is_free);
        let found = new.find_map(|second| Some((second, explanation(question, second, later)?)));
        let own = question.sentences().own();
        let found = found.or_else(|| {
            let is_clear = |sentence: &&Sentence| sentence.is_clear_after(&question.texts);
            let is_alone = is_free(&own) && !sentences.iter().any(is_clear);
            let text = is_alone.then(|| explanation(question, own, later));
            Some((own, text.flatten()?))
        });
        if found.is_none() {
            // The game drops a question without a clarification, so its fact becomes available.
            in_questions.remove(own.as_str());
        }
        let (second, text) = found.unzip();
        used.extend(second.map(Sentence::as_str));
        chosen.push(text);
    }
    chosen
}

/// Returns the fact of the question with a second sentence, or the second sentence alone if the fact would reveal a later
/// solution; `None` if the second one would do so, or if its pronouns are unclear.
fn explanation(
    question: &Question<'_>,
    second: &Sentence,
    later: (&[Question<'_>], &[Secret]),
) -> Option<Rc<Text>> {
    let is_clear = |sentence: &Sentence| sentence.is_clear_after(&question.texts);
    if !is_clear(second) {
        return None;
    }
    let own = question.sentences().own();
    let both = is_clear(own).then(|| own.then(second));
    let both = both.filter(|both| reveals_nothing(both, question, later));
    both.or_else(|| {
        let alone = second.text();
        reveals_nothing(alone, question, later).then(|| Rc::clone(alone))
    })
}

fn rest<T>(all: &[T]) -> &[T] {
    all.split_first().map_or(&[], |(_, rest)| rest)
}

/// Returns the secret of each question as the reviewer guesses it from the texts of the game.
fn guessed_secrets(questions: &[Question<'_>]) -> Vec<Secret> {
    let game = questions.iter();
    let game: Vec<_> = game
        .map(|question| (&question.texts, question.secret_builder()))
        .collect();
    review::secrets(&game)
}

/// Returns whether the text reveals no solution of the later questions. Checks both the secrets
/// that are known from the facts and those that the reviewer guesses.
fn reveals_nothing(
    text: &Rc<Text>,
    question: &Question<'_>,
    (known, guessed): (&[Question<'_>], &[Secret]),
) -> bool {
    let texts = question.texts.clone().with_clarification(Rc::clone(text));
    let known = known.iter().map(|question| &question.secret);
    let mut later = known.chain(guessed);
    !later.any(|secret| texts.revealing_part(secret).is_some())
}
