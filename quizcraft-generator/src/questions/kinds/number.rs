//! Questions for a number that players estimate.

use quizcraft_core::{Decimal, Estimate, Unit};
use quizcraft_facts::Column;
use quizcraft_review::Secret;

use super::super::claim::{Claim, only_number};
use super::super::question::{Question, names};
use super::{Parts, texts};
use crate::random::Stream;

/// The year from which the age of other years is counted. A constant, so that a game does not change with
/// the time at which it is written.
pub(super) const PRESENT: i32 = 2025;
/// A year may be missed by one for so many years of age and still score fully.
const YEARS_PER_TOLERANCE: i32 = 1_000;
/// A year may be missed by one for so many years of age and still score something.
const YEARS_PER_SPAN: i32 = 10;
const MIN_YEAR_SPAN: i32 = 5;
const MAX_YEAR_SPAN: i32 = 100;
/// Smaller numbers are counted, not measured: only the exact number scores fully.
const MIN_MEASURED: i32 = 30;
const MIN_COUNT_SPAN: i32 = 3;
/// The tolerance and the span of measured numbers, in percent.
const TOLERANCE_PERCENT: i64 = 3;
const SPAN_PERCENT: i64 = 40;

/// Composes a question for a number. Asks for years, and for other numbers if their column has the line
/// `estimate:`.
pub(in crate::questions) fn number<'f>(
    claim: Claim<'f>,
    stream: &mut Stream,
) -> Option<Question<'f>> {
    let (row, value) = (claim.row(), claim.value);
    let (column, number) = (value.column(), only_number(&value)?);
    let template = stream.shuffled(templates(&column)).into_iter().next()?;
    Parts {
        claim,
        further: Vec::new(),
        template,
        prompt: column.fill(template, &row.name(), &value.label()),
        task: estimate(&column, number)?.into(),
        explanation: column.tell(&row, &value)?,
        secret: Secret::new(texts(&[value.label()]), &names(&row)),
        solution: value.label(),
        subject: row.name(),
    }
    .build()
}

fn templates<'f>(column: &Column<'f>) -> Vec<&'f str> {
    let own: Vec<_> = column.estimate().collect();
    if own.is_empty() && column.contains_years() {
        return column.ask().collect();
    }
    own
}

/// Returns the task. Where years before the common era are possible, the unit tells the era.
fn estimate(column: &Column<'_>, number: i32) -> Option<Estimate> {
    let (tolerance, span) = if column.contains_years() {
        leeway_of_year(number)
    } else {
        leeway(number)
    };
    let value = Decimal::from(if column.contains_years() {
        number.saturating_abs()
    } else {
        number
    });
    let estimate = Estimate::new(value, Decimal::from(tolerance), Decimal::from(span)).ok()?;
    Some(estimate.with_unit(match unit(column, number) {
        Some(unit) => Some(Unit::new(unit).ok()?),
        None => None,
    }))
}

fn unit<'f>(column: &Column<'f>, number: i32) -> Option<&'f str> {
    if !column.contains_years() {
        return column.unit();
    }
    let is_ancient = column.range().is_some_and(|range| *range.start() < 0);
    is_ancient.then_some(if number < 0 { "BC" } else { "AD" })
}

/// Returns the tolerance and the span of a year. Both grow with its age.
fn leeway_of_year(year: i32) -> (i32, i32) {
    let age = PRESENT.saturating_sub(year);
    let share = |part: i32| age.checked_div(part).unwrap_or_default();
    let span = share(YEARS_PER_SPAN).clamp(MIN_YEAR_SPAN, MAX_YEAR_SPAN);
    (share(YEARS_PER_TOLERANCE).max(0), span)
}

/// Returns the tolerance and the span of another number.
fn leeway(number: i32) -> (i32, i32) {
    let size = number.saturating_abs();
    let percent = |percent: i64| {
        let share = i64::from(size).saturating_mul(percent).div_euclid(100);
        i32::try_from(share).unwrap_or(i32::MAX)
    };
    let span = percent(SPAN_PERCENT).max(MIN_COUNT_SPAN);
    if size < MIN_MEASURED {
        (0, span)
    } else {
        (percent(TOLERANCE_PERCENT).max(1), span)
    }
}

#[cfg(test)]
mod tests {
    use super::{leeway, leeway_of_year};

    #[test]
    fn the_leeway_of_years_grows_with_their_age() {
        for (year, expected) in [
            (2024, (0, 5)),
            (1969, (0, 5)),
            (1805, (0, 22)),
            (1066, (0, 95)),
            (800, (1, 100)),
            (-44, (2, 100)),
        ] {
            assert_eq!(leeway_of_year(year), expected, "{year}");
        }
    }

    #[test]
    fn the_leeway_of_sizes_is_relative() {
        for (size, expected) in [
            (5, (0, 3)),
            (11, (0, 4)),
            (84, (2, 33)),
            (8849, (265, 3539)),
        ] {
            assert_eq!(leeway(size), expected, "{size}");
        }
    }
}
