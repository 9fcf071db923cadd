//! Random play over a plain store goes as the model says, and over flawed ones it does not.

use std::panic::catch_unwind;
use std::sync::Arc;

use quizcraft_contract::state_machine;
use quizcraft_core::gateway::GameStore;

use crate::flawed::{Flaw, FlawedGames};
use crate::plain::PlainGames;

#[test]
fn a_plain_store_plays_as_the_model_does() {
    state_machine::run(150, 1, || async {
        Arc::new(PlainGames::default()) as Arc<dyn GameStore>
    });
}

#[test]
fn a_flawed_store_does_not() {
    let flaws = [
        Flaw::CreateOverwrites,
        Flaw::FindsEveryonesGames,
        Flaw::LosesTheLastQuestion,
        Flaw::ForgetsAskingAgain,
        Flaw::FailsOnlyWhatWasAskedForOnce,
        Flaw::NeverCounts,
        Flaw::FinishesWithTheNextWrite,
        Flaw::IgnoresThePosition,
        Flaw::ListsTiesUpwards,
        Flaw::LastPageLeadsOn,
    ];
    for flaw in flaws {
        let played = catch_unwind(|| {
            state_machine::run(150, 1, || async {
                Arc::new(FlawedGames::new(flaw)) as Arc<dyn GameStore>
            });
        });
        assert!(played.is_err(), "{flaw:?} plays as the model does");
    }
}
