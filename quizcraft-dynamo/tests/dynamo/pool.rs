//! The requests, items, faults and table of the pool of drafts.

use std::fmt::{self, Write as _};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use quizcraft_contract::{ManualClock, block_on};
use quizcraft_core::gateway::{Causes, DraftPool, DraftsKept, GatewayError, PoolKey};
use quizcraft_core::{Choice, Draft, DraftFingerprint, Kind, Prompt, SingleChoice, Timestamp};
use quizcraft_dynamo::DynamoPool;
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::NoSubscriber;
use tracing::{Dispatch, Event, Metadata, Subscriber};

use crate::support::Database;
use crate::support::kinds::{sourced, task};
use crate::support::network::Fault;

const KEY: PoolKey = PoolKey::from_bytes([7; 32]);

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::at(Timestamp::from_secs(1_700_000_000)))
}

/// Returns drafts with fingerprints in ascending order.
fn drafts(count: u64) -> Vec<Draft> {
    let numbered = (0..count).map(|n| {
        let wrong = vec![Choice::restore("wrong")];
        let single = SingleChoice::new(Choice::restore(format!("right {n}")), wrong);
        let fingerprint = DraftFingerprint::from_bytes(n.to_be_bytes());
        sourced(single.unwrap()).with_fingerprint(fingerprint)
    });
    numbered.collect()
}

async fn with_pool() -> (Database, DynamoPool) {
    let database = Database::without_tables().await;
    let pool = database.pool(clock()).await;
    (database, pool)
}

/// Returns the operations that were sent, and forgets them.
fn sent(database: &Database) -> Vec<String> {
    let calls = database.network.calls();
    database.network.clear_calls();
    calls.into_iter().map(|call| call.operation).collect()
}

#[test]
fn reading_the_pool_is_one_strong_read() {
    block_on(async {
        let (database, pool) = with_pool().await;
        for count in [0, 15, 99] {
            pool.keep(&KEY, &drafts(count)).await.unwrap();
            database.network.clear_calls();
            let found = pool.drafts(&KEY).await.unwrap();
            assert_eq!(u64::try_from(found.len()).unwrap(), count);
            let calls = database.network.calls();
            assert_eq!(calls[0].body["ConsistentRead"], true);
            assert_eq!(sent(&database), ["Query"]);
        }
    });
}

#[test]
fn a_full_page_is_not_read_on() {
    block_on(async {
        let (database, pool) = with_pool().await;
        pool.keep(&KEY, &drafts(250)).await.unwrap();
        database.network.clear_calls();
        assert_eq!(pool.drafts(&KEY).await.unwrap(), drafts(100));
        assert_eq!(sent(&database), ["Query"]);
    });
}

#[test]
fn drafts_are_kept_in_batches_of_25() {
    block_on(async {
        let (database, pool) = with_pool().await;
        for (count, batches) in [(0, 0), (1, 1), (25, 1), (26, 2), (60, 3)] {
            pool.keep(&KEY, &drafts(count)).await.unwrap();
            assert_eq!(sent(&database), vec!["BatchWriteItem"; batches]);
        }
    });
}

#[test]
fn batches_are_sent_concurrently() {
    block_on(async {
        let (database, pool) = with_pool().await;
        database.network.set_latency(Duration::from_secs(1));
        pool.keep(&KEY, &drafts(100)).await.unwrap();
        let calls = database.network.calls();
        let last = calls.iter().map(|call| call.started).max();
        let first = calls.iter().map(|call| call.ended).min();
        assert!(last < first, "all are sent before the first one returns");
    });
}

#[test]
fn an_item_has_the_attributes_of_a_question_and_an_expiry() {
    block_on(async {
        let (database, pool) = with_pool().await;
        let fingerprint = DraftFingerprint::from_bytes([1, 2, 3, 4, 5, 6, 7, 0xab]);
        let draft = sourced(task(Kind::Single)).with_fingerprint(fingerprint);
        pool.keep(&KEY, &[draft]).await.unwrap();
        let calls = database.network.calls();
        let item = &calls[0].body["RequestItems"]["Draft"][0]["PutRequest"]["Item"];
        let expiry = 1_700_000_000 + DraftsKept::default().get().as_secs();
        let source = json!({"M": {
            "Title": {"S": "Everest"},
            "Url": {"S": "https://example.org/everest"},
            "License": {"S": "CC0"},
        }});
        let expected = json!({
            "PoolKey": {"S": "07".repeat(32)},
            "Fingerprint": {"S": "01020304050607ab"},
            "Prompt": {"S": "A question of the kind single?"},
            "Answer": {"S": "right"},
            "WrongAnswers": {"L": [{"S": "wrong"}, {"S": "worse"}]},
            "Clarification": {"S": "Because."},
            "Source": source,
            "Writer": {"S": "tests 1"},
            "ExpirationEpoch": {"N": expiry.to_string()},
        });
        assert_eq!(*item, expected);
    });
}

#[test]
fn items_that_are_not_processed_are_sent_again() {
    block_on(async {
        let (database, pool) = with_pool().await;
        database.network.fail_once(0, Fault::Unprocessed);
        pool.keep(&KEY, &drafts(20)).await.unwrap();
        let calls = database.network.calls();
        let items = |call: usize| {
            calls[call].body["RequestItems"]["Draft"]
                .as_array()
                .unwrap()
                .len()
        };
        assert_eq!((calls.len(), items(0), items(1)), (2, 20, 19));
        assert_eq!(pool.drafts(&KEY).await.unwrap(), drafts(20));
    });
}

