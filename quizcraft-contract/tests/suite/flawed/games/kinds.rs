//! Changes of questions that a store makes which knows only some of their attributes.

use quizcraft_core::{Draft, Kinds, Question, Questions, Response, StoredStatus, TotalScore};

use super::changed::changed;
use crate::plain::Row;

pub(super) fn with_default_kinds(row: Row) -> Row {
    let game = changed(&row.game, |stored| stored.kinds = Kinds::default());
    Row { game, ..row }
}

/// Returns the row with every question changed.
pub(super) fn with_questions(row: Row, change: fn(&Question) -> Question) -> Row {
    let questions = row.questions.iter().flat_map(Questions::iter);
    let questions = Questions::restore(questions.map(change).collect()).unwrap();
    Row { questions, ..row }
}

/// Returns the question as a single choice between its solution and its wrong options.
pub(super) fn as_single(question: &Question) -> Question {
    let draft = question.draft();
    let single = Draft::restore_single(
        draft.prompt().clone(),
        draft.solution().clone(),
        draft.wrong().to_vec(),
        draft.clarification().clone(),
    );
    with_draft(question, single)
}

pub(super) fn without_source(question: &Question) -> Question {
    with_draft(question, question.draft().clone().with_source(None))
}

pub(super) fn without_writer(question: &Question) -> Question {
    with_draft(question, question.draft().clone().with_writer(None))
}

/// Returns the question without a response that is neither an option nor a text.
pub(super) fn without_lists(question: &Question) -> Question {
    let response = question
        .response()
        .filter(|response| response.choice().is_some());
    Question::restore(
        question.index(),
        question.draft().clone(),
        response.cloned(),
    )
}

/// Returns the row with the score that it would have if every question scored 1 or 0.
pub(super) fn without_partial_scores(row: Row) -> Row {
    let game = changed(&row.game, |stored| match &mut stored.status {
        StoredStatus::Ready { correct, score, .. } | StoredStatus::Finished { correct, score } => {
            *score = correct.map(TotalScore::of_right);
        }
        StoredStatus::Pending { .. } | StoredStatus::Failed(_) => {}
    });
    Row { game, ..row }
}

fn with_draft(question: &Question, draft: Draft) -> Question {
    let response: Option<&Response> = question.response();
    Question::restore(question.index(), draft, response.cloned())
}
