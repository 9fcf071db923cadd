//! Rules for options that are numbers.

use super::{Flaw, Item, Rule, Text};

/// What round numbers are multiples of.
const ROUND: i64 = 10;
/// From how many numbers on even steps are no accident.
const SEQUENCE: usize = 4;

pub(super) const RULES: &[Rule] = &[
    (Flaw::OverlappingRanges, ranges_overlap),
    (Flaw::RoundNumbers, only_wrong_ones_are_round),
    (Flaw::EvenSteps, has_even_steps),
];

fn number(option: &Text) -> Option<i64> {
    option.as_str().parse().ok()
}

fn numbers(item: &Item<'_>) -> Option<Vec<i64>> {
    item.options().map(number).collect()
}

fn only_wrong_ones_are_round(item: &Item<'_>) -> bool {
    let round = |number: &i64| number.checked_rem(ROUND) == Some(0);
    let numbers = numbers(item).unwrap_or_default();
    let split = numbers.split_first();
    split.is_some_and(|(right, wrong)| !round(right) && wrong.len() > 1 && wrong.iter().all(round))
}

fn has_even_steps(item: &Item<'_>) -> bool {
    let mut numbers = numbers(item).unwrap_or_default();
    numbers.sort_unstable();
    let pairs = numbers.iter().zip(numbers.iter().skip(1));
    let steps: Vec<i64> = pairs.map(|(one, two)| two.saturating_sub(*one)).collect();
    let even = steps.iter().all(|step| Some(step) == steps.first());
    numbers.len() >= SEQUENCE && even && steps.first().is_some_and(|step| *step > 1)
}

fn ranges_overlap(item: &Item<'_>) -> bool {
    let mut ranges: Vec<_> = item.options().filter_map(range).collect();
    ranges.sort_unstable();
    let mut pairs = ranges.iter().zip(ranges.iter().skip(1));
    pairs.any(|(one, two)| two.0 <= one.1)
}

fn range(option: &Text) -> Option<(i64, i64)> {
    let (least, most) = option.as_str().split_once(['-', '–'])?;
    Some((least.trim().parse().ok()?, most.trim().parse().ok()?))
}
