//! Flaws of writers.

use super::Table;
use crate::flawed::WriterFlaw;

pub(crate) const WRITER_FLAWS: Table<WriterFlaw> = &[
    (
        WriterFlaw::ExceedsTheLimit,
        &[
            "a_writer_keeps_the_limit",
            "drafts_that_exist_are_not_repeated",
        ],
    ),
    (WriterFlaw::ReturnsNoDrafts, &["a_writer_keeps_the_limit"]),
    (
        WriterFlaw::ReturnsOtherKinds,
        &["a_writer_returns_requested_kinds_only"],
    ),
    (
        WriterFlaw::FailsForSomeKinds,
        &["a_writer_returns_requested_kinds_only"],
    ),
    (WriterFlaw::RepeatsAQuestion, &["every_draft_is_valid"]),
    (WriterFlaw::OmitsItsName, &["every_draft_names_its_writer"]),
    (
        WriterFlaw::AsksForAFactTwice,
        &["no_two_drafts_ask_for_the_same"],
    ),
    (
        WriterFlaw::DependsOnEarlierCalls,
        &[
            "the_same_brief_gives_the_same_drafts",
            "a_dropped_call_leaves_the_writer_usable",
        ],
    ),
    (
        WriterFlaw::ForgetsWhatWasAsked,
        &["nothing_is_repeated_while_there_is_something_else"],
    ),
    (
        WriterFlaw::PointsAtSolutions,
        &["every_draft_passes_the_review"],
    ),
    (
        WriterFlaw::InventsQuestions,
        &["unknown_keywords_are_impossible"],
    ),
    (
        WriterFlaw::QuotesKeywordsBare,
        &["unknown_keywords_are_impossible"],
    ),
    (
        WriterFlaw::GivesNoReason,
        &["unknown_keywords_are_impossible"],
    ),
    (
        WriterFlaw::SuggestsUnknownKeywords,
        &["suggested_keywords_are_known"],
    ),
    (
        WriterFlaw::RetriesUnknownKeywords,
        &["unknown_keywords_are_impossible"],
    ),
    (
        WriterFlaw::IgnoresTheDeadline,
        &["an_overdue_brief_is_out_of_time"],
    ),
    (
        WriterFlaw::RetriesOverdueBriefs,
        &["an_overdue_brief_is_out_of_time"],
    ),
    (
        WriterFlaw::KeepsDroppedCallsRunning,
        &["a_dropped_call_leaves_the_writer_usable"],
    ),
    (
        WriterFlaw::RepeatsDraftsOfOthers,
        &["drafts_that_exist_are_not_repeated"],
    ),
    (
        WriterFlaw::AlwaysNeedsALease,
        &["a_brief_that_refuses_expense_needs_no_lease"],
    ),
];
