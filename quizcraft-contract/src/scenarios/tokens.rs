//! A token cache returns entries until their expiry.
//!
//! A cache may evict entries, but these scenarios require that a fresh one keeps a few entries for
//! the duration of a scenario.

use std::sync::Arc;

use super::fixtures::{ada, bob};
use super::race::run_concurrently;
use quizcraft_core::{PlayerId, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

/// The cache of a scenario.
type Cache = Arc<dyn TokenCache>;

/// The expiry of entries: in the far future, so that no store deletes them by its own clock.
const EXPIRY: u64 = 4_000_000_000;

/// A token that was not remembered has no player.
pub async fn an_unknown_token_has_no_player(cache: &Cache) {
    assert_eq!(
        find(cache, &token(1), 0).await,
        None,
        "an unknown token has no player"
    );
    remember(cache, &token(2), entry(ada(), EXPIRY)).await;
    assert_eq!(
        find(cache, &token(1), 0).await,
        None,
        "an unknown token has no player"
    );
}

/// A remembered token returns its player and expiry.
pub async fn a_remembered_token_returns_its_player(cache: &Cache) {
    let entry = entry(ada(), EXPIRY);
    remember(cache, &token(1), entry).await;
    for _ in 0..3 {
        let found = find(cache, &token(1), EXPIRY - 3_600).await;
        assert_eq!(
            found,
            Some(entry),
            "a token returns its player until its expiry"
        );
    }
}

/// An entry is returned in the second before its expiry.
pub async fn an_entry_is_returned_in_the_second_before_its_expiry(cache: &Cache) {
    let entry = entry(ada(), EXPIRY);
    remember(cache, &token(1), entry).await;
    let found = find(cache, &token(1), EXPIRY - 1).await;
    assert_eq!(
        found,
        Some(entry),
        "an entry is returned in the second before its expiry"
    );
}

/// An entry is not returned in the second of its expiry.
pub async fn an_entry_is_not_returned_in_the_second_of_its_expiry(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    let found = find(cache, &token(1), EXPIRY).await;
    assert_eq!(
        found, None,
        "an entry is not returned from the second of its expiry on"
    );
}

/// An expired entry is never returned, even if the cache still stores it.
pub async fn an_entry_is_not_returned_after_its_expiry(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    for now in [EXPIRY + 1, EXPIRY + 86_400, u64::MAX] {
        let found = find(cache, &token(1), now).await;
        assert_eq!(found, None, "an expired entry is never returned");
    }
}

/// Remembering a token again replaces its player and expiry.
pub async fn remembering_a_token_replaces_its_entry(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    let last = entry(bob(), EXPIRY + 60);
    remember(cache, &token(1), last).await;
    let found = find(cache, &token(1), EXPIRY + 59).await;
    assert_eq!(found, Some(last), "the last entry of a token is returned");
}

/// A new entry replaces the old one even if it expires earlier.
pub async fn an_entry_is_replaced_by_one_that_expires_earlier(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    let last = entry(ada(), EXPIRY - 60);
    remember(cache, &token(1), last).await;
    assert_eq!(
        find(cache, &token(1), EXPIRY - 61).await,
        Some(last),
        "the last entry is returned"
    );
    assert_eq!(
        find(cache, &token(1), EXPIRY - 60).await,
        None,
        "with its own expiry"
    );
}

/// An expired entry can be replaced.
pub async fn an_expired_token_can_be_remembered_again(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    assert_eq!(find(cache, &token(1), EXPIRY).await, None, "it has expired");
    let renewed = entry(ada(), EXPIRY + 3_600);
    remember(cache, &token(1), renewed).await;
    assert_eq!(
        find(cache, &token(1), EXPIRY).await,
        Some(renewed),
        "the new entry is returned"
    );
}

/// Every token has its own player.
pub async fn tokens_have_separate_players(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    remember(cache, &token(2), entry(bob(), EXPIRY)).await;
    let found = find(cache, &token(1), 0).await.map(|entry| entry.player());
    assert_eq!(found, Some(ada()), "every token has its own player");
    let found = find(cache, &token(2), 0).await.map(|entry| entry.player());
    assert_eq!(found, Some(bob()), "every token has its own player");
}

/// Tokens of one player are stored separately and expire separately.
pub async fn tokens_of_one_player_expire_separately(cache: &Cache) {
    let (shorter, longer) = (entry(ada(), EXPIRY), entry(ada(), EXPIRY + 60));
    remember(cache, &token(1), shorter).await;
    remember(cache, &token(2), longer).await;
    let found = find(cache, &token(1), EXPIRY - 1).await;
    assert_eq!(found, Some(shorter), "one token does not replace another");
    assert_eq!(
        find(cache, &token(1), EXPIRY).await,
        None,
        "the first has expired"
    );
    assert_eq!(
        find(cache, &token(2), EXPIRY).await,
        Some(longer),
        "the second has not"
    );
}

/// An entry that has expired before it is remembered is not returned.
pub async fn an_entry_that_expired_before_it_was_stored_is_not_returned(cache: &Cache) {
    for (n, expiry) in (1..).zip([0, 1, 1_000_000_000]) {
        remember(cache, &token(n), entry(ada(), expiry)).await;
        let found = find(cache, &token(n), EXPIRY).await;
        assert_eq!(
            found, None,
            "an entry that has already expired is not returned"
        );
    }
}

/// Tokens that are remembered concurrently are all returned.
pub async fn tokens_remembered_concurrently_are_all_returned(cache: &Cache) {
    let tokens = run_concurrently(|racer| {
        let (cache, token) = (Arc::clone(cache), token(racer));
        async move {
            remember(&cache, &token, entry(ada(), EXPIRY)).await;
            token
        }
    })
    .await;
    for token in tokens {
        let found = find(cache, &token, 0).await;
        assert_eq!(
            found,
            Some(entry(ada(), EXPIRY)),
            "every token is remembered"
        );
    }
}

fn token(n: usize) -> TokenHash {
    TokenHash::of(&format!("token {n}"))
}

const fn entry(player: PlayerId, expiry: u64) -> KnownPlayer {
    KnownPlayer::new(player, Timestamp::from_secs(expiry))
}

async fn remember(cache: &Cache, token: &TokenHash, entry: KnownPlayer) {
    call!(TokenCache::remember(cache, token, &entry)).expect_ok();
}

async fn find(cache: &Cache, token: &TokenHash, now: u64) -> Option<KnownPlayer> {
    call!(TokenCache::find(cache, token, Timestamp::from_secs(now))).expect_ok()
}
