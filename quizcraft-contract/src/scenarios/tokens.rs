//! What a token cache remembers, and that it is not given from the second of its expiry on.
//!
//! A cache may forget; so that there is something to see, these scenarios expect a fresh one to
//! keep a handful of entries for as long as a scenario takes.

use std::sync::Arc;

use super::given::{ada, bob};
use super::race::all_at_once;
use super::steps::given;
use quizcraft_core::{PlayerId, Timestamp};
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};

/// The cache of a scenario.
type Cache = Arc<dyn TokenCache>;

/// The second at which entries expire: far away, so that no table that deletes by its own clock
/// deletes them yet.
const EXPIRY: u64 = 4_000_000_000;

/// Nothing is known of a token that was never remembered.
pub async fn an_unknown_token_stands_for_nobody(cache: &Cache) {
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

/// A remembered token gives its player, and until when.
pub async fn a_remembered_token_stands_for_its_player(cache: &Cache) {
    let entry = entry(ada(), EXPIRY);
    remember(cache, &token(1), entry).await;
    for _ in 0..3 {
        let found = find(cache, &token(1), EXPIRY - 3_600).await;
        assert_eq!(
            found,
            Some(entry),
            "a token stands for its player until its expiry"
        );
    }
}

/// An entry is good up to its last second.
pub async fn an_entry_is_given_in_the_second_before_it_expires(cache: &Cache) {
    let entry = entry(ada(), EXPIRY);
    remember(cache, &token(1), entry).await;
    let found = find(cache, &token(1), EXPIRY - 1).await;
    assert_eq!(
        found,
        Some(entry),
        "an entry is given in the second before it expires"
    );
}

/// An entry is no longer good in the very second of its expiry.
pub async fn an_entry_is_not_given_in_the_second_of_its_expiry(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    let found = find(cache, &token(1), EXPIRY).await;
    assert_eq!(
        found, None,
        "an entry is not given from the second of its expiry on"
    );
}

/// However long a cache keeps an entry for itself, it does not give it any more.
pub async fn an_entry_is_not_given_after_its_expiry(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    for now in [EXPIRY + 1, EXPIRY + 86_400, u64::MAX] {
        let found = find(cache, &token(1), now).await;
        assert_eq!(found, None, "an expired entry is never given");
    }
}

/// Remembering a token again replaces who it stands for and until when.
pub async fn the_last_word_about_a_token_counts(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    let last = entry(bob(), EXPIRY + 60);
    remember(cache, &token(1), last).await;
    let found = find(cache, &token(1), EXPIRY + 59).await;
    assert_eq!(found, Some(last), "the last word about a token counts");
}

/// An entry is replaced by a later word even if that expires earlier.
pub async fn the_last_word_counts_even_if_it_expires_earlier(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    let last = entry(ada(), EXPIRY - 60);
    remember(cache, &token(1), last).await;
    assert_eq!(
        find(cache, &token(1), EXPIRY - 61).await,
        Some(last),
        "the last word counts"
    );
    assert_eq!(
        find(cache, &token(1), EXPIRY - 60).await,
        None,
        "also for the expiry"
    );
}

/// An expired entry does not stand in the way of a new one.
pub async fn an_expired_token_may_be_remembered_anew(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    assert_eq!(find(cache, &token(1), EXPIRY).await, None, "it has expired");
    let anew = entry(ada(), EXPIRY + 3_600);
    remember(cache, &token(1), anew).await;
    assert_eq!(
        find(cache, &token(1), EXPIRY).await,
        Some(anew),
        "it is good for longer now"
    );
}

/// Every token stands for its own player, until its own expiry.
pub async fn tokens_do_not_know_each_other(cache: &Cache) {
    remember(cache, &token(1), entry(ada(), EXPIRY)).await;
    remember(cache, &token(2), entry(bob(), EXPIRY)).await;
    let found = find(cache, &token(1), 0).await.map(|entry| entry.player());
    assert_eq!(found, Some(ada()), "every token stands for its own player");
    let found = find(cache, &token(2), 0).await.map(|entry| entry.player());
    assert_eq!(found, Some(bob()), "every token stands for its own player");
}

/// A player's tokens are remembered one by one, and expire one by one.
pub async fn tokens_of_one_player_expire_one_by_one(cache: &Cache) {
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

/// What expired long ago is of no use from the beginning.
pub async fn an_entry_of_the_far_past_is_never_given(cache: &Cache) {
    for (n, expiry) in (1..).zip([0, 1, 1_000_000_000]) {
        remember(cache, &token(n), entry(ada(), expiry)).await;
        let found = find(cache, &token(n), EXPIRY).await;
        assert_eq!(found, None, "what expired long ago is never given");
    }
}

/// What many remember at the same moment is all remembered.
pub async fn tokens_remembered_at_once_are_all_remembered(cache: &Cache) {
    let tokens = all_at_once(|racer| {
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
    given(cache.remember(token, &entry).await);
}

async fn find(cache: &Cache, token: &TokenHash, now: u64) -> Option<KnownPlayer> {
    given(cache.find(token, Timestamp::from_secs(now)).await)
}
