//! Every call for a request ends by the request's deadline, and begins nothing that could not.
//!
//! Time stands still but for what is waited for, and no request leaves the process.

use std::sync::Arc;
use std::time::Duration;

use quizcraft_contract::{CollectingQueue, ManualClock, SeededRandomness};
use quizcraft_core::gateway::{Causes, GameStore, GatewayError};
use quizcraft_core::{
    Deadline, Error, Game, GameId, GameRequest, Gateways, NewGame, Overdue, PageLimit, PageRequest,
    PlayerId, Quiz, Retry, Timestamp,
};
use quizcraft_dynamo::RequestPolicy;
use tokio::time::Instant;

use crate::bad_table::BadTable;
use crate::support::World;

/// More time than anything takes.
const LONG: Duration = Duration::from_hours(1);

fn new_game() -> NewGame {
    let request = GameRequest::parse(["Rome"], None).unwrap();
    let id = GameId::from_bytes([7; 32]);
    request.begin(id, World::ADA, Timestamp::from_secs(1_700_000_000))
}

/// A change of a pending game that is one transaction.
fn retry(game: &Game) -> Retry {
    let later = Timestamp::from_secs(1_800_000_000);
    match game.overdue(later, Deadline::default()) {
        Overdue::Retry(retry) => retry,
        other => panic!("{other:?}"),
    }
}

/// What a call for a request comes to that takes so long at most, checked to end by then.
async fn ends<T, F>(
    bad: &BadTable,
    limit: Duration,
    call: impl Fn(Arc<dyn GameStore>) -> F,
) -> String
where
    F: Future<Output = Result<T, GatewayError>>,
{
    let deadline = Instant::now() + limit;
    let games = bad.games().until(deadline.into_std());
    let error = call(games).await.err().expect("nothing is answered");
    // Tokio's timers are good to a millisecond.
    let late = Duration::from_millis(2);
    assert!(Instant::now() <= deadline + late, "it outlives its request");
    assert!(matches!(error, GatewayError::Unavailable(_)), "{error:?}");
    Causes(&error).to_string()
}

#[tokio::test(start_paused = true)]
async fn no_call_outlives_its_request_and_each_says_what_ran_out() {
    let new = new_game();
    let (game, player): (&Game, &PlayerId) = (new.game(), &World::ADA);
    let first = PageRequest::default();
    for takes in [Duration::from_millis(900), LONG] {
        for limit in [50, 500, 1_500, 2_500].map(Duration::from_millis) {
            let bad = BadTable::contended(takes);
            let said = [
                ends(&bad, limit, async |games| games.create(&new).await).await,
                ends(&bad, limit, async |games| games.retry(&retry(game)).await).await,
            ];
            for text in said {
                let says_so = text.contains("no time was left") || text.contains("too busy");
                assert!(says_so && text.contains("Game"), "{text}");
            }
            let silent = BadTable::silent();
            let said = [
                ends(&silent, limit, async |games| {
                    games.find(player, &game.id()).await
                })
                .await,
                ends(&silent, limit, async |games| {
                    games.load(player, &game.id()).await
                })
                .await,
                ends(&silent, limit, async |games| {
                    games.page(player, &first).await
                })
                .await,
            ];
            for text in said {
                assert!(
                    text.contains("no time was left for the table Game"),
                    "{text}"
                );
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_for_too_late_is_not_sent() {
    let bad = BadTable::silent();
    let text = ends(&bad, Duration::ZERO, async |games| {
        games.create(&new_game()).await
    })
    .await;
    assert!(text.contains("no time was left"), "{text}");
    assert!(bad.asked().is_empty());
}

/// Seven tries with pauses between them, each at most twice as long as the one before: none after
/// the last.
#[tokio::test(start_paused = true)]
async fn nothing_is_waited_for_after_the_last_try() {
    let longest = [20, 40, 80, 160, 320, 640].map(Duration::from_millis);
    for _ in 0..20 {
        let bad = BadTable::contended(Duration::ZERO);
        let begun = Instant::now();
        let error = bad
            .games()
            .retry(&retry(new_game().game()))
            .await
            .unwrap_err();
        let ended = begun.elapsed();
        let text = Causes(&error).to_string();
        assert!(text.contains("too busy"), "{text}");
        let asked = bad.asked();
        assert_eq!(asked.len(), 7, "{asked:?}");
        for (pair, longest) in asked.windows(2).zip(longest) {
            let at_latest = pair[0] + longest + Duration::from_millis(2);
            assert!(pair[1] <= at_latest, "{asked:?}");
        }
        assert_eq!(ended, asked[6], "it ends with the last try");
    }
}

/// No try begins three seconds after the first, pauses included, however much time a request has.
#[tokio::test(start_paused = true)]
async fn no_try_begins_after_the_longest_time_for_all() {
    for takes in [300, 450, 700, 990].map(Duration::from_millis) {
        let bad = BadTable::contended(takes);
        let games = bad.games().until((Instant::now() + LONG).into_std());
        let error = games.retry(&retry(new_game().game())).await.unwrap_err();
        assert!(matches!(error, GatewayError::Unavailable(_)), "{error:?}");
        let asked = bad.asked();
        let last = asked.last().unwrap();
        assert!(*last <= Duration::from_millis(3_002), "{asked:?}");
        assert!(asked.len() >= 3, "{asked:?}");
    }
}

/// A pause after which no time is left does not begin: the answer comes at once.
#[tokio::test(start_paused = true)]
async fn a_pause_that_would_outlive_the_request_does_not_begin() {
    for limit in (1..40).map(|n| Duration::from_millis(n * 50)) {
        let bad = BadTable::contended(Duration::ZERO);
        let begun = Instant::now();
        let games = bad.games().until((begun + limit).into_std());
        let error = games.retry(&retry(new_game().game())).await.unwrap_err();
        let text = Causes(&error).to_string();
        assert!(text.contains("too busy"), "{text}");
        assert_eq!(begun.elapsed(), *bad.asked().last().unwrap());
    }
}

#[tokio::test(start_paused = true)]
async fn a_table_that_throttles_for_ever_is_given_up_long_before_the_deadline() {
    let bad = BadTable::throttled();
    let begun = Instant::now();
    let games = bad
        .games()
        .until((begun + Duration::from_secs(10)).into_std());
    let error = games.retry(&retry(new_game().game())).await.unwrap_err();
    let text = Causes(&error).to_string();
    assert!(text.contains("ProvisionedThroughputExceeded"), "{text}");
    assert!(
        begun.elapsed() < Duration::from_secs(1),
        "{:?}",
        begun.elapsed()
    );
    let attempts = usize::try_from(RequestPolicy::default().max_attempts).unwrap();
    assert_eq!(bad.asked().len(), attempts);
}

/// Two calls of one use case, each of which may take long by itself, end by the deadline that they
/// share.
#[tokio::test(start_paused = true)]
async fn the_calls_of_one_use_case_share_its_time() {
    let bad = BadTable::silent();
    let quiz = Quiz::new(Gateways::new(
        bad.games(),
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
