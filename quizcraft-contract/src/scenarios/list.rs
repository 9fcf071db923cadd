//! The one place that lists the scenarios, and the macros that turn the lists into tests.
//!
//! Each list is a macro that hands it on to the macro that it is given: to that which makes a
//! table of it, or to that which makes tests.

/// Makes one test per promise of [`GameStore`](quizcraft_core::gateway::GameStore) for an adapter; see
/// [`scenarios`](crate::scenarios).
#[macro_export]
macro_rules! game_store_contract {
    ($make:expr) => {
        $crate::__game_store_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__core::gateway::GameStore, $make }
        }
    };
}

/// Makes one test per promise about what a deployed service left, for a store of games that reads
/// its tables; see [`scenarios::restoring`](crate::scenarios::restoring).
#[macro_export]
macro_rules! restoring_store_contract {
    ($make:expr) => {
        $crate::__restoring_store_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::RestoringStore, $make }
        }
    };
}

/// Makes one test for each way to see half a write, for a store of games whose reads are
/// snapshots; see [`scenarios::snapshots`](crate::scenarios::snapshots).
#[macro_export]
macro_rules! snapshot_reads_contract {
    ($make:expr) => {
        $crate::__snapshot_reads_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__core::gateway::GameStore, $make }
        }
    };
}

/// Makes one test per promise of [`TokenCache`](quizcraft_identity::TokenCache) for an adapter; see
/// [`scenarios`](crate::scenarios).
#[macro_export]
macro_rules! token_cache_contract {
    ($make:expr) => {
        $crate::__token_cache_scenarios! {
            [$crate::__contract_tests] { dyn $crate::__identity::TokenCache, $make }
        }
    };
}

