//! The bounds of the pool of drafts.

use std::sync::Arc;

use quizcraft_contract::{ManualClock, block_on};
use quizcraft_core::gateway::{DraftPool, DraftsKept, PoolKey};
use quizcraft_core::{Choice, Clarification, Draft, Prompt, Timestamp};
use quizcraft_memory::MemoryPool;

fn key(n: u8) -> PoolKey {
    PoolKey::from_bytes([n; 32])
}

fn draft(n: usize) -> Draft {
    let prompt = Prompt::restore(format!("Question {n}?"));
    let wrong = vec![Choice::restore("wrong")];
    let why = Clarification::restore("Because.");
    Draft::restore_single(prompt, Choice::restore("right"), wrong, why)
}

fn pool(capacity: usize) -> MemoryPool {
    let clock = Arc::new(ManualClock::at(Timestamp::from_secs(1_000)));
    MemoryPool::new(clock, DraftsKept::default()).with_capacity(capacity)
}

async fn count(pool: &MemoryPool, key: PoolKey) -> usize {
    pool.drafts(&key).await.expect("the pool can be read").len()
}

async fn keep(pool: &MemoryPool, key: PoolKey, drafts: &[Draft]) {
    pool.keep(&key, drafts)
        .await
        .expect("the pool can be written");
}

#[test]
fn beyond_the_capacity_the_oldest_key_leaves() {
    block_on(async {
        let pool = pool(2);
        for n in [1, 2, 1, 3] {
            keep(&pool, key(n), &[draft(usize::from(n))]).await;
        }
        let counts = [count(&pool, key(1)).await, count(&pool, key(2)).await];
        assert_eq!(counts, [0, 1], "the first key is older than the second");
        assert_eq!(count(&pool, key(3)).await, 1);
    });
}

#[test]
fn a_call_without_drafts_adds_no_key() {
    block_on(async {
        let pool = pool(1);
        keep(&pool, key(1), &[draft(1)]).await;
        keep(&pool, key(2), &[]).await;
        assert_eq!(count(&pool, key(1)).await, 1);
    });
}

#[test]
fn beyond_a_hundred_drafts_under_a_key_the_first_one_leaves() {
    block_on(async {
        let pool = pool(1);
        let all: Vec<_> = (0..=PoolKey::MAX_DRAFTS).map(draft).collect();
        keep(&pool, key(1), &all).await;
        let found = pool.drafts(&key(1)).await.expect("the pool can be read");
        assert_eq!(found, all[1..], "the latest ones are kept");
    });
}

#[test]
fn debug_output_contains_no_draft() {
    block_on(async {
        let pool = pool(5);
        keep(&pool, key(1), &[draft(1)]).await;
        let text = format!("{pool:?}");
        assert!(
            text.contains("keys: 1") && !text.contains("Question"),
            "{text}"
        );
    });
}
