use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::GatewayError;
use quizcraft_identity::TokenCache;
use quizcraft_identity::{KnownPlayer, TokenHash};
use quizcraft_memory::MemoryTokens;

use super::Given;
use crate::support::{guarded, hurried, list, list_all};

/// A table that counts how often it is read and written.
#[derive(Default)]
struct Counted {
    table: MemoryTokens,
    read: AtomicUsize,
    written: AtomicUsize,
}

#[async_trait]
impl TokenCache for Counted {
    async fn find(
        &self,
        token: &TokenHash,
        now: Timestamp,
    ) -> Result<Option<KnownPlayer>, GatewayError> {
        self.read.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        self.table.find(token, now).await
    }

    async fn remember(&self, token: &TokenHash, player: &KnownPlayer) -> Result<(), GatewayError> {
        self.written.fetch_add(1, Ordering::SeqCst);
        tokio::task::yield_now().await;
        self.table.remember(token, player).await
    }
}

/// Sends this number of requests, with the tokens in turn.
fn shuffled(tokens: &[String], requests: usize) -> Vec<String> {
    tokens.iter().cycle().take(requests).cloned().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_requests_with_ten_tokens_cause_ten_look_ups() {
    // given
    let given = Given::new();
    let table = Arc::new(Counted::default());
    let process = given.sharing(table.clone());
    let tokens: Vec<_> = (0..10).map(|_| given.token()).collect();

    // when
    let requests = shuffled(&tokens, 1000).into_iter().map(|token| {
        let process = process.clone();
        tokio::spawn(async move { list(&process, &token).await.status })
    });
    let statuses = futures_util::future::join_all(requests).await;

    // then
    assert!(
        statuses
            .iter()
            .all(|status| *status.as_ref().unwrap() == 200)
    );
    assert_eq!(given.asked(), 10);
    assert_eq!(table.read.load(Ordering::SeqCst), 10);
    assert_eq!(table.written.load(Ordering::SeqCst), 10);
}

#[tokio::test]
async fn a_thousand_requests_share_ten_look_ups() {
    // given
    let given = Given::new();
    let table = Arc::new(Counted::default());
    let process = given.sharing(table.clone());
    let tokens: Vec<_> = (0..10).map(|_| given.token()).collect();
    given.identities.open(false);

    // when
    let answer = async {
        given.until_asked(10).await;
        given.identities.open(true);
    };
    let tokens = shuffled(&tokens, 1000);
    let (answers, ()) = tokio::join!(list_all(&process, &tokens), answer);

    // then
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(given.asked(), 10);
    assert_eq!(table.read.load(Ordering::SeqCst), 10);
}

#[tokio::test]
async fn look_up_continues_when_the_first_request_is_dropped() {
    // given
    let given = Given::new();
    let process = given.process();
    let token = given.token();
    given.identities.open(false);

    // when
    let mut first = Box::pin(list(&process, &token));
    assert!((&mut first).now_or_never().is_none());
    let mut second = Box::pin(list(&process, &token));
    assert!((&mut second).now_or_never().is_none());
    drop(first);
    given.identities.open(true);

    // then
    second.await.expect(200);
    assert_eq!(given.asked(), 1);
}

#[tokio::test]
async fn result_of_an_abandoned_look_up_is_cached() {
    // given
    let given = Given::new();
    let process = given.process();
    let token = given.token();
    given.identities.open(false);
    for _ in 0..5 {
        assert!(list(&process, &token).now_or_never().is_none());
    }

    // when
    given.identities.open(true);

    // then
    list(&process, &token).await.expect(200);
    assert_eq!(given.asked(), 1);
}

#[tokio::test]
async fn look_ups_of_different_tokens_are_independent() {
    // given
    let given = Given::new();
    let process = given.process();
    let (known, new) = (given.token(), given.token());
    list(&process, &known).await.expect(200);
    given.identities.open(false);

    // when
    let mut waiting = Box::pin(list(&process, &new));
    assert!((&mut waiting).now_or_never().is_none());

    // then
    list(&process, &known).await.expect(200);
    given.identities.open(true);
    waiting.await.expect(200);
}

#[tokio::test]
async fn slow_look_up_times_out_but_is_cached() {
    // given
    let given = Given::new();
    let authenticator = given.authenticator();
    let patient = guarded(authenticator.clone());
    let hurried = hurried(authenticator, Duration::from_millis(20));
    let token = given.token();

    // when
    given.identities.open(false);
    for _ in 0..3 {
        list(&hurried, &token).await.expect_unavailable("2");
    }
    given.identities.open(true);

    // then
    list(&patient, &token).await.expect(200);
    list(&hurried, &token).await.expect(200);
    assert_eq!(given.asked(), 1);
}