/// Makes one test per promise of [`WorkQueue`](quizcraft_core::gateway::WorkQueue) for an adapter; see
/// [`scenarios`](crate::scenarios).
#[macro_export]
macro_rules! work_queue_contract {
    ($make:expr) => {
        $crate::__work_queue_scenarios! {
            [$crate::__contract_tests] { dyn $crate::scenarios::DeliveringQueue, $make }
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
    ([$($then:tt)+] $given:tt) => {
        $($then)+! {
            $given
            creating {
                a_new_game_is_stored_as_it_was_created
                creating_again_gives_the_game_that_is_there
                creating_again_after_play_began_gives_the_game_as_it_is_now
                creating_again_after_a_retry_keeps_the_count
                creating_again_after_failing_gives_the_failed_game
                games_of_all_times_are_kept
            }
            isolation {
                a_game_that_was_never_created_is_not_there
                another_players_game_is_not_found
                another_players_games_are_not_listed
                another_players_position_leads_nowhere_else
                another_player_cannot_open_a_game
                another_player_cannot_ask_again_for_a_game
                another_player_cannot_fail_a_game
                another_player_cannot_answer
                another_player_does_not_learn_an_answer
                the_same_id_under_another_player_is_another_game
            }
            opening {
                a_pending_game_has_no_questions
                an_open_game_has_all_its_questions
                a_game_opens_with_fewer_questions_than_were_asked_for
                a_game_that_was_asked_for_again_opens
                an_open_game_is_not_opened_again
                a_game_being_played_is_not_opened_again
                a_finished_game_is_not_opened_again
                a_failed_game_is_not_opened
            }
            retrying {
                a_retry_is_counted_and_dated
                a_retry_is_conditional_on_the_count
                a_game_is_asked_for_again_until_it_is_given_up
                an_open_game_is_not_asked_for_again
                a_failed_game_is_not_asked_for_again
            }
            failing {
                a_failed_game_tells_its_reason
                a_failed_game_keeps_its_first_reason
                a_game_that_was_asked_for_again_fails
                an_open_game_does_not_fail
                a_game_that_was_played_does_not_fail
            }
            answering {
                an_answer_is_recorded_with_its_counters
                the_counters_agree_with_the_questions_after_every_answer
                the_last_answer_finishes_the_game
                an_answer_is_never_overwritten
                a_repeated_answer_is_preceded_by_itself
                an_answer_that_comes_late_does_not_turn_back_the_counters
                a_finished_game_keeps_its_last_answer
                an_answer_to_a_pending_game_is_gone
                an_answer_to_a_failed_game_is_gone
                an_answer_to_a_question_that_is_not_there_is_gone
                an_answer_to_one_game_leaves_others_alone
            }
            racing {
                one_of_many_creators_creates
                one_of_many_openers_opens
                one_of_many_viewers_asks_again
                a_game_opens_or_fails_but_not_both
                a_retry_never_reverts_a_game
                one_of_many_answers_is_recorded
                answers_do_not_land_on_the_next_question
                games_played_at_once_do_not_disturb_each_other
            }
            reading {
                an_opening_that_is_acknowledged_is_seen
                an_answer_that_is_acknowledged_is_seen
            }
            paging {
                a_player_without_games_has_an_empty_page
                games_are_listed_newest_first
                games_of_one_second_are_listed_by_descending_id
                a_page_keeps_to_its_limit
                the_last_page_leads_nowhere
                following_the_pages_gives_every_game_once
                following_the_pages_within_one_second_gives_every_game_once
                games_created_meanwhile_do_not_disturb_the_pages
                a_page_may_begin_where_no_game_is
                a_page_of_the_greatest_size_is_whole
                a_page_shows_every_game_as_it_stands
            }
            sizes {
                the_largest_game_is_kept_and_played
                the_longest_keywords_are_kept
                the_longest_reason_is_kept
                text_is_kept_to_the_byte
            }
            time_limits {
                a_store_for_one_request_keeps_the_same_games
                a_read_out_of_time_is_unavailable_if_it_fails
                creating_out_of_time_has_no_half_effect
                opening_out_of_time_has_no_half_effect
                answering_out_of_time_has_no_half_effect
                moving_on_out_of_time_has_no_half_effect
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __restoring_store_scenarios {
    ([$($then:tt)+] $given:tt) => {
        $($then)+! {
            $given
            restoring {
                a_game_without_counters_is_counted_by_its_questions
                a_ready_game_whose_questions_are_all_answered_is_finished
                an_answer_writes_the_counters_that_were_missing
                a_game_with_fewer_questions_than_it_says_is_played_to_its_end
                numbers_with_gaps_are_played_in_their_order
                leftovers_are_replaced_when_a_game_opens
                leftovers_beyond_its_questions_are_not_the_games
                keywords_that_would_be_refused_today_are_kept
                what_makes_no_sense_is_an_error_for_itself_alone
                a_page_leaves_out_what_makes_no_sense
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __snapshot_reads_scenarios {
    ([$($then:tt)+] $given:tt) => {
        $($then)+! {
            $given
            snapshots {
                readers_see_a_game_open_as_a_whole
                readers_see_an_answer_as_a_whole
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __token_cache_scenarios {
    ([$($then:tt)+] $given:tt) => {
        $($then)+! {
            $given
            tokens {
                an_unknown_token_stands_for_nobody
                a_remembered_token_stands_for_its_player
                an_entry_is_given_in_the_second_before_it_expires
                an_entry_is_not_given_in_the_second_of_its_expiry
                an_entry_is_not_given_after_its_expiry
                the_last_word_about_a_token_counts
                the_last_word_counts_even_if_it_expires_earlier
                an_expired_token_may_be_remembered_anew
                tokens_do_not_know_each_other
                tokens_of_one_player_expire_one_by_one
                an_entry_of_the_far_past_is_never_given
                tokens_remembered_at_once_are_all_remembered
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __work_queue_scenarios {
    ([$($then:tt)+] $given:tt) => {
        $($then)+! {
            $given
            queue {
                an_empty_queue_delivers_nothing
                what_is_sent_is_delivered
                what_is_done_does_not_come_again
                what_is_taken_and_not_done_comes_again
                everything_that_is_sent_is_delivered
                the_same_may_be_sent_again
                what_many_send_at_once_is_delivered
                a_queue_for_one_request_leads_to_the_same_worker
                work_sent_out_of_time_is_delivered_or_unavailable
            }
        }
    };
}
