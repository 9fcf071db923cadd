//! A pool of drafts returns what was kept, until its expiry.
//!
//! A pool may bound the number of its keys, but these scenarios require that a fresh one keeps a few keys for the
//! duration of a scenario.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::race::{RACERS, run_concurrently};
use crate::ManualClock;
use quizcraft_core::gateway::{DraftPool, DraftsKept, PoolKey};
use quizcraft_core::{
    Accents, Choice, Clarification, Decimal, Draft, DraftFingerprint, Estimate, Keyword, Language,
    License, MultipleChoice, Prompt, Sequence, ShortAnswer, SingleChoice, Source, SourceTitle,
    SourceUrl, Task, Unit, WriterName,
};

/// An empty pool of drafts, with its clock.
pub struct TestedPool {
    pool: Arc<dyn DraftPool>,
    clock: Arc<ManualClock>,
    kept: DraftsKept,
}

impl TestedPool {
    /// Creates a fixture of a pool that reads this clock and keeps drafts for this long. The time may pass by hours.
    #[must_use]
    pub fn new(pool: Arc<dyn DraftPool>, clock: Arc<ManualClock>, kept: DraftsKept) -> Self {
        Self { pool, clock, kept }
    }
}

impl fmt::Debug for TestedPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestedPool").finish_non_exhaustive()
    }
}

/// The pool of a scenario.
type Tested = Arc<TestedPool>;

/// A key under which nothing was kept has no drafts.
pub async fn an_unknown_key_has_no_drafts(tested: &Tested) {
    let pool = &tested.pool;
    assert_eq!(drafts(pool, &key("Rome")).await, []);
    keep(pool, &key("Paris"), &[draft("1")]).await;
    assert_eq!(drafts(pool, &key("Rome")).await, []);
}

/// What a draft of each kind needs is kept byte for byte.
pub async fn drafts_of_every_kind_are_pooled(tested: &Tested) {
    let all: Vec<_> = tasks().into_iter().map(draft_of).collect();
    assert_kept(&tested.pool, &all).await;
}

/// The source, the writer and the fingerprint of a draft are kept, each of them if it is there. A draft without a
/// fingerprint of its own has that of its prompt.
pub async fn sources_writers_and_fingerprints_are_pooled(tested: &Tested) {
    let title = || SourceTitle::restore("Mount Everest — a history");
    let url = SourceUrl::new("https://example.org/wiki/Mount_Everest?lang=en#height").ok();
    let license = License::restore("CC BY-SA 4.0");
    let whole = Source::new(title()).with_url(url.clone());
    let all = [
        draft("1"),
        draft("2").with_fingerprint(DraftFingerprint::of(&["a fact"])),
        draft("3").with_source(Source::new(title())),
        draft("4").with_source(Source::new(title()).with_url(url)),
        draft("5").with_source(Source::new(title()).with_license(license.clone())),
        draft("6").with_source(whole.with_license(license)),
        draft("7").with_writer(WriterName::restore("model a, prompts 1")),
    ];
    assert_kept(&tested.pool, &all).await;
}

/// A hundred drafts with the longest texts are returned.
pub async fn a_hundred_of_the_longest_drafts_are_returned(tested: &Tested) {
    let all: Vec<_> = (0..PoolKey::MAX_DRAFTS).map(longest).collect();
    assert_kept(&tested.pool, &all).await;
}

/// The drafts of other keys are not returned.
pub async fn keys_have_separate_drafts(tested: &Tested) {
    let (pool, writer) = (&tested.pool, WriterName::restore("tests 2"));
    let rome = Keyword::restore("Rome");
    let (english, italian) = (Language::default(), "it".parse().unwrap_or_default());
    let keys = [
        key("Rome"),
        key("Paris"),
        PoolKey::new(&rome, &italian, &WriterName::restore("tests 1")),
        PoolKey::new(&rome, &english, &writer),
    ];
    let of_key = |n: usize| [draft(&n.to_string()), draft("the same")];
    for (n, key) in keys.iter().enumerate() {
        keep(pool, key, &of_key(n)).await;
    }
    for (n, key) in keys.iter().enumerate() {
        assert_eq!(drafts(pool, key).await, sorted(&of_key(n)), "of one key");
    }
}

/// A draft replaces the one with the same fingerprint.
pub async fn a_draft_replaces_the_one_with_its_fingerprint(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    let [first, second] = ["1", "2"].map(|name| draft(name).with_fingerprint(fact()));
    keep(pool, &key, &[first, draft("other")]).await;
    keep(pool, &key, std::slice::from_ref(&second)).await;
    let expected = sorted(&[second, draft("other")]);
    assert_eq!(drafts(pool, &key).await, expected, "the last one is kept");
}

