//! Questions for several subjects with a value.

use quizcraft_core::{Choice, MultipleChoice};
use quizcraft_facts::{Fact, Label, Row, Value};
use quizcraft_review::Secret;

use super::super::claim::Claim;
use super::super::distractors::{Distractors, Reach, Wrong};
use super::super::question::Question;
use super::{Parts, Scope, texts};
use crate::random::Stream;

/// The minimum and the maximum number of right options.
const MIN_RIGHT: usize = 2;
const MAX_RIGHT: usize = 4;
/// The maximum number of options.
const MAX_OPTIONS: usize = 6;
/// The maximum number of wrong options that the clarification explains.
const MAX_EXPLAINED: usize = 2;

/// Composes a question for all subjects with a value. Wrong options are drawn by the rules of single
/// choice: they are similar subjects with other values only.
pub(in crate::questions) fn multiple<'f>(
    claim: Claim<'f>,
    scope: &Scope<'f, '_>,
    stream: &mut Stream,
) -> Option<Question<'f>> {
    let fact = claim.stated()?;
    let column = fact.column();
    // "Which of these are a cloud?"
    if fact.value().label().is_indefinite() {
        return None;
    }
    let template = stream.shuffled(column.all()).into_iter().next()?;
    let right = right(&fact, scope, stream)?;
    let names: Vec<_> = right.iter().map(|value| value.row().name()).collect();
    let wrong = wrong(&fact, &names, stream)?;
    let labels: Vec<_> = wrong.iter().map(Row::name).collect();
    let (right_options, wrong_options) = options(&names, &labels)?;
    Parts {
        claim,
        further: right
            .iter()
            .copied()
            .filter(|value| *value != claim.value)
            .collect(),
        template,
        prompt: fact.fill(template),
        task: MultipleChoice::new(right_options, wrong_options)
            .ok()?
            .into(),
        explanation: explanation(&fact, &wrong),
        secret: Secret::new(texts(&names), &texts(&[fact.value().label()])),
        solution: fact.row().name(),
        subject: fact.value().label(),
    }
    .build()
}

/// Returns two to four values of different subjects that are equal to that of the fact, which is the first.
fn right<'f>(
    fact: &Fact<'f>,
    scope: &Scope<'f, '_>,
    stream: &mut Stream,
) -> Option<Vec<Value<'f>>> {
    let (column, own) = (fact.column(), fact.value());
    let rows = column.table().rows().filter(|row| *row != fact.row());
    let values = rows.flat_map(|row| row.values(&column));
    let same = values.filter(|value| {
        let is_trivial = value.row().shares_word_with(&value.label());
        value.has_same_text(&own) && value.is_asked() && !is_trivial && (scope.is_free)(value)
    });
    let mut others = stream.shuffled(same);
    others.sort_by_key(|value| {
        let is_found = (scope.is_found)(value);
        (!is_found, scope.memory.age(value).is_some())
    });
    let span = MAX_RIGHT.saturating_sub(MIN_RIGHT).saturating_add(1);
    let count = MIN_RIGHT.saturating_add(stream.below(span));
    let right: Vec<_> = std::iter::once(own).chain(others).take(count).collect();
    (right.len() >= MIN_RIGHT).then_some(right)
}

fn wrong<'f>(fact: &Fact<'f>, right: &[Label<'f>], stream: &mut Stream) -> Option<Vec<Row<'f>>> {
    let drawn = Distractors::subjects_beside(fact, right.to_vec()).draw(Reach::Near, stream);
    let Wrong::Labels(labels) = drawn else {
        return None;
    };
    let rows = fact.table().rows();
    let mut wrong: Vec<_> = rows.filter(|row| labels.contains(&row.name())).collect();
    stream.shuffle(&mut wrong);
    wrong.truncate(MAX_OPTIONS.saturating_sub(right.len()));
    (wrong.len() >= 2).then_some(wrong)
}

/// Returns the options as players read them, with articles if one of them has an indefinite article.
fn options(right: &[Label<'_>], wrong: &[Label<'_>]) -> Option<(Vec<Choice>, Vec<Choice>)> {
    let is_indefinite = right.iter().chain(wrong).any(Label::is_indefinite);
    let choice = |label: &Label<'_>| {
        let text = if is_indefinite {
            label.as_description()
        } else {
            label.as_option().into_owned()
        };
        Choice::new(text).ok()
    };
    let all = |labels: &[Label<'_>]| labels.iter().map(choice).collect::<Option<Vec<_>>>();
    Some((all(right)?, all(wrong)?))
}

/// Returns the fact, and what is true of some wrong options instead.
fn explanation<'f>(fact: &Fact<'f>, wrong: &[Row<'f>]) -> String {
    let column = fact.column();
    let instead = wrong.iter().filter_map(|row| {
        let mut values = row.values(&column);
        let value = values
            .next()
            .filter(|value| value.is_asked() && values.len() == 0)?;
        column.tell(row, &value)
    });
    let mut told = vec![fact.tell()];
    told.extend(instead.take(MAX_EXPLAINED));
    told.join(" ")
}
