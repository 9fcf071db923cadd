//! The list of scenarios, and the macros that turn it into tests.
//!
//! Each list is a macro that passes the scenarios to another macro, which makes either tests or a
//! table of them.

/// Generates one test per promise of [`GameStore`](quizcraft_core::gateway::GameStore); see
/// [`scenarios`](crate::scenarios).
#[macro_export]
macro_rules! game_store_contract {
    ($make:expr) => {
        $crate::__game_store_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__core::gateway::GameStore, $make }
        }
    };
}

/// Generates the tests of a game store that reads the records of a deployed service; see
/// [`scenarios::restoring`](crate::scenarios::restoring).
#[macro_export]
macro_rules! restoring_store_contract {
    ($make:expr) => {
        $crate::__restoring_store_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::RestoringStore, $make }
        }
    };
}

/// Generates the tests of a game store whose records can be malformed; see
/// [`scenarios::malformed`](crate::scenarios::malformed).
#[macro_export]
macro_rules! malformed_records_contract {
    ($make:expr) => {
        $crate::__malformed_records_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::CorruptibleStore, $make }
        }
    };
}

/// Generates the tests of a game store over a database that can fail; see
/// [`scenarios::interrupting`](crate::scenarios::interrupting).
#[macro_export]
macro_rules! interrupted_calls_contract {
    ($make:expr) => {
        $crate::__interrupted_calls_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::FaultInjectingStore, $make }
        }
    };
}

/// Generates the tests of a game store that keeps the questions of games with the same id apart; see
/// [`scenarios::equal_ids`](crate::scenarios::equal_ids).
#[macro_export]
macro_rules! equal_ids_contract {
    ($make:expr) => {
        $crate::__equal_ids_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__core::gateway::GameStore, $make }
        }
    };
}

/// Generates the tests of a game store whose reads are snapshots; see
/// [`scenarios::snapshots`](crate::scenarios::snapshots).
#[macro_export]
macro_rules! snapshot_reads_contract {
    ($make:expr) => {
        $crate::__snapshot_reads_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__core::gateway::GameStore, $make }
        }
    };
}

/// Generates the tests of a game store that lists its pending games; see
/// [`scenarios::pending`](crate::scenarios::pending).
#[macro_export]
macro_rules! pending_games_contract {
    ($make:expr) => {
        $crate::__pending_games_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::ListingStore, $make }
        }
    };
}

/// Generates the tests of a game store that removes its expired games; see
/// [`scenarios::expiring`](crate::scenarios::expiring).
#[macro_export]
macro_rules! expired_games_contract {
    ($make:expr) => {
        $crate::__expired_games_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::ExpiringStore, $make }
        }
    };
}

/// Generates one test per promise of [`TokenCache`](quizcraft_identity::TokenCache); see
/// [`scenarios`](crate::scenarios).
#[macro_export]
macro_rules! token_cache_contract {
    ($make:expr) => {
        $crate::__token_cache_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__identity::TokenCache, $make }
        }
    };
}

/// Generates one test per promise of [`DraftPool`](quizcraft_core::gateway::DraftPool); see
/// [`scenarios::pooling`](crate::scenarios::pooling).
#[macro_export]
macro_rules! draft_pool_contract {
    ($make:expr) => {
        $crate::__draft_pool_scenarios! {
            [$crate::__contract_tests] { $crate::TestedPool, $make }
        }
    };
}

/// Generates one test per promise of [`ModelMeter`](quizcraft_core::gateway::ModelMeter); see
/// [`scenarios::metering`](crate::scenarios::metering).
#[macro_export]
macro_rules! model_meter_contract {
    ($make:expr) => {
        $crate::__model_meter_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__core::gateway::ModelMeter, $make }
        }
    };
}

/// Generates the tests of a pool of drafts whose records can be malformed; see
/// [`scenarios::malformed_drafts`](crate::scenarios::malformed_drafts).
#[macro_export]
macro_rules! malformed_drafts_contract {
    ($make:expr) => {
        $crate::__malformed_drafts_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::CorruptiblePool, $make }
        }
    };
}

/// Generates one test per promise of [`WorkQueue`](quizcraft_core::gateway::WorkQueue); see
/// [`scenarios`](crate::scenarios).
#[macro_export]
macro_rules! work_queue_contract {
    ($make:expr) => {
        $crate::__work_queue_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::DeliveringQueue, $make }
        }
    };
}

/// Generates one test per promise of [`QuestionWriter`](quizcraft_core::gateway::QuestionWriter); see
/// [`scenarios::writing`](crate::scenarios::writing).
#[macro_export]
macro_rules! question_writer_contract {
    ($make:expr) => {
        $crate::__question_writer_scenarios! {
            [$crate::__contract_tests] { $crate::TestedWriter, $make }
        }
    };
}

