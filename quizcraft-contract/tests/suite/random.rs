//! A correct store behaves like the model in random play, and flawed stores differ from it.

use std::sync::Arc;

use quizcraft_contract::state_machine;
use quizcraft_core::gateway::GameStore;

use crate::flawed::{Flaw, FlawedGames};
use crate::plain::PlainGames;

#[test]
fn a_correct_store_behaves_like_the_model() {
    state_machine::run(150, 1, || async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
}

#[test]
fn a_flawed_store_differs_from_the_model() {
    let flaws = [
        Flaw::CreateOverwrites,
        Flaw::IgnoresTheQuota,
        Flaw::StoresRefusedGames,
        Flaw::CountsGamesOfOtherPlayers,
        Flaw::CountsGamesOfOtherHours,
        Flaw::CountsRepeats,
        Flaw::RefusesRepeats,
        Flaw::FindsGamesOfOtherPlayers,
        Flaw::LosesTheLastQuestion,
        Flaw::TrimsOnEveryCall,
        Flaw::TrimsTheNewestGames,
        Flaw::TrimsInOrderOfCreation,
        Flaw::TrimsPendingGames,
        Flaw::HidesRemovedGames,
        Flaw::ForgetsTheHoursOfRemovedGames,
        Flaw::DoesNotCountAttempts,
        Flaw::CountsRenewals,
        Flaw::IgnoresTheLimitOfExpensiveGames,
        Flaw::CountsExpensiveGamesOfOtherPlayers,
        Flaw::CountsExpensiveGamesOfOtherHours,
        Flaw::ForgetsExpensiveGamesThatOpened,
        Flaw::DoesNotStoreRetries,
        Flaw::DoesNotFailRetriedGames,
        Flaw::NeverCounts,
        Flaw::FinishesWithTheNextWrite,
        Flaw::KeepsOnlyTheDefaultKinds,
        Flaw::KeepsOnlyTheSolution,
        Flaw::CountsPartialScoresAsNothing,
        Flaw::DropsResponsesWithoutAChoice,
        Flaw::IgnoresThePosition,
        Flaw::ListsTiesInAscendingOrder,
        Flaw::LastPageHasANextPosition,
    ];
    for flaw in flaws {
        let played = state_machine::check(150, 1, || async {
            Arc::new(FlawedGames::new(flaw)) as Arc<dyn GameStore>
        });
        assert!(played.is_err(), "{flaw:?} behaves like the model");
    }
}
