//! Every flaw is detected by the scenarios for it, and every scenario detects a flaw.

use std::collections::HashSet;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use quizcraft_contract::block_on;
use quizcraft_contract::{
    DeliveringQueue, EXPIRED_GAMES, ExpiringStore, GAME_STORE, ListingStore, PENDING_GAMES,
    RESTORING_STORE, RestoringStore, SNAPSHOT_READS, Scenario, TOKEN_CACHE, WORK_QUEUE,
};
use quizcraft_core::gateway::GameStore;
use quizcraft_identity::TokenCache;

use crate::flawed::{FlawedExpiring, FlawedGames, FlawedListing, FlawedQueue, FlawedTokens};
use crate::plain::DeployedGames;
use crate::table::{
    DEPLOYED_FLAWS, EXPIRING_FLAWS, GAME_FLAWS, LISTING_FLAWS, QUEUE_FLAWS, SNAPSHOT_FLAWS,
    TOKEN_FLAWS,
};

#[test]
fn every_flaw_of_a_game_store_is_detected() {
    let store = |flaw| Arc::new(FlawedGames::new(flaw)) as Arc<dyn GameStore>;
    assert_each_is_detected(GAME_STORE, GAME_FLAWS, store);
    assert_each_is_detected(SNAPSHOT_READS, SNAPSHOT_FLAWS, store);
}

#[test]
fn every_flaw_of_a_restoring_store_is_detected() {
    let store = |flaw| Arc::new(DeployedGames::with(flaw)) as Arc<dyn RestoringStore>;
    assert_each_is_detected(RESTORING_STORE, DEPLOYED_FLAWS, store);
}

#[test]
fn every_flaw_of_a_list_of_pending_games_is_detected() {
    let store = |flaw| Arc::new(FlawedListing::with(flaw)) as Arc<dyn ListingStore>;
    assert_each_is_detected(PENDING_GAMES, LISTING_FLAWS, store);
}

#[test]
fn every_flaw_of_the_removal_of_expired_games_is_detected() {
    let store = |flaw| Arc::new(FlawedExpiring::with(flaw)) as Arc<dyn ExpiringStore>;
    assert_each_is_detected(EXPIRED_GAMES, EXPIRING_FLAWS, store);
}

#[test]
fn every_flaw_of_a_token_cache_is_detected() {
    let cache = |flaw| Arc::new(FlawedTokens::new(flaw)) as Arc<dyn TokenCache>;
    assert_each_is_detected(TOKEN_CACHE, TOKEN_FLAWS, cache);
}

#[test]
fn every_flaw_of_a_queue_is_detected() {
    let queue = |flaw| Arc::new(FlawedQueue::new(flaw)) as Arc<dyn DeliveringQueue>;
    assert_each_is_detected(WORK_QUEUE, QUEUE_FLAWS, queue);
}

#[test]
fn scenario_names_are_unique() {
    let names: Vec<_> = GAME_STORE.iter().map(Scenario::name).collect();
    assert!(names.len() >= 60, "{}", names.len());
    let names = names.into_iter();
    let names = names.chain(TOKEN_CACHE.iter().map(Scenario::name));
    let names: Vec<_> = names.chain(WORK_QUEUE.iter().map(Scenario::name)).collect();
    let unique: HashSet<_> = names.iter().collect();
    assert_eq!(unique.len(), names.len());
}

/// Checks that every scenario that is listed for a flaw fails, and that every scenario is listed.
fn assert_each_is_detected<F: Copy + Debug, G: ?Sized>(
    scenarios: &[Scenario<G>],
    flaws: &[(F, &[&str])],
    flawed: impl Fn(F) -> Arc<G>,
) {
    let mut idle: HashSet<_> = scenarios.iter().map(Scenario::name).collect();
    for (flaw, expected) in flaws {
        for name in *expected {
            let scenario = scenarios.iter().find(|scenario| scenario.name() == *name);
            let scenario = scenario.unwrap_or_else(|| panic!("no scenario {name}"));
            assert!(
                fails(scenario, &flawed(*flaw)),
                "{flaw:?} is not detected by {name}"
            );
            idle.remove(name);
        }
    }
    assert!(idle.is_empty(), "these scenarios detect no flaw: {idle:#?}");
}

fn fails<G: ?Sized>(scenario: &Scenario<G>, gateway: &Arc<G>) -> bool {
    let played = catch_unwind(AssertUnwindSafe(|| block_on(scenario.run(gateway))));
    played.is_err()
}
