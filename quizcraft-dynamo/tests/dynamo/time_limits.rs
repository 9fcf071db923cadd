//! Every call ends by the deadline of its request, and starts no pause that would outlast it.
//!
//! Time is paused: it advances only while the code under test waits.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_contract::{CollectingQueue, ManualClock, SeededRandomness};
use quizcraft_core::gateway::{Causes, GameStore, GatewayError};
use quizcraft_core::{
    Error, Game, GameId, GameRequest, Gateways, NewGame, Overdue, PageLimit, PageRequest,
    PendingTimeout, PlayerId, Quiz, Retry, Timestamp,
};
use quizcraft_dynamo::RequestPolicy;
use tokio::time::Instant;

use crate::failing_table::FailingTable;
use crate::support::World;

/// Longer than every call.
const LONG: Duration = Duration::from_hours(1);

fn new_game() -> NewGame {
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let id = GameId::from_bytes([7; 32]);
    request.begin(id, World::ADA, Timestamp::from_secs(1_700_000_000))
}

/// Returns a change of a pending game, which is written in one transaction.
fn retry(game: &Game) -> Retry {
    let later = Timestamp::from_secs(1_800_000_000);
    match game.overdue(later, PendingTimeout::default()) {
        Overdue::Retry(retry) => retry,
        other => panic!("{other:?}"),
    }
}

/// Runs a call with this time limit, checks that it fails by then, and returns the error's text.
async fn timeout_text<T, F>(
    table: &FailingTable,
    limit: Duration,
    call: impl Fn(Arc<dyn GameStore>) -> F,
) -> String
where
    F: Future<Output = Result<T, GatewayError>>,
{
    let deadline = Instant::now() + limit;
    let games = table.games().until(deadline.into_std());
    let error = call(games).await.err().expect("every request fails");
    // The resolution of Tokio's timers is a millisecond.
    let tolerance = Duration::from_millis(2);
    assert!(
        Instant::now() <= deadline + tolerance,
        "it exceeds the limit"
    );
    assert!(matches!(error, GatewayError::Unavailable(_)), "{error:?}");
    Causes(&error).to_string()
}

