use std::sync::Arc;

use quizcraft_core::Timestamp;
use quizcraft_identity::Authenticator;
use quizcraft_identity::KnownPlayer;
use quizcraft_identity::{MockTokenCache, TokenCache};
use quizcraft_memory::MemoryTokens;

use super::{Given, HOUR, hash, some_player};
use crate::support::{NOW, list};

fn at(second: u64) -> Timestamp {
    Timestamp::from_secs(second)
}

/// A table with an entry that a process stored.
async fn knowing(given: &Given, token: &str) -> Arc<MemoryTokens> {
    let table = Arc::new(MemoryTokens::new());
    let process = given.sharing(table.clone());
    list(&process, token).await.expect(200);
    table
}

#[tokio::test]
async fn another_process_finds_the_player_in_the_token_cache() {
    // given
    let given = Given::new();
    let token = given.token();
    let table = knowing(&given, &token).await;

    // when
    for _ in 0..3 {
        list(&given.sharing(table.clone()), &token)
            .await
            .expect(200);
    }

    // then
    assert_eq!(given.asked(), 1);
    let known = table.find(&hash(&token), at(NOW)).await.unwrap().unwrap();
    assert_eq!(known.expires(), at(NOW + HOUR));
}

#[tokio::test]
async fn entries_of_the_token_cache_are_used_for_an_hour() {
    // given
    let given = Given::new();
    let token = given.token();
    let table = knowing(&given, &token).await;

    // when, then
    given.clock.pass(HOUR - 1);
    list(&given.sharing(table.clone()), &token)
        .await
        .expect(200);
    assert_eq!(given.asked(), 1);
    given.clock.pass(1);
    list(&given.sharing(table.clone()), &token)
        .await
        .expect(200);
    assert_eq!(given.asked(), 2);
}

#[tokio::test]
async fn local_entries_expire_with_the_shared_ones() {
    // given
    let given = Given::new();
    let token = given.token();
    let table = knowing(&given, &token).await;
    given.clock.pass(HOUR / 2);
    let late = given.sharing(table.clone());
    list(&late, &token).await.expect(200);

    // when, then
    given.clock.pass(HOUR / 2 - 1);
    list(&late, &token).await.expect(200);
    assert_eq!(given.asked(), 1);
    given.clock.pass(1);
    list(&late, &token).await.expect(200);
    assert_eq!(given.asked(), 2);
}

#[tokio::test]
async fn entries_are_stored_with_the_expiry_of_the_token() {
    let given = Given::new();
    let token = given.token_until(NOW + 100);
    let table = knowing(&given, &token).await;
    let found = async |second| table.find(&hash(&token), at(second)).await.unwrap();
    assert!(found(NOW + 99).await.is_some());
    assert!(found(NOW + 100).await.is_none());
    given.clock.pass(100);
    let expired = list(&given.sharing(table.clone()), &token).await;
    expired.expect_refused("the token is expired");
}

/// A table with one entry that expires at a given second. It expects this number of reads.
fn claiming(second: u64, times: usize) -> Arc<MockTokenCache> {
    let mut table = MockTokenCache::new();
    let known = KnownPlayer::new(some_player(), at(second));
    let find = table.expect_find().times(times);
    find.returning(move |_, now| Ok(known.valid_at(now)));
    table.expect_remember().never();
    Arc::new(table)
}

#[tokio::test]
async fn shared_entry_does_not_outlive_its_token() {
    let given = Given::new();
    let process = given.sharing(claiming(NOW + 10 * HOUR, 1));
    let token = given.token_until(NOW + 100);
    list(&process, &token).await.expect(200);
    given.clock.pass(99);
    list(&process, &token).await.expect(200);
    given.clock.pass(1);
    list(&process, &token)
        .await
        .expect_refused("the token is expired");
    assert_eq!(given.asked(), 0);
}

#[tokio::test]
async fn shared_entry_with_a_late_expiry_is_used_for_an_hour() {
    let given = Given::new();
    let process = given.sharing(claiming(NOW + 10 * HOUR, 2));
    let token = given.token();
    for seconds in [0, HOUR - 1, 1] {
        given.clock.pass(seconds);
        list(&process, &token).await.expect(200);
    }
    assert_eq!(given.asked(), 0);
}

#[tokio::test]
async fn shared_entry_does_not_admit_an_invalid_token() {
    let given = Given::new();
    let process = given.sharing(claiming(NOW + HOUR, 0));
    let forged = Given::new().token();
    for token in [forged.as_str(), "opaque"] {
        let answer = list(&process, token).await;
        answer.expect_error(401, "unauthenticated");
    }
}

#[tokio::test]
async fn player_is_the_same_for_every_source_of_the_address() {
    // given
    let given = Given::new();
    let table: Arc<dyn TokenCache> = Arc::new(MemoryTokens::new());
    let first = given.authenticator().with_cache(table.clone());
    let second = given.authenticator().with_cache(table);
    let request = http::Request::builder();
    let bearer = format!("Bearer {}", given.token());
    let (request, ()) = request
        .header("authorization", bearer)
        .body(())
        .unwrap()
        .into_parts();

    // when
    let asked = first.authenticate(&request).await.unwrap();
    let again = first.authenticate(&request).await.unwrap();
    let read = second.authenticate(&request).await.unwrap();

    // then
    assert_eq!([again, read], [asked, asked]);
    assert_eq!(given.asked(), 1);
}
