use std::num::NonZeroU16;

use proptest::collection::{hash_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;

use super::{choice, clarification, prompt};
use quizcraft_core::{Choice, Draft, Drafts, Question, QuestionIndex, Questions, QuestionsLimit};

/// Returns a strategy for the numbers of questions that a new game may request.
pub fn questions_limit() -> impl Strategy<Value = QuestionsLimit> + Clone {
    (1..=QuestionsLimit::MAX)
        .prop_filter_map("a limit", NonZeroU16::new)
        .prop_map(QuestionsLimit::restore)
}

/// Returns a strategy for the numbers of a new game's questions.
pub fn question_index() -> impl Strategy<Value = QuestionIndex> + Clone {
    (1..=i64::from(QuestionsLimit::MAX)).prop_filter_map("an index", QuestionIndex::new)
}

/// Returns a strategy for drafts with two to eight options.
pub fn draft() -> impl Strategy<Value = Draft> + Clone {
    let options = hash_set(choice(), Draft::MIN_OPTIONS..=Draft::MAX_OPTIONS);
    let parts = (prompt(), options, clarification());
    // Different options may be equal in their comparable form, but this is rare.
    parts.prop_filter_map("options that differ", |(prompt, options, clarification)| {
        // The order of a hash set differs between processes; failures must be reproducible.
        let mut options: Vec<Choice> = options.into_iter().collect();
        options.sort_unstable();
        let solution = options.swap_remove(0);
        Draft::single(prompt, solution, options, clarification).ok()
    })
}

/// Returns a strategy for `count` drafts of one game.
pub fn drafts(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Drafts> {
    let drafts = vec(draft(), count);
    drafts.prop_filter_map("questions that differ", |drafts| Drafts::new(drafts).ok())
}

/// Returns a strategy for the questions of a game, of which the first ones (none, some or all) are
/// answered.
pub fn questions() -> impl Strategy<Value = Questions> {
    let answers = vec(any::<Index>(), 0..=6);
    (drafts(1..=6), answers).prop_map(|(drafts, answers)| answered(&drafts, &answers))
}

fn answered(drafts: &Drafts, answers: &[Index]) -> Questions {
    let numbers = (1..).filter_map(QuestionIndex::new);
    let questions = numbers.zip(drafts.iter()).enumerate();
    let questions = questions.map(|(place, (index, draft))| {
        let options: Vec<_> = draft.options().cloned().collect();
        let choice = answers
            .get(place)
            .map(|answer| answer.get(&options).clone());
        Question::restore(index, draft.clone(), choice)
    });
    match Questions::restore(questions.collect()) {
        Ok(Some(questions)) => questions,
        other => panic!("drafts are valid questions: {other:?}"),
    }
}
