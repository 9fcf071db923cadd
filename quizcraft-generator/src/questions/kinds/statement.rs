//! Statements that are true or false.

use quizcraft_core::{Choice, SingleChoice};
use quizcraft_facts::{Fact, Label};
use quizcraft_review::{FALSE, STATEMENT, Secret, TRUE};

use super::super::claim::Claim;
use super::super::distractors::{Distractors, Reach, Wrong};
use super::super::question::{Question, names};
use super::super::sentences::Sentences;
use super::{Parts, texts};
use crate::random::Stream;

/// Composes a statement. Whether it is true is random, and known only after it is certain that both a true
/// and a false one can be composed, so that true ones are not more frequent.
pub(in crate::questions) fn statement<'f>(
    claim: Claim<'f>,
    stream: &mut Stream,
) -> Option<Question<'f>> {
    let fact = claim.stated()?;
    let (truth, falsehood) = (fact.tell(), falsehood(&fact, stream)?);
    let sentences = Sentences::new(&fact.value());
    let second = sentences
        .candidates(stream)
        .into_iter()
        .next()?
        .as_str()
        .to_owned();
    let is_true = stream.below(2) == 0;
    let (said, key, other, explanation) = if is_true {
        (truth, TRUE, FALSE, second)
    } else {
        (falsehood, FALSE, TRUE, truth)
    };
    let (key, other) = (Choice::new(key).ok()?, Choice::new(other).ok()?);
    Parts {
        claim,
        further: Vec::new(),
        template: STATEMENT,
        prompt: format!("{STATEMENT}{said}"),
        task: SingleChoice::new(key, vec![other]).ok()?.into(),
        explanation,
        secret: Secret::new(texts(&[fact.value().label()]), &names(&fact.row())),
        solution: fact.value().label(),
        subject: fact.row().name(),
    }
    .build()
}

/// Returns the fact with a wrong value or a wrong subject, chosen by the rules for wrong options, so that
/// the fact corrects it: the subject has no other value, or no other subject has the value.
fn falsehood(fact: &Fact<'_>, stream: &mut Stream) -> Option<String> {
    let (column, row, value) = (fact.column(), fact.row(), fact.value());
    if value.number().is_some() {
        return None;
    }
    if column.ask().len() > 0 && row.values(&column).len() == 1 {
        let wrong = first(&Distractors::values(fact), stream)?;
        return column.statement(&row.name(), &wrong);
    }
    let is_unique = column.back().len() > 0 && !value.is_shared();
    is_unique.then_some(())?;
    let wrong = first(&Distractors::subjects(fact), stream)?;
    column.statement(&wrong, &value.label())
}

fn first<'f>(distractors: &Distractors<'f>, stream: &mut Stream) -> Option<Label<'f>> {
    match distractors.draw(Reach::Near, stream) {
        Wrong::Labels(labels) => labels.into_iter().next(),
        Wrong::Numbers(_) => None,
    }
}
