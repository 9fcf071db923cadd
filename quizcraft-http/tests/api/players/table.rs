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

/// A table that a process has told whose a token is.
async fn knowing(given: &Given, token: &str) -> Arc<MemoryTokens> {
    let table = Arc::new(MemoryTokens::new());
    let process = given.sharing(table.clone());
    list(&process, token).await.expect(200);
    table
}

#[tokio::test]
async fn another_process_asks_nobody() {
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
async fn a_table_is_believed_for_an_hour_to_the_second() {
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
async fn a_process_does_not_keep_longer_what_it_has_from_the_table() {
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
async fn a_table_is_told_that_a_token_is_good_until_it_expires() {
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

/// A table whose one entry claims to be good until a second; it expects to be asked so often.
fn claiming(second: u64, times: usize) -> Arc<MockTokenCache> {
    let mut table = MockTokenCache::new();
    let known = KnownPlayer::new(some_player(), at(second));
    let find = table.expect_find().times(times);
    find.returning(move |_, now| Ok(known.valid_at(now)));
    table.expect_remember().never();
    Arc::new(table)
}

#[tokio::test]
async fn a_table_does_not_keep_a_token_good_beyond_its_expiry() {
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
async fn a_table_that_claims_to_know_for_longer_than_an_hour_is_read_again() {
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
async fn a_table_lets_no_token_in_that_does_not_verify() {
    let given = Given::new();
    let process = given.sharing(claiming(NOW + HOUR, 0));
    let forged = Given::new().token();
    for token in [forged.as_str(), "opaque"] {
        let answer = list(&process, token).await;
        answer.expect_error(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_player_keeps_their_games_whoever_tells_who_they_are() {
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
