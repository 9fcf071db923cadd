//! Flaws of meters.

use super::Table;
use crate::flawed::MeterFlaw;

pub(crate) const METER_FLAWS: Table<MeterFlaw> = &[
    (
        MeterFlaw::FailsForUnknownDays,
        &["a_day_without_tokens_has_spent_none"],
    ),
    (
        MeterFlaw::ReturnsTheTokensOfAnotherDay,
        &["a_day_without_tokens_has_spent_none"],
    ),
    (
        MeterFlaw::KeepsTheLastNumber,
        &["the_tokens_of_a_day_are_added_up"],
    ),
    (
        MeterFlaw::CountsAtLeastOneToken,
        &["adding_no_tokens_changes_nothing"],
    ),
    (
        MeterFlaw::FailsWithoutTokens,
        &["adding_no_tokens_changes_nothing"],
    ),
    (
        MeterFlaw::WrapsAround,
        &["more_tokens_than_one_call_can_add_are_counted"],
    ),
    (
        MeterFlaw::StopsAtTheMaximumOfACall,
        &["more_tokens_than_one_call_can_add_are_counted"],
    ),
    (MeterFlaw::SharesOneDay, &["days_have_separate_tokens"]),
    (MeterFlaw::CountsHoursAsDays, &["days_have_separate_tokens"]),
    (
        MeterFlaw::KeepsTheLatestDayOnly,
        &["tokens_of_an_earlier_day_are_counted"],
    ),
    (
        MeterFlaw::LosesConcurrentWrites,
        &["tokens_added_concurrently_are_all_counted"],
    ),
    (
        MeterFlaw::FailsConcurrentWrites,
        &["tokens_added_concurrently_are_all_counted"],
    ),
    (
        MeterFlaw::LosesConcurrentWritesOfOtherDays,
        &["tokens_of_several_days_can_be_added_concurrently"],
    ),
    (
        MeterFlaw::ReadsLate,
        &["a_read_sees_every_call_that_has_returned"],
    ),
];
