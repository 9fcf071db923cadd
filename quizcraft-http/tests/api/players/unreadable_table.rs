use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use quizcraft_core::Timestamp;
use quizcraft_core::gateway::GatewayError;
use quizcraft_identity::{KnownPlayer, TokenHash};
use quizcraft_identity::{MockTokenCache, TokenCache};
use tokio::sync::watch;

use super::Given;
use crate::support::{list, pass};

const ERRORS: [fn() -> GatewayError; 3] = [
    || GatewayError::Unavailable("throttled".into()),
    || GatewayError::Broken("no such table".into()),
    || GatewayError::Unreadable {
        key: "the secret key".to_owned(),
        source: "no player".into(),
    },
];

/// Checks that a token is accepted repeatedly with such a table, and looked up once.
async fn assert_players_are_served(table: MockTokenCache) {
    let given = Given::new();
    let process = given.sharing(Arc::new(table));
    let token = given.token();
    for _ in 0..2 {
        list(&process, &token).await.expect(200);
    }
    assert_eq!(given.asked(), 1);
}

#[tokio::test]
async fn failing_reads_of_the_token_cache_reject_no_player() {
    for error in ERRORS {
        let mut table = MockTokenCache::new();
        let find = table.expect_find().times(1);
        find.returning(move |_, _| Err(error()));
        table.expect_remember().times(1).returning(|_, _| Ok(()));
        assert_players_are_served(table).await;
    }
}

#[tokio::test]
async fn failing_writes_to_the_token_cache_reject_no_player() {
    for error in ERRORS {
        let mut table = MockTokenCache::new();
        table.expect_find().times(1).returning(|_, _| Ok(None));
        let remember = table.expect_remember().times(1);
        remember.returning(move |_, _| Err(error()));
        assert_players_are_served(table).await;
    }
}

#[tokio::test]
async fn panic_of_the_token_cache_fails_one_request_only() {
    let given = Given::new();
    let mut table = MockTokenCache::new();
    let panics = |_: &_, _| panic!("the secret of the table");
    table.expect_find().times(1).returning(panics);
    table.expect_find().returning(|_, _| Ok(None));
    table.expect_remember().returning(|_, _| Ok(()));
    let process = given.sharing(Arc::new(table));
    let token = given.token();
    let panicked = list(&process, &token).await;
    panicked.expect_error(500, "internal");
    assert!(!format!("{panicked:?}").contains("secret"), "{panicked:?}");
    list(&process, &token).await.expect(200);
}

/// A table that blocks one kind of call.
struct Hanging {
    at: Question,
    asked: watch::Sender<bool>,
}

#[derive(Clone, Copy, PartialEq)]
enum Question {
    Find,
    Remember,
}

impl Hanging {
    fn at(at: Question) -> Arc<Self> {
        let asked = watch::Sender::new(false);
        Arc::new(Self { at, asked })
    }

    async fn hang_at(&self, question: Question) {
        if self.at == question {
            self.asked.send_replace(true);
            std::future::pending::<()>().await;
        }
    }

    /// Lets some seconds pass once it hangs.
    async fn pass(&self, seconds: u64) {
        let mut asked = self.asked.subscribe();
        asked.wait_for(|asked| *asked).await.unwrap();
        pass(Duration::from_secs(seconds)).await;
    }
}

#[async_trait]
impl TokenCache for Hanging {
    async fn find(&self, _: &TokenHash, _: Timestamp) -> Result<Option<KnownPlayer>, GatewayError> {
        self.hang_at(Question::Find).await;
        Ok(None)
    }

    async fn remember(&self, _: &TokenHash, _: &KnownPlayer) -> Result<(), GatewayError> {
        self.hang_at(Question::Remember).await;
        Ok(())
    }
}

#[tokio::test]
async fn blocked_writes_to_the_token_cache_reject_no_player() {
    let given = Given::new();
    let table = Hanging::at(Question::Remember);
    let (process, token) = (given.sharing(table.clone()), given.token());
    let (answer, ()) = tokio::join!(list(&process, &token), table.pass(2));
    answer.expect(200);
    list(&process, &token).await.expect(200);
    assert_eq!(given.asked(), 1);
}

#[tokio::test]
async fn blocked_reads_of_the_token_cache_reject_no_player() {
    let given = Given::new();
    let table = Hanging::at(Question::Find);
    let (process, token) = (given.sharing(table.clone()), given.token());
    let (answer, ()) = tokio::join!(list(&process, &token), table.pass(5));
    answer.expect(200);
    list(&process, &token).await.expect(200);
    assert_eq!(given.asked(), 1);
}