#[tokio::test(start_paused = true)]
async fn every_call_ends_by_its_deadline_and_names_what_timed_out() {
    let new = new_game();
    let (game, player): (&Game, &PlayerId) = (new.game(), &World::ADA);
    let first = PageRequest::default();
    for latency in [Duration::from_millis(900), LONG] {
        for limit in [50, 500, 1_500, 2_500].map(Duration::from_millis) {
            let table = FailingTable::conflicting(latency);
            let texts = [
                timeout_text(&table, limit, async |games| games.create(&new).await).await,
                timeout_text(&table, limit, async |games| games.retry(&retry(game)).await).await,
            ];
            for text in texts {
                let names_cause = text.contains("the deadline passed")
                    || text.contains("too many conflicting transactions");
                assert!(names_cause && text.contains("Game"), "{text}");
            }
            let unresponsive = FailingTable::unresponsive();
            let texts = [
                timeout_text(&unresponsive, limit, async |games| {
                    games.find(player, &game.id()).await
                })
                .await,
                timeout_text(&unresponsive, limit, async |games| {
                    games.load(player, &game.id()).await
                })
                .await,
                timeout_text(&unresponsive, limit, async |games| {
                    games.page(player, &first).await
                })
                .await,
            ];
            for text in texts {
                assert!(
                    text.contains("the deadline passed before the table Game"),
                    "{text}"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn no_request_is_sent_after_the_deadline() {
    let table = FailingTable::unresponsive();
    let text = timeout_text(&table, Duration::ZERO, async |games| {
        games.create(&new_game()).await
    })
    .await;
    assert!(text.contains("the deadline passed"), "{text}");
    assert!(table.request_times().is_empty());
}

/// There are seven attempts. The maximum pause doubles with each of them, and the last one is not
/// followed by a pause.
#[tokio::test(start_paused = true)]
async fn conflicts_are_retried_with_backoff_and_no_pause_follows_the_last_attempt() {
    let longest = [20, 40, 80, 160, 320, 640].map(Duration::from_millis);
    for _ in 0..20 {
        let table = FailingTable::conflicting(Duration::ZERO);
        let started = Instant::now();
        let error = table
            .games()
            .retry(&retry(new_game().game()))
            .await
            .unwrap_err();
        let ended = started.elapsed();
        let text = Causes(&error).to_string();
        assert!(text.contains("too many conflicting transactions"), "{text}");
        let sent = table.request_times();
        assert_eq!(sent.len(), 7, "{sent:?}");
        for (pair, longest) in sent.windows(2).zip(longest) {
            let at_latest = pair[0] + longest + Duration::from_millis(2);
            assert!(pair[1] <= at_latest, "{sent:?}");
        }
        assert_eq!(ended, sent[6], "it ends with the last attempt");
    }
}

/// No attempt starts later than three seconds after the first, whatever the deadline.
#[tokio::test(start_paused = true)]
async fn no_attempt_starts_after_the_retry_window() {
    for latency in [300, 450, 700, 990].map(Duration::from_millis) {
        let table = FailingTable::conflicting(latency);
        let games = table.games().until((Instant::now() + LONG).into_std());
        let error = games.retry(&retry(new_game().game())).await.unwrap_err();
        assert!(matches!(error, GatewayError::Unavailable(_)), "{error:?}");
        let sent = table.request_times();
        let last = sent.last().unwrap();
        assert!(*last <= Duration::from_millis(3_002), "{sent:?}");
        assert!(sent.len() >= 3, "{sent:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_pause_that_would_outlast_the_deadline_is_not_started() {
    for limit in (1..40).map(|n| Duration::from_millis(n * 50)) {
        let table = FailingTable::conflicting(Duration::ZERO);
        let started = Instant::now();
        let games = table.games().until((started + limit).into_std());
        let error = games.retry(&retry(new_game().game())).await.unwrap_err();
        let text = Causes(&error).to_string();
        assert!(text.contains("too many conflicting transactions"), "{text}");
        assert_eq!(started.elapsed(), *table.request_times().last().unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn throttling_is_retried_by_the_sdk_only() {
    let table = FailingTable::throttled();
    let started = Instant::now();
    let games = table
        .games()
        .until((started + Duration::from_secs(10)).into_std());
    let error = games.retry(&retry(new_game().game())).await.unwrap_err();
    let text = Causes(&error).to_string();
    assert!(text.contains("ProvisionedThroughputExceeded"), "{text}");
    assert!(
        started.elapsed() < Duration::from_secs(1),
        "{:?}",
        started.elapsed()
    );
    let attempts = usize::try_from(RequestPolicy::default().max_attempts).unwrap();
    assert_eq!(table.request_times().len(), attempts);
}

#[tokio::test(start_paused = true)]
async fn all_calls_of_one_request_share_its_deadline() {
    let table = FailingTable::unresponsive();
    let quiz = Quiz::new(Gateways::new(
        table.games(),
        Arc::new(CollectingQueue::default()),
        Arc::new(ManualClock::at(Timestamp::from_secs(1_700_000_000))),
        Arc::new(SeededRandomness::new(1)),
    ));
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let deadline = Instant::now() + Duration::from_millis(3_300);
    let quiz = quiz.until(deadline.into_std());
    let started = quiz.start(&World::ADA, request, None).await;
    assert!(matches!(started, Err(Error::Unavailable(_))), "{started:?}");
    let listed = quiz.list(&World::ADA, PageLimit::default(), None);
    let listed = listed.await;
    assert!(matches!(listed, Err(Error::Unavailable(_))), "{listed:?}");
    assert!(Instant::now() <= deadline + Duration::from_millis(2));
}
