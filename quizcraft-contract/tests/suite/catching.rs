//! Each flaw is caught by the scenario that is meant for it, and no scenario is idle.

use std::collections::HashSet;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use quizcraft_contract::block_on;
use quizcraft_contract::{
    DeliveringQueue, GAME_STORE, RESTORING_STORE, RestoringStore, SNAPSHOT_READS, Scenario,
    TOKEN_CACHE, WORK_QUEUE,
};
use quizcraft_core::gateway::GameStore;
use quizcraft_identity::TokenCache;

use crate::flawed::{FlawedGames, FlawedQueue, FlawedTokens};
use crate::plain::DeployedGames;
use crate::table::{DEPLOYED_FLAWS, GAME_FLAWS, QUEUE_FLAWS, SNAPSHOT_FLAWS, TOKEN_FLAWS};

#[test]
fn every_flaw_of_a_game_store_is_caught() {
    let store = |flaw| Arc::new(FlawedGames::new(flaw)) as Arc<dyn GameStore>;
    each_is_caught(GAME_STORE, GAME_FLAWS, store);
    each_is_caught(SNAPSHOT_READS, SNAPSHOT_FLAWS, store);
}

#[test]
fn every_flaw_of_a_store_that_reads_old_tables_is_caught() {
    let store = |flaw| Arc::new(DeployedGames::with(flaw)) as Arc<dyn RestoringStore>;
    each_is_caught(RESTORING_STORE, DEPLOYED_FLAWS, store);
}

#[test]
fn every_flaw_of_a_token_cache_is_caught() {
    let cache = |flaw| Arc::new(FlawedTokens::new(flaw)) as Arc<dyn TokenCache>;
    each_is_caught(TOKEN_CACHE, TOKEN_FLAWS, cache);
}

#[test]
fn every_flaw_of_a_queue_is_caught() {
    let queue = |flaw| Arc::new(FlawedQueue::new(flaw)) as Arc<dyn DeliveringQueue>;
    each_is_caught(WORK_QUEUE, QUEUE_FLAWS, queue);
}

#[test]
fn there_are_many_scenarios_and_each_has_a_name_of_its_own() {
    let names: Vec<_> = GAME_STORE.iter().map(Scenario::name).collect();
    assert!(names.len() >= 60, "{}", names.len());
    let names = names.into_iter();
    let names = names.chain(TOKEN_CACHE.iter().map(Scenario::name));
    let names: Vec<_> = names.chain(WORK_QUEUE.iter().map(Scenario::name)).collect();
    let unique: HashSet<_> = names.iter().collect();
    assert_eq!(unique.len(), names.len());
}

/// Plays every scenario that a flaw is meant to be caught by, and checks that it fails; and that
/// every scenario catches something.
fn each_is_caught<F: Copy + Debug, G: ?Sized>(
    scenarios: &[Scenario<G>],
    flaws: &[(F, &[&str])],
    flawed: impl Fn(F) -> Arc<G>,
) {
    let mut idle: HashSet<_> = scenarios.iter().map(Scenario::name).collect();
    for (flaw, meant) in flaws {
        for name in *meant {
            let scenario = scenarios.iter().find(|scenario| scenario.name() == *name);
            let scenario = scenario.unwrap_or_else(|| panic!("there is no scenario {name}"));
            assert!(
                fails(scenario, &flawed(*flaw)),
                "{flaw:?} is not caught by {name}"
            );
            idle.remove(name);
        }
    }
    assert!(idle.is_empty(), "these scenarios catch nothing: {idle:#?}");
}

fn fails<G: ?Sized>(scenario: &Scenario<G>, gateway: &Arc<G>) -> bool {
    let played = catch_unwind(AssertUnwindSafe(|| block_on(scenario.run(gateway))));
    played.is_err()
}
