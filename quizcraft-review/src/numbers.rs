//! Rules for options that are numbers.

use super::{Flaw, Item, Rule, Text};

/// Round numbers are multiples of this.
const ROUND: i64 = 10;
/// The minimum number of options that form a sequence. Fewer numbers in even steps can be a
/// coincidence.
const MIN_SEQUENCE_LENGTH: usize = 4;

pub(super) const RULES: &[Rule] = &[
    (Flaw::OverlappingRanges, ranges_overlap),
    (Flaw::RoundNumbers, only_wrong_are_round),
    (Flaw::EvenSteps, has_even_steps),
];

/// Returns the number that the whole option consists of.
fn number(option: &Text) -> Option<i64> {
    option.as_str().parse().ok()
}

/// Returns the options as numbers, or `None` if one of them is not a number.
fn numbers(item: &Item<'_>) -> Option<Vec<i64>> {
    item.options().map(number).collect()
}

fn only_wrong_are_round(item: &Item<'_>) -> bool {
    let is_round = |number: &i64| number.checked_rem(ROUND) == Some(0);
    let numbers = numbers(item).unwrap_or_default();
    let split = numbers.split_first();
    split.is_some_and(|(right, wrong)| {
        !is_round(right) && wrong.len() > 1 && wrong.iter().all(is_round)
    })
}

fn has_even_steps(item: &Item<'_>) -> bool {
    let mut numbers = numbers(item).unwrap_or_default();
    numbers.sort_unstable();
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    let steps: Vec<i64> = pairs.map(|(one, two)| two.saturating_sub(*one)).collect();
    let even = steps.iter().all(|step| Some(step) == steps.first());
    numbers.len() >= MIN_SEQUENCE_LENGTH && even && steps.first().is_some_and(|step| *step > 1)
}

fn ranges_overlap(item: &Item<'_>) -> bool {
    let mut ranges: Vec<_> = item.options().filter_map(range).collect();
    ranges.sort_unstable();
    let mut pairs = ranges.iter().zip(ranges.iter().skip(1));
    pairs.any(|(one, two)| two.0 <= one.1)
}

/// Returns the bounds of an option such as "1914–1918".
fn range(option: &Text) -> Option<(i64, i64)> {
    let (low, high) = option.as_str().split_once(['-', '–'])?;
    Some((low.trim().parse().ok()?, high.trim().parse().ok()?))
}
