//! Every flaw is detected by the scenarios for it, and every scenario detects a flaw.

use std::collections::HashSet;
use std::fmt::Debug;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use quizcraft_contract::block_on;
use quizcraft_contract::{
    CorruptiblePool, CorruptibleStore, DRAFT_POOL, DeliveringQueue, EQUAL_IDS, EXPIRED_GAMES,
    ExpiringStore, FaultInjectingStore, GAME_STORE, INTERRUPTED_CALLS, Instances, ListingStore,
    MALFORMED_DRAFTS, MALFORMED_RECORDS, MODEL_METER, PENDING_GAMES, QUESTION_WRITER,
    RESTORING_STORE, RestoringStore, SNAPSHOT_READS, Scenario, TOKEN_CACHE, WORK_QUEUE,
};
use quizcraft_core::gateway::{GameStore, ModelMeter};
use quizcraft_identity::TokenCache;

use crate::flawed::{
    CorruptibleDrafts, CorruptibleGames, FlawedCalls, FlawedExpiring, FlawedGames, FlawedInstance,
    FlawedListing, FlawedMeter, FlawedQueue, FlawedTokens, FlawedWriter, database, tested_pool,
};
use crate::plain::DeployedGames;
use crate::table::{
    DEPLOYED_FLAWS, EQUAL_ID_FLAWS, EXPIRING_FLAWS, GAME_FLAWS, INSTANCE_FLAWS, INTERRUPTED_FLAWS,
    LISTING_FLAWS, MALFORMED_DRAFT_FLAWS, MALFORMED_FLAWS, METER_FLAWS, POOL_FLAWS, QUEUE_FLAWS,
    SNAPSHOT_FLAWS, TOKEN_FLAWS, WRITER_FLAWS,
};

#[test]
fn every_flaw_of_a_game_store_is_detected() {
    let store = |flaw| Arc::new(FlawedGames::new(flaw)) as Arc<dyn GameStore>;
    assert_each_is_detected(GAME_STORE, GAME_FLAWS, store);
    assert_each_is_detected(SNAPSHOT_READS, SNAPSHOT_FLAWS, store);
    assert_each_is_detected(EQUAL_IDS, EQUAL_ID_FLAWS, store);
}

#[test]
fn every_flaw_of_interrupted_calls_is_detected() {
    let store = |flaw| Arc::new(FlawedCalls::with(flaw)) as Arc<dyn FaultInjectingStore>;
    assert_each_is_detected(INTERRUPTED_CALLS, INTERRUPTED_FLAWS, store);
}

#[test]
fn every_flaw_of_a_store_with_malformed_records_is_detected() {
    let store = |flaw| Arc::new(CorruptibleGames::with(flaw)) as Arc<dyn CorruptibleStore>;
    assert_each_is_detected(MALFORMED_RECORDS, MALFORMED_FLAWS, store);
}

#[test]
fn flaws_of_an_instance_are_detected_by_a_second_instance() {
    for (flaw, expected) in INSTANCE_FLAWS {
        assert_detected(GAME_STORE, *flaw, expected, |flaw| {
            let database = database(flaw);
            let instance = || Arc::new(FlawedInstance::over(database.clone(), flaw)) as _;
            Arc::new(Instances::of([instance(), instance()]))
        });
    }
}

#[test]
fn flaws_of_an_instance_are_not_detected_by_one_instance() {
    for (flaw, _) in INSTANCE_FLAWS {
        for scenario in GAME_STORE {
            let instance = FlawedInstance::over(database(*flaw), *flaw);
            let failed = fails(scenario, &(Arc::new(instance) as Arc<dyn GameStore>));
            assert!(!failed, "{flaw:?} is detected by {}", scenario.name());
        }
    }
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
fn every_flaw_of_a_pool_of_drafts_is_detected() {
    assert_each_is_detected(DRAFT_POOL, POOL_FLAWS, tested_pool);
    let pool = |flaw| Arc::new(CorruptibleDrafts::with(flaw)) as Arc<dyn CorruptiblePool>;
    assert_each_is_detected(MALFORMED_DRAFTS, MALFORMED_DRAFT_FLAWS, pool);
}

#[test]
fn every_flaw_of_a_meter_is_detected() {
    let meter = |flaw| Arc::new(FlawedMeter::new(flaw)) as Arc<dyn ModelMeter>;
    assert_each_is_detected(MODEL_METER, METER_FLAWS, meter);
}

#[test]
fn every_flaw_of_a_queue_is_detected() {
    let queue = |flaw| Arc::new(FlawedQueue::new(flaw)) as Arc<dyn DeliveringQueue>;
    assert_each_is_detected(WORK_QUEUE, QUEUE_FLAWS, queue);
}

#[test]
fn every_flaw_of_a_writer_is_detected() {
    assert_each_is_detected(QUESTION_WRITER, WRITER_FLAWS, FlawedWriter::tested);
}

#[test]
fn scenario_names_are_unique() {
    let names: Vec<_> = GAME_STORE.iter().map(Scenario::name).collect();
    assert!(names.len() >= 60, "{}", names.len());
    let names = names.into_iter();
    let names = names.chain(INTERRUPTED_CALLS.iter().map(Scenario::name));
    let names = names.chain(MALFORMED_RECORDS.iter().map(Scenario::name));
    let names = names.chain(EQUAL_IDS.iter().map(Scenario::name));
    let names = names.chain(TOKEN_CACHE.iter().map(Scenario::name));
    let names = names.chain(DRAFT_POOL.iter().map(Scenario::name));
    let names = names.chain(MALFORMED_DRAFTS.iter().map(Scenario::name));
    let names = names.chain(MODEL_METER.iter().map(Scenario::name));
    let names = names.chain(WORK_QUEUE.iter().map(Scenario::name));
    let names = names.chain(QUESTION_WRITER.iter().map(Scenario::name));
    let names: Vec<_> = names.collect();
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
        assert_detected(scenarios, *flaw, expected, &flawed);
        for name in *expected {
            idle.remove(name);
        }
    }
    assert!(idle.is_empty(), "these scenarios detect no flaw: {idle:#?}");
}

/// Checks that a flaw fails each of these scenarios.
fn assert_detected<F: Copy + Debug, G: ?Sized>(
    scenarios: &[Scenario<G>],
    flaw: F,
    expected: &[&str],
    flawed: impl Fn(F) -> Arc<G>,
) {
    for name in expected {
        let scenario = scenarios.iter().find(|scenario| scenario.name() == *name);
        let scenario = scenario.unwrap_or_else(|| panic!("no scenario {name}"));
        assert!(
            fails(scenario, &flawed(flaw)),
            "{flaw:?} is not detected by {name}"
        );
    }
}

fn fails<G: ?Sized>(scenario: &Scenario<G>, gateway: &Arc<G>) -> bool {
    let played = catch_unwind(AssertUnwindSafe(|| block_on(scenario.run(gateway))));
    played.is_err()
}
