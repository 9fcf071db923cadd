//! Questions that have subjects put in order of a number.

use quizcraft_core::{Choice, Sequence};
use quizcraft_facts::{Column, Row, Value};
use quizcraft_review::{Secret, is_numbered};

use super::super::claim::{Claim, only_number};
use super::super::question::Question;
use super::number::PRESENT;
use super::{Parts, Scope, list, texts};
use crate::random::Stream;

/// The minimum and the maximum number of items.
const MIN_ITEMS: usize = 3;
const MAX_ITEMS: usize = 5;
/// Two years are at least one year apart for so many years of their age.
const YEARS_PER_GAP: i32 = 25;
const MIN_YEAR_GAP: i32 = 3;
/// Two other numbers differ by at least this part of the greater one.
const SIZE_GAP_PERCENT: i64 = 15;
const MIN_SIZE_GAP: i64 = 2;
/// Items are preferred that differ from the first by at most so many gaps.
const MAX_GAPS: i64 = 10;

/// Composes a question for the order of three to five subjects. Their numbers are well apart, and their
/// names contain none.
pub(in crate::questions) fn order<'f>(
    claim: Claim<'f>,
    scope: &Scope<'f, '_>,
    stream: &mut Stream,
) -> Option<Question<'f>> {
    let column = claim.value.column();
    let template = column.order()?;
    let wanted = MIN_ITEMS
        .saturating_add(stream.below(MAX_ITEMS.saturating_sub(MIN_ITEMS).saturating_add(1)));
    let mut items = vec![Item::new(claim.value)?];
    let own = Item::new(claim.value)?;
    for other in others(&own, scope, stream) {
        if items.len() < wanted && items.iter().all(|item| item.is_apart_from(&other)) {
            items.push(other);
        }
    }
    items.sort_by_key(|item| item.number);
    let choices = items
        .iter()
        .map(|item| Choice::new(item.row.name().as_option()).ok());
    let labels: Vec<_> = items.iter().map(|item| item.row.name()).collect();
    let numbers: Vec<_> = items.iter().map(|item| item.value.label()).collect();
    let values = items.iter().map(|item| item.value);
    Parts {
        claim,
        further: values.filter(|value| *value != claim.value).collect(),
        template,
        prompt: template.to_owned(),
        task: Sequence::new(choices.collect::<Option<_>>()?).ok()?.into(),
        explanation: explanation(&items, &column),
        secret: Secret::new(texts(&numbers), &texts(&labels)),
        solution: claim.value.label(),
        subject: claim.row().name(),
    }
    .build()
}

struct Item<'f> {
    row: Row<'f>,
    value: Value<'f>,
    number: i32,
    is_year: bool,
}

impl<'f> Item<'f> {
    /// Returns `None` if the number is uncertain, or if the name may tell it.
    fn new(value: Value<'f>) -> Option<Self> {
        let row = value.row();
        let number = only_number(&value)?;
        (!is_numbered(row.name().as_str())).then(|| Self {
            row,
            value,
            number,
            is_year: value.column().contains_years(),
        })
    }

    fn is_apart_from(&self, other: &Self) -> bool {
        self.distance(other) >= self.gap(other)
    }

    /// Returns whether the two are near enough to each other that their order is not obvious.
    fn is_near(&self, other: &Self) -> bool {
        self.distance(other) <= self.gap(other).saturating_mul(MAX_GAPS)
    }

    fn distance(&self, other: &Self) -> i64 {
        i64::from(self.number)
            .abs_diff(other.number.into())
            .try_into()
            .unwrap_or(i64::MAX)
    }

    /// Returns the minimum distance of the two. It grows with the age of years and with other numbers.
    fn gap(&self, other: &Self) -> i64 {
        if self.is_year {
            let age = PRESENT.saturating_sub(self.number.min(other.number));
            let gap = age.checked_div(YEARS_PER_GAP).unwrap_or_default();
            gap.max(MIN_YEAR_GAP).into()
        } else {
            let greater = i64::from(self.number.max(other.number));
            let share = greater.saturating_mul(SIZE_GAP_PERCENT).div_euclid(100);
            share.max(MIN_SIZE_GAP)
        }
    }
}

/// Returns the other subjects of the table in random order: those that the keywords select first, if there
/// are enough, and among them those with a near number.
fn others<'f>(own: &Item<'f>, scope: &Scope<'f, '_>, stream: &mut Stream) -> Vec<Item<'f>> {
    let column = own.value.column();
    let rows = column.table().rows().filter(|row| *row != own.row);
    let values = rows
        .flat_map(|row| row.values(&column))
        .filter(scope.is_free);
    let mut items = stream.shuffled(values.filter_map(Item::new));
    items.sort_by_key(|item| {
        let is_found = (scope.is_found)(&item.value);
        (
            !is_found,
            !own.is_near(item),
            scope.memory.age(&item.value).is_some(),
        )
    });
    items
}

/// Returns the items with their numbers: "In order: A (1805), B (1813) and C (1815)."
fn explanation(items: &[Item<'_>], column: &Column<'_>) -> String {
    let each = items.iter().map(|item| {
        let number = column.format_number(item.number);
        let unit = column.unit().filter(|_| !item.is_year && item.number != 1);
        let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
        format!("{} ({number}{unit})", item.row.name().in_sentence())
    });
    format!("In order: {}.", list(&each.collect::<Vec<_>>()))
}