#[test]
fn items_that_are_never_processed_are_a_transient_error() {
    block_on(async {
        let (database, pool) = with_pool().await;
        database.network.fail_from(0, Fault::Unprocessed);
        let error = pool.keep(&KEY, &drafts(20)).await.unwrap_err();
        assert!(matches!(error, GatewayError::Unavailable(_)), "{error:?}");
        let text = Causes(&error).to_string();
        assert!(
            text.ends_with("the table Draft did not process all items of a batch"),
            "{text}"
        );
        assert_eq!(sent(&database).len(), 6);
    });
}

#[test]
fn transient_faults_are_retried() {
    block_on(async {
        let database = Database::with_short_timeouts().await;
        let pool = database.pool(clock()).await;
        for fault in Fault::TRANSIENT {
            database.network.fail_once(0, fault);
            pool.keep(&KEY, &drafts(3)).await.unwrap();
            database.network.fail_once(0, fault);
            assert_eq!(pool.drafts(&KEY).await.unwrap(), drafts(3), "{fault:?}");
        }
    });
}

#[test]
fn a_missing_permission_is_a_permanent_error_without_texts() {
    block_on(async {
        let (database, pool) = with_pool().await;
        database.network.fail_from(0, Fault::Denied);
        let kept = pool.keep(&KEY, &drafts(1)).await.unwrap_err();
        let read = pool.drafts(&KEY).await.unwrap_err();
        for error in [kept, read] {
            assert!(matches!(error, GatewayError::Broken(_)), "{error:?}");
            let text = format!("{} {error:?}", Causes(&error));
            assert!(
                text.contains("table Draft") && !text.contains("right"),
                "{text}"
            );
        }
        assert!(!format!("{pool:?}").contains("right"));
    });
}

#[test]
fn ttl_deletes_expired_drafts() {
    block_on(async {
        let (database, pool) = with_pool().await;
        pool.keep(&KEY, &drafts(3)).await.unwrap();
        let kept = DraftsKept::default().get();
        let expiry = Timestamp::from_secs(1_700_000_000).plus(kept);
        assert_eq!(
            database.sweep(Timestamp::from_secs(expiry.as_secs() - 2)),
            0
        );
        assert_eq!(database.sweep(expiry), 3);
    });
}

#[test]
fn the_table_is_created_only_where_it_is_asked_for() {
    block_on(async {
        let database = Database::new().await;
        let table = Database::drafts();
        let missing = table.differences(&database.client).await.unwrap();
        assert!(missing.len() == 1 && missing[0].is_missing(), "{missing:?}");
        for _ in 0..2 {
            table.create(&database.client).await.unwrap();
            assert_eq!(table.differences(&database.client).await.unwrap(), []);
        }
    });
}

#[test]
fn a_draft_without_an_attribute_is_left_out_until_it_is_kept_again() {
    block_on(async {
        let (database, pool) = with_pool().await;
        pool.keep(&KEY, &drafts(3)).await.unwrap();
        for (fingerprint, name) in [(0, "ExpirationEpoch"), (1, "Answer")] {
            database.remove_of_draft(&KEY, fingerprint, name).await;
        }
        assert_eq!(pool.drafts(&KEY).await.unwrap(), drafts(3)[2..]);
        let prompt = Prompt::restore("Is it replaced?");
        let replaced = drafts(1).remove(0);
        let why = replaced.clarification().clone();
        let new = Draft::restore(prompt, replaced.task().clone(), why);
        let new = new.with_fingerprint(replaced.fingerprint());
        pool.keep(&KEY, std::slice::from_ref(&new)).await.unwrap();
        assert_eq!(pool.drafts(&KEY).await.unwrap()[0], new);
    });
}

#[test]
fn each_malformed_draft_is_one_line_of_the_log_without_texts() {
    let log = Log::default();
    let read = async {
        let (database, pool) = with_pool().await;
        pool.keep(&KEY, &drafts(4)).await.unwrap();
        for fingerprint in [1, 3] {
            database.remove_of_draft(&KEY, fingerprint, "Prompt").await;
        }
        assert_eq!(pool.drafts(&KEY).await.unwrap().len(), 2);
    };
    LazyLock::force(&OTHER_DISPATCHER);
    tracing::subscriber::with_default(log.clone(), || block_on(read));
    let lines = log.0.lock().unwrap().clone();
    let error = |fingerprint: u64| {
        let (key, text) = ("07".repeat(32), "attribute Prompt is missing");
        format!(
            "malformed draft left out of a pool; the stored record pool {key}, draft {fingerprint:016x} in the table \
             Draft is malformed: {text}; "
        )
    };
    assert_eq!(lines, [error(1), error(3)]);
}

/// Exists beside the dispatcher of a test. If there were only one, tracing would ask the thread that reaches an event first,
/// which may be that of another test, whether the event is logged, and would remember the answer for all threads.
static OTHER_DISPATCHER: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(NoSubscriber::new()));

/// Collects the fields of events of the adapter.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("quizcraft_dynamo")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        self.0.lock().unwrap().push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The values of the fields of an event.
#[derive(Default)]
struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, _: &Field, value: &dyn fmt::Debug) {
        write!(self.0, "{value:?}; ").unwrap();
    }
}