/// Turns a list of scenarios into tests.
#[doc(hidden)]
#[macro_export]
macro_rules! __contract_tests {
    ({ $gateway:ty, $make:expr } $($subject:ident { $($name:ident)+ })+) => {$($(
        #[test]
        fn $name() {
            $crate::block_on(async {
                let fixture = $crate::Fixture::<$gateway>::from($make.await);
                $crate::scenarios::$subject::$name(fixture.gateway()).await;
            });
        }
    )+)+};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __game_store_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            creating {
                a_new_game_is_stored_as_it_was_created
                creating_an_existing_game_returns_it
                creating_a_game_in_play_returns_its_current_state
                creating_a_retried_game_keeps_its_retries
                creating_a_failed_game_returns_it
                creation_times_of_the_whole_range_are_kept
            }
            trimming {
                games_within_the_limit_are_kept
                the_oldest_ended_games_are_removed_first
                ready_games_are_removed_after_ended_games
                a_pending_game_is_neither_removed_nor_counted
                the_games_of_other_players_are_kept
                trimming_again_removes_nothing
                repeated_trims_remove_all_games_beyond_the_limit
                a_removed_game_takes_no_write
                a_new_game_under_the_id_of_a_removed_one_has_none_of_its_questions
                a_removed_game_still_counts_towards_its_hour
                a_concurrent_answer_does_not_restore_a_removed_game
                a_game_that_opens_concurrently_is_whole
                a_removal_past_the_deadline_is_atomic
            }
            limiting {
                a_player_starts_as_many_games_as_the_limit_allows
                a_game_beyond_the_limit_is_not_stored
                the_limit_applies_to_each_player
                the_limit_applies_to_each_hour
                a_repeated_creation_is_not_refused
                a_repeated_creation_is_not_counted
                a_game_without_a_quota_is_neither_refused_nor_counted
                the_limit_of_the_new_game_applies
                concurrent_creations_do_not_exceed_the_limit
                concurrent_repeats_of_a_creation_are_counted_once
                a_creation_past_the_deadline_is_counted_if_it_is_stored
            }
            isolation {
                writes_to_a_missing_game_do_not_create_it
                another_players_game_is_not_found
                another_players_games_are_not_listed
                a_position_of_another_player_returns_only_own_games
                another_player_cannot_open_a_game
                another_player_cannot_retry_a_game
                another_player_cannot_fail_a_game
                another_player_cannot_lease_a_game
                another_player_cannot_answer
                another_player_does_not_learn_a_choice
                the_same_id_under_another_player_is_another_game
            }
            opening {
                a_pending_game_has_no_questions
                an_open_game_has_all_its_questions
                a_game_opens_with_fewer_questions_than_requested
                a_retried_game_opens
                an_open_game_is_not_opened_again
                a_game_being_played_is_not_opened_again
                a_finished_game_is_not_opened_again
                a_failed_game_is_not_opened
            }
            asked {
                nothing_was_asked_at_first
                an_opening_stores_what_was_asked
                keywords_in_another_letter_case_are_the_same_keywords
                another_player_was_asked_nothing
                nothing_was_asked_about_other_keywords
                a_later_opening_replaces_what_was_asked
                an_opening_without_an_update_leaves_what_was_asked
                a_missed_opening_does_not_change_what_was_asked
                concurrent_openings_with_the_same_keywords_all_succeed
                the_most_fingerprints_are_kept
            }
            leasing {
                a_lease_on_a_pending_game_is_taken
                a_lease_is_held_until_it_expires
                an_expired_lease_is_taken_over
                the_holder_renews_its_lease
                a_released_lease_is_taken_over
                a_lease_ends_with_the_opening
                a_lease_ends_with_the_failure
                a_missing_game_has_no_lease
                a_retry_leaves_the_lease
                a_lease_leaves_the_retries
            }
            attempts {
                every_lease_of_another_holder_counts_as_an_attempt
                a_renewed_or_released_lease_counts_once
                a_lease_after_a_release_counts_as_another_attempt
                no_lease_is_taken_after_the_last_attempt
                the_holder_of_the_last_attempt_renews_its_lease
                a_held_lease_takes_precedence_over_the_attempts
                a_retry_leaves_the_attempts
                a_game_without_attempts_left_opens_or_fails
            }
            expense {
                a_player_has_as_many_expensive_games_as_the_limit_allows
                a_lease_beyond_the_limit_is_not_stored
                a_refused_lease_is_not_counted
                the_limit_of_expensive_games_applies_to_each_player
                the_limit_of_expensive_games_applies_to_each_hour
                further_leases_on_a_game_are_neither_refused_nor_counted
                a_lease_without_a_quota_is_neither_refused_nor_counted
                a_missed_lease_is_not_counted
                the_limit_of_the_lease_applies
                new_games_and_expensive_games_are_counted_separately
                an_expensive_game_that_opened_still_counts
                concurrent_leases_do_not_exceed_the_limit
                concurrent_leases_on_one_game_are_counted_once
                a_lease_past_the_deadline_is_counted_if_it_is_taken
            }
            kinds {
                the_kinds_of_a_game_are_kept
                questions_of_every_kind_are_kept
                sources_and_writers_are_kept
                responses_of_every_kind_are_kept
                partial_scores_are_counted
                a_recorded_response_of_every_kind_is_returned
            }
            retrying {
                a_retry_stores_its_number_and_time
                a_retry_is_conditional_on_the_number_of_retries
                a_game_is_retried_until_it_fails
                an_open_game_is_not_retried
                a_failed_game_is_not_retried
            }
            failing {
                a_failed_game_has_its_reason
                a_failed_game_has_its_suggestions
                a_failed_game_keeps_its_first_reason
                a_retried_game_fails
                an_open_game_does_not_fail
                a_game_that_was_played_does_not_fail
            }
            answering {
                an_answer_is_recorded_with_its_counters
                the_counters_agree_with_the_questions_after_every_answer
                the_last_answer_finishes_the_game
                an_answer_is_never_overwritten
                a_repeated_answer_returns_the_recorded_choice
                a_late_answer_does_not_reset_the_counters
                a_finished_game_keeps_its_last_answer
                an_answer_to_a_pending_game_is_gone
                an_answer_to_a_failed_game_is_gone
                an_answer_to_a_missing_question_is_gone
                an_answer_does_not_change_other_games
            }
            racing {
                one_of_several_concurrent_creations_succeeds
                one_of_several_concurrent_openings_succeeds
                one_of_several_concurrent_retries_succeeds
                one_of_several_concurrent_leases_succeeds
                a_game_opens_or_fails_but_not_both
                a_retry_never_reverts_a_game
                one_of_several_concurrent_answers_is_recorded
                concurrent_answers_do_not_answer_the_next_question
                games_played_concurrently_are_independent
            }
            reading {
                readers_see_an_acknowledged_opening
                readers_see_an_acknowledged_answer
            }
            paging {
                a_player_without_games_has_an_empty_page
                games_are_listed_newest_first
                games_of_one_second_are_listed_by_descending_id
                a_page_has_at_most_its_limit_of_games
                the_last_page_has_no_next_position
                following_the_pages_returns_every_game_once
                following_the_pages_within_one_second_returns_every_game_once
                games_created_meanwhile_do_not_affect_the_pages
                a_page_may_start_at_a_position_without_a_game
                a_page_of_the_maximum_size_is_complete
                a_page_shows_the_current_state_of_every_game
            }
            sizes {
                the_largest_game_is_kept_and_played
                the_longest_keywords_are_kept
                the_longest_reason_is_kept
                text_is_kept_byte_for_byte
            }
            time_limits {
                a_store_for_one_request_has_the_same_games
                a_read_past_the_deadline_succeeds_or_is_unavailable
                a_creation_past_the_deadline_is_atomic
                an_opening_past_the_deadline_is_atomic
                an_answer_past_the_deadline_is_atomic
                a_retry_or_failure_past_the_deadline_is_atomic
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __restoring_store_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            restoring {
                a_game_without_counters_is_counted_by_its_questions
                a_ready_game_whose_questions_are_all_answered_is_finished
                an_answer_writes_missing_counters
                a_game_with_fewer_questions_than_its_limit_can_be_finished
                questions_with_gaps_in_their_numbers_are_played_in_order
                leftover_questions_are_replaced_when_a_game_opens
                leftover_questions_beyond_the_limit_are_ignored
                keywords_that_are_invalid_today_are_kept
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __malformed_records_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            malformed {
                a_malformed_record_does_not_affect_other_games
                a_malformed_question_does_not_affect_other_games
                a_page_omits_malformed_records
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __interrupted_calls_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            interrupting {
                an_interrupted_creation_is_atomic
                an_interrupted_creation_is_counted_if_it_is_stored
                an_interrupted_opening_is_atomic
                an_interrupted_opening_stores_what_was_asked
                an_interrupted_lease_is_atomic
                an_interrupted_lease_is_counted_if_it_is_taken
                an_interrupted_retry_is_atomic
                an_interrupted_failure_is_atomic
                an_interrupted_answer_is_atomic
                an_interrupted_last_answer_is_atomic
                an_interrupted_removal_is_atomic
                an_interrupted_read_is_complete_or_unavailable
                every_call_is_unavailable_while_the_database_is
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __equal_ids_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            equal_ids {
                games_with_the_same_id_have_their_own_questions
                an_answer_is_recorded_for_one_of_two_games_with_the_same_id
                the_removal_of_a_game_keeps_a_game_with_the_same_id
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __snapshot_reads_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            snapshots {
                readers_see_an_opening_atomically
                readers_see_an_answer_atomically
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __pending_games_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            pending {
                a_store_without_games_has_no_pending_games
                pending_games_of_all_players_are_listed
                an_open_game_is_not_pending
                a_failed_game_is_not_pending
                a_retried_game_is_pending
                following_the_pages_returns_every_pending_game_once
                games_opened_meanwhile_do_not_affect_the_pages
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __expired_games_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            expiring {
                a_finished_game_stays_until_its_expiry
                a_finished_game_is_removed_at_its_expiry
                a_failed_game_is_removed_at_its_expiry
                a_game_without_an_expiry_stays
                the_expired_games_of_all_players_are_removed
                a_new_game_under_the_id_of_an_expired_one_stays
                a_failure_that_misses_sets_no_expiry
                a_repeated_last_answer_does_not_change_the_expiry
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __token_cache_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            tokens {
                an_unknown_token_has_no_player
                a_remembered_token_returns_its_player
                an_entry_is_returned_in_the_second_before_its_expiry
                an_entry_is_not_returned_in_the_second_of_its_expiry
                an_entry_is_not_returned_after_its_expiry
                remembering_a_token_replaces_its_entry
                an_entry_is_replaced_by_one_that_expires_earlier
                an_expired_token_can_be_remembered_again
                tokens_have_separate_players
                tokens_of_one_player_expire_separately
                an_entry_that_expired_before_it_was_stored_is_not_returned
                tokens_remembered_concurrently_are_all_returned
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __draft_pool_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            pooling {
                an_unknown_key_has_no_drafts
                drafts_of_every_kind_are_pooled
                sources_writers_and_fingerprints_are_pooled
                a_hundred_of_the_longest_drafts_are_returned
                keys_have_separate_drafts
                a_draft_replaces_the_one_with_its_fingerprint
                of_drafts_with_one_fingerprint_the_last_is_kept
                keeping_the_same_drafts_again_changes_nothing
                drafts_are_added_to_those_of_earlier_calls
                keeping_no_drafts_changes_nothing
                at_most_a_hundred_drafts_are_returned
                drafts_that_are_kept_concurrently_are_all_returned
                the_same_drafts_can_be_kept_concurrently
                drafts_are_returned_in_the_second_before_their_expiry
                drafts_are_not_returned_in_the_second_of_their_expiry
                drafts_that_are_kept_again_expire_later
                an_expired_draft_can_be_kept_again
                expired_drafts_do_not_hide_others
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __malformed_drafts_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            malformed_drafts {
                a_malformed_draft_is_left_out
                a_malformed_draft_can_be_kept_again
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __model_meter_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            metering {
                a_day_without_tokens_has_spent_none
                the_tokens_of_a_day_are_added_up
                adding_no_tokens_changes_nothing
                more_tokens_than_one_call_can_add_are_counted
                days_have_separate_tokens
                tokens_of_an_earlier_day_are_counted
                tokens_added_concurrently_are_all_counted
                tokens_of_several_days_can_be_added_concurrently
                a_read_sees_every_call_that_has_returned
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __work_queue_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            queue {
                an_empty_queue_delivers_nothing
                sent_work_is_delivered
                work_that_is_done_is_not_redelivered
                work_that_is_not_done_is_redelivered
                all_sent_work_is_delivered
                the_same_work_can_be_sent_again
                concurrently_sent_work_is_delivered
                a_queue_for_one_request_delivers_to_the_same_worker
                work_sent_past_the_deadline_is_delivered_or_unavailable
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __question_writer_scenarios {
    ([$($then:tt)+] $args:tt) => {
        $($then)+! {
            $args
            writing {
                a_writer_keeps_the_limit
                a_writer_returns_requested_kinds_only
                every_draft_is_valid
                every_draft_names_its_writer
                every_draft_names_the_version_of_its_writer
                no_two_drafts_ask_for_the_same
                the_same_brief_gives_the_same_drafts
                nothing_is_repeated_while_there_is_something_else
                every_draft_passes_the_review
                unknown_keywords_are_impossible
                suggested_keywords_are_known
                drafts_that_exist_are_not_repeated
                a_brief_that_refuses_expense_needs_no_lease
            }
            interrupted_writing {
                an_overdue_brief_is_out_of_time
                a_deadline_that_passes_during_writing_fails_no_game
                a_dropped_call_leaves_the_writer_usable
            }
            unknown_keywords {
                unknown_keywords_are_some_of_the_brief
                a_game_about_keywords_named_as_unknown_is_impossible
            }
        }
    };
}