/// Of drafts with the same fingerprint in one call, the last one is kept.
pub async fn of_drafts_with_one_fingerprint_the_last_is_kept(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    let [first, second] = ["1", "2"].map(|name| draft(name).with_fingerprint(fact()));
    keep(pool, &key, &[first, draft("other"), second.clone()]).await;
    let expected = sorted(&[second, draft("other")]);
    assert_eq!(drafts(pool, &key).await, expected, "the last one is kept");
}

/// Keeping the same drafts again changes nothing.
pub async fn keeping_the_same_drafts_again_changes_nothing(tested: &Tested) {
    for _ in 0..3 {
        assert_kept(&tested.pool, &numbered(0..5)).await;
    }
}

/// Drafts are added to those that are kept already.
pub async fn drafts_are_added_to_those_of_earlier_calls(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    for n in 0..4 {
        keep(pool, &key, &numbered(10 * n..10 * n + 10)).await;
    }
    assert_eq!(drafts(pool, &key).await, sorted(&numbered(0..40)));
}

/// A call without drafts changes nothing.
pub async fn keeping_no_drafts_changes_nothing(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &[]).await;
    assert_eq!(drafts(pool, &key).await, []);
    keep(pool, &key, &[draft("1")]).await;
    keep(pool, &key, &[]).await;
    assert_eq!(drafts(pool, &key).await, sorted(&[draft("1")]));
}

/// Of more than a hundred drafts, a hundred different ones are returned.
pub async fn at_most_a_hundred_drafts_are_returned(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &numbered(0..130)).await;
    keep(pool, &key, &numbered(120..140)).await;
    let (all, found) = (numbered(0..140), drafts(pool, &key).await);
    assert_eq!(found.len(), PoolKey::MAX_DRAFTS, "a hundred are returned");
    let distinct: HashSet<_> = found.iter().map(Draft::fingerprint).collect();
    assert_eq!(distinct.len(), found.len(), "none is returned twice");
    let all = sorted(&all);
    assert!(
        found.iter().all(|draft| all.contains(draft)),
        "they were kept"
    );
}

/// Concurrent calls keep the drafts of each other.
pub async fn drafts_that_are_kept_concurrently_are_all_returned(tested: &Tested) {
    let key = key("Rome");
    run_concurrently(|racer| {
        let (pool, first) = (Arc::clone(&tested.pool), 10 * racer);
        async move { keep(&pool, &key, &numbered(first..first + 10)).await }
    })
    .await;
    let expected = sorted(&numbered(0..10 * RACERS));
    assert_eq!(drafts(&tested.pool, &key).await, expected, "none is lost");
}

/// Concurrent calls may keep the same drafts.
pub async fn the_same_drafts_can_be_kept_concurrently(tested: &Tested) {
    let (key, all) = (key("Rome"), numbered(0..30));
    run_concurrently(|_| {
        let (pool, all) = (Arc::clone(&tested.pool), all.clone());
        async move { keep(&pool, &key, &all).await }
    })
    .await;
    assert_eq!(drafts(&tested.pool, &key).await, sorted(&all));
}

/// Drafts are returned in the second before their expiry.
pub async fn drafts_are_returned_in_the_second_before_their_expiry(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &numbered(0..3)).await;
    tested
        .clock
        .advance(tested.kept.get().saturating_sub(SECOND));
    assert_eq!(drafts(pool, &key).await, sorted(&numbered(0..3)));
}

/// Drafts are not returned from the second of their expiry on, even if the pool still stores them.
pub async fn drafts_are_not_returned_in_the_second_of_their_expiry(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &numbered(0..3)).await;
    tested.clock.advance(tested.kept.get());
    assert_eq!(
        drafts(pool, &key).await,
        [],
        "expired drafts are never returned"
    );
    tested.clock.advance(Duration::from_hours(1));
    assert_eq!(
        drafts(pool, &key).await,
        [],
        "expired drafts are never returned"
    );
}

/// A draft that is kept again expires by the last call, and others by their own.
pub async fn drafts_that_are_kept_again_expire_later(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &numbered(0..3)).await;
    tested.clock.advance(SECOND);
    keep(pool, &key, &numbered(2..4)).await;
    tested
        .clock
        .advance(tested.kept.get().saturating_sub(SECOND));
    assert_eq!(drafts(pool, &key).await, sorted(&numbered(2..4)));
    tested.clock.advance(SECOND);
    assert_eq!(drafts(pool, &key).await, []);
}

/// An expired draft can be kept again.
pub async fn an_expired_draft_can_be_kept_again(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &[draft("1")]).await;
    tested.clock.advance(tested.kept.get());
    assert_eq!(drafts(pool, &key).await, [], "it has expired");
    keep(pool, &key, &[draft("1")]).await;
    assert_eq!(drafts(pool, &key).await, sorted(&[draft("1")]));
}

/// Expired drafts that the pool still stores take no room from others.
pub async fn expired_drafts_do_not_hide_others(tested: &Tested) {
    let (pool, key) = (&tested.pool, key("Rome"));
    keep(pool, &key, &numbered(0..150)).await;
    tested.clock.advance(tested.kept.get());
    let new = numbered(150..250);
    keep(pool, &key, &new).await;
    assert_eq!(
        drafts(pool, &key).await,
        sorted(&new),
        "all others are returned"
    );
}

const SECOND: Duration = Duration::from_secs(1);

pub(super) fn key(keyword: &str) -> PoolKey {
    let writer = WriterName::restore("tests 1");
    PoolKey::new(&Keyword::restore(keyword), &Language::default(), &writer)
}

fn fact() -> DraftFingerprint {
    DraftFingerprint::of(&["a fact"])
}

/// Returns the drafts with these numbers.
pub(super) fn numbered(numbers: std::ops::Range<usize>) -> Vec<Draft> {
    numbers.map(|n| draft(&n.to_string())).collect()
}

fn draft(name: &str) -> Draft {
    let choice = |text: &str| Choice::restore(format!("{name}: {text}"));
    let prompt = Prompt::restore(format!("Question {name}?"));
    let wrong = vec![choice("wrong"), choice("worse")];
    let why = Clarification::restore(format!("{name}: because\nit is so. \u{200f}É 🦀"));
    Draft::restore_single(prompt, choice("right"), wrong, why)
}

/// Returns one task of each kind.
fn tasks() -> [Task; 5] {
    let decimal = |digits: &str| digits.parse().unwrap_or(Decimal::ZERO);
    let (value, tolerance) = (decimal("123456789012345.123456789"), decimal("0.5"));
    let estimate = Estimate::restore(value, tolerance, decimal("1000.5"));
    let accepted = choices(&["São Paulo", "Sampa"]);
    [
        SingleChoice::restore(Choice::restore("Everest"), choices(&["K2", "Lhotse"])).into(),
        MultipleChoice::restore(choices(&["Po", "Arno"]), choices(&["Rhine", "Ebro"])).into(),
        estimate.with_unit(Unit::restore("m")).into(),
        ShortAnswer::restore(Choice::restore("Sao Paulo"), accepted, Accents::Matter).into(),
        Sequence::restore(choices(&["Mercury", "Venus", "Earth", "Mars"])).into(),
    ]
}

fn draft_of(task: Task) -> Draft {
    let prompt = Prompt::restore(format!("A question of the kind {}?", task.kind()));
    Draft::restore(prompt, task, Clarification::restore("Because it is so."))
}

/// Returns a draft whose texts have the maximum lengths, in characters of four bytes.
fn longest(n: usize) -> Draft {
    let text = |start: &str, max: usize| {
        let rest = max.saturating_sub(start.chars().count());
        format!("{start}{}", "🦀".repeat(rest))
    };
    let choice =
        |option: usize| Choice::restore(text(&format!("{n} {option} "), Choice::MAX_CHARS));
    let wrong = (1..SingleChoice::MAX_OPTIONS).map(choice).collect();
    let prompt = Prompt::restore(text(&format!("{n} "), Prompt::MAX_CHARS));
    let why = Clarification::restore(text(&format!("{n} "), Clarification::MAX_CHARS));
    Draft::restore_single(prompt, choice(0), wrong, why)
}

fn choices(texts: &[&str]) -> Vec<Choice> {
    texts.iter().map(|text| Choice::restore(*text)).collect()
}

/// Keeps drafts, and checks that they are returned complete.
async fn assert_kept(pool: &Arc<dyn DraftPool>, all: &[Draft]) {
    let key = key("Rome");
    keep(pool, &key, all).await;
    assert_eq!(
        drafts(pool, &key).await,
        sorted(all),
        "drafts are returned complete"
    );
}

/// Returns the drafts with their fingerprints, sorted by these.
pub(super) fn sorted(drafts: &[Draft]) -> Vec<Draft> {
    let drafts = drafts.iter().cloned();
    let mut drafts: Vec<_> = drafts
        .map(|draft| {
            let fingerprint = draft.fingerprint();
            draft.with_fingerprint(fingerprint)
        })
        .collect();
    drafts.sort_by_key(Draft::fingerprint);
    drafts
}

pub(super) async fn keep<P: DraftPool + ?Sized>(pool: &Arc<P>, key: &PoolKey, drafts: &[Draft]) {
    call!(DraftPool::keep(pool, key, drafts)).expect_ok();
}

/// Returns the drafts under a key, sorted by their fingerprints.
pub(super) async fn drafts<P: DraftPool + ?Sized>(pool: &Arc<P>, key: &PoolKey) -> Vec<Draft> {
    let found = call!(DraftPool::drafts(pool, key)).expect_ok();
    sorted(&found)
}
